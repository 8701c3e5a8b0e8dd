import type { ArgumentDescription, ArgumentType, ArgumentValue } from '../../../meta/catalogue/index.ts';
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
}

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
