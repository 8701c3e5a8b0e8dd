import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { isNonFinite } from './nonFinite.ts';

/** Which of the tensors that arrive at a layer: its port, and its place among those of that port. */
export interface InputRef {
  readonly port: string;
  readonly index: number;
}

/** An output of a layer that may be connected, as it is called on screen. */
export interface Giving {
  readonly layer: string;
  readonly output: number;
  readonly name: string;
}

/** A change that would mend a flaw, offered as one click. */
export type Fix =
  | {
      readonly kind: 'set-argument';
      readonly argument: string;
      readonly value: ArgumentValue;
      /** Of the layer that gives this input, where it is not of this one. */
      readonly of?: InputRef;
      /** What changes inside the value, where it is itself made of arguments. */
      readonly inner?: { readonly argument: string; readonly value: ArgumentValue };
    }
  | { readonly kind: 'remove-argument'; readonly argument: string }
  /** Put a layer on the edge that carries this input. */
  | {
      readonly kind: 'insert-layer';
      readonly type: string;
      readonly args: Readonly<Record<string, ArgumentValue>>;
      readonly before: InputRef;
    }
  | { readonly kind: 'remove-connection'; readonly input: InputRef }
  | { readonly kind: 'connect'; readonly port: string; readonly from: Giving }
  | { readonly kind: 'rename-layer'; readonly name: string }
  /** A call of another layer becomes a layer by itself. */
  | { readonly kind: 'own-weights' };

/** What is wrong with one layer, before anybody knows what it and its producers are called. */
export interface Flaw {
  readonly code: FlawCode;
  readonly argument?: string;
  /** The tensors to blame, in the order in which the message names them. */
  readonly inputs?: readonly InputRef[];
  /** Completes the sentence of the code's text. */
  readonly expected: string;
  readonly received: string;
  readonly fix?: Fix;
  /** The nested layers or functions that have the flaw, outermost first. */
  readonly within?: readonly Within[];
}

/** An argument whose value is made of arguments itself: `layer (Conv2D)`, or of a list `cell[1] (GRUCell)`. */
export interface Within {
  readonly argument: string;
  readonly index?: number;
  readonly type: string;
}

interface Words {
  readonly argument: string;
  readonly expected: string;
  readonly received: string;
  /** `conv2d_7 gives (None, 14, 14, 64), pool_2 gives (None, 13, 13, 64)` */
  readonly givers: string;
}

const aboutArgument = ({ argument, expected, received }: Words) =>
  `${argument} must be ${expected}; it is ${received}`;
const aboutInputs = ({ expected, givers }: Words) => `${expected}; ${givers}`;

/** Every code with the sentence that people read after the name of the layer. */
export const FLAW_TEXTS = {
  'argument-missing': ({ argument, expected }) => `${argument} is required: ${expected}`,
  'argument-unknown': ({ argument, expected }) => `${argument} is not an argument of ${expected}`,
  'argument-type': aboutArgument,
  'argument-choice': aboutArgument,
  'argument-range': aboutArgument,
  'argument-conflict': aboutArgument,
  'argument-unfit': ({ argument, expected, received, givers }) =>
    `${argument} must be ${expected}; it is ${received}, and ${givers}`,
  'argument-unsupported': ({ argument, expected, received }) =>
    `${argument}=${received} is not supported: ${expected}`,
  'input-missing': ({ expected }) =>
    expected === 'inputs' ? 'its input is not connected' : `input ${expected} is not connected`,
  'input-count': ({ expected, received }) => `takes ${expected}; it is given ${received}`,
  'input-rank': aboutInputs,
  'input-dimension': aboutInputs,
  'input-dtype': aboutInputs,
  'inputs-disagree': ({ expected, givers }) => `inputs must ${expected}; ${givers}`,
  'output-empty': aboutInputs,
  'port-unknown': ({ expected, received }) => `has no input ${received}; ${expected}`,
  'layer-unknown': ({ received, expected }) => `${received} is not a layer type of Keras ${expected}`,
  'class-missing': ({ received }) => `there is no class ${received} in the modules of this project`,
  'keras-refuses': ({ received }) => `Keras refuses it: ${received}`,
  'rule-unlike-keras': ({ expected, received }) =>
    `its shape rule gives ${expected}, but Keras gives ${received}; mend \`shapes\` in its class`,
  'layer-abstract': ({ received }) => `${received} is a base class and computes nothing by itself`,
} satisfies Record<string, (words: Words) => string>;

export type FlawCode = keyof typeof FLAW_TEXTS;

/** What the tensors that arrive bring about; what is wrong with an argument by itself is another matter. */
export const FLAWS_BY_INPUTS: ReadonlySet<FlawCode> = new Set<FlawCode>([
  'input-rank',
  'input-dimension',
  'input-dtype',
  'inputs-disagree',
  'output-empty',
  'argument-unfit',
]);

/** The sentence of a flaw, given how the tensors that it blames are introduced. */
export function flawText(flaw: Flaw, givers: string): string {
  const argument = flaw.argument ?? '';
  const sentence = FLAW_TEXTS[flaw.code]({
    argument,
    expected: flaw.expected,
    received: flaw.received,
    givers,
  });
  return [...(flaw.within ?? []).map(withinText), sentence].join(': ');
}

export const withinText = ({ argument, index, type }: Within) =>
  `${argument}${index === undefined ? '' : `[${String(index)}]`} (${type})`;

/** A value as Python writes it. */
export function formatValue(value: ArgumentValue | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNonFinite(value)) return value.number;
  if ('function' in value) return `${value.function}(…)`;
  if ('layer' in value) return `${value.layer}(…)`;
  if ('array' in value) return `${value.array}(…)`;
  if (!Array.isArray(value)) return '{…}';
  const items = (value as readonly ArgumentValue[]).map(formatValue);
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}
