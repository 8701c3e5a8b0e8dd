import type { ComponentType } from 'react';
import type { ArgumentDescription, ArgumentType, ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { ArgumentFault } from '../../../src/domain/shapes/argumentFault.ts';
import type { FieldProps } from '../../ui/index.ts';

/** What the control of one kind of argument is given. */
export interface ControlProps<Kind extends ArgumentType['kind'] = ArgumentType['kind']> {
  readonly argument: ArgumentDescription;
  readonly type: Extract<ArgumentType, { kind: Kind }>;
  /** With the default where nothing is set. */
  readonly value: ArgumentValue | undefined;
  readonly isDefault: boolean;
  readonly onChange: (value: ArgumentValue) => void;
  /** Label, hint, error and the way back to the default. */
  readonly frame: FieldProps;
  readonly disabled: boolean;
  /** What will be said against a value that can be taken all the same. */
  readonly check: ((value: ArgumentValue) => string | undefined) | undefined;
  /** For a value that is itself made of arguments: what is wrong inside, and what would be with another value. */
  readonly fault?: ArgumentFault | undefined;
  readonly checkInside?: FaultCheck<ArgumentValue> | undefined;
  /** Shows the arguments of what is itself a value; it is handed down because forms hold forms. */
  readonly Fields: ComponentType<ArgumentFieldsProps>;
}

export interface ArgumentFieldsProps {
  readonly described: readonly ArgumentDescription[];
  readonly args: Arguments;
  readonly onChange: (args: Arguments) => void;
  /** What is wrong with one of them. */
  readonly fault?: ArgumentFault | undefined;
  readonly check: FaultCheck<Arguments> | undefined;
  readonly docs?: Readonly<Record<string, string>> | undefined;
  readonly disabled: boolean;
  /** How many are shown at once; the others are folded away until they differ from their defaults. */
  readonly most?: number;
}

export type FaultCheck<T> = (value: T) => ArgumentFault | undefined;

export type Arguments = Readonly<Record<string, ArgumentValue>>;

export const isFunctionValue = (
  value: ArgumentValue | undefined,
): value is Extract<ArgumentValue, { function: string }> =>
  typeof value === 'object' && value !== null && 'function' in value;

export const isLayerValue = (
  value: ArgumentValue | undefined,
): value is Extract<ArgumentValue, { layer: string }> =>
  typeof value === 'object' && value !== null && 'layer' in value;

export const isListValue = (value: ArgumentValue | undefined): value is readonly ArgumentValue[] =>
  Array.isArray(value);

export const asOption = (value: string) => ({ value, label: value });

/** How Python says that there is no value. */
export const NONE = 'None';

export const USUAL_DTYPES: readonly string[] = [
  'float32',
  'float16',
  'bfloat16',
  'int32',
  'int64',
  'string',
  'bool',
];
