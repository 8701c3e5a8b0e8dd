import type { ArgumentDescription, InputDescription } from '../../../meta/catalogue/index.ts';
import {
  countingDtype,
  elementwise,
  expanded,
  floatingDtype,
  fractionDtype,
  pairwise,
  reshaped,
  reshaping,
  sameDtype,
  squeezed,
  transposed,
} from '../shapes/operation.ts';
import type { OwnRule } from '../shapes/index.ts';

/** A function of `keras.ops` between layers, as imported networks have them: a layer of type `ops.Add`. */
export interface Operation {
  /** Its name in `keras.ops`. */
  readonly function: string;
  readonly inputs: readonly InputDescription[];
  readonly arguments: readonly ArgumentDescription[];
  readonly rule: OwnRule;
}

const binary = (name: string, rule: OwnRule): Operation => ({
  function: name,
  inputs: [{ name: 'x1' }, { name: 'x2' }],
  arguments: [],
  rule,
});
const unary = (name: string, rule: OwnRule, ...args: readonly ArgumentDescription[]): Operation => ({
  function: name,
  inputs: [{ name: 'x', required: true }],
  arguments: args,
  rule,
});

const AXIS = { name: 'axis', type: { kind: 'tuple', item: 'integer', scalar: true } } as const;
const AXES = { name: 'axes', type: { kind: 'shape' }, default: null, nullable: true } as const;
const SHAPE = { name: 'newshape', type: { kind: 'shape' }, required: true } as const;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Absolute: unary('absolute', elementwise(sameDtype)),
  Add: binary('add', pairwise()),
  Divide: binary('divide', pairwise('float')),
  Exp: unary('exp', elementwise(floatingDtype)),
  ExpandDims: unary('expand_dims', reshaping(expanded), { ...AXIS, required: true }),
  Log: unary('log', elementwise(fractionDtype)),
  Maximum: binary('maximum', pairwise()),
  Minimum: binary('minimum', pairwise()),
  Multiply: binary('multiply', pairwise()),
  Negative: unary('negative', elementwise(sameDtype)),
  Power: binary('power', pairwise()),
  Reshape: unary('reshape', reshaping(reshaped), SHAPE),
  Sqrt: unary('sqrt', elementwise(fractionDtype)),
  Square: unary('square', elementwise(countingDtype)),
  Squeeze: unary('squeeze', reshaping(squeezed), { ...AXIS, default: null, nullable: true }),
  Subtract: binary('subtract', pairwise()),
  Transpose: unary('transpose', reshaping(transposed), AXES),
  TrueDivide: binary('true_divide', pairwise('float')),
};

const PREFIX = 'ops.';

/** The operation that a layer type such as `ops.Add` means. */
export function operationOf(type: string): Operation | undefined {
  return type.startsWith(PREFIX) ? operationNamed(type.slice(PREFIX.length)) : undefined;
}

/** The operation of that class in Keras. */
export const operationNamed = (className: string): Operation | undefined =>
  Object.hasOwn(OPERATIONS, className) ? OPERATIONS[className] : undefined;

export const operationType = (className: string) => `${PREFIX}${className}`;

export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS);
