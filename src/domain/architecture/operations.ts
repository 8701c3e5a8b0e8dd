import type { ArgumentDescription, InputDescription } from '../../../meta/catalogue/index.ts';

/** A function of `keras.ops` between layers, as imported networks have them: a layer of type `ops.Add`. */
export interface Operation {
  /** Its name in `keras.ops`. */
  readonly function: string;
  readonly inputs: readonly InputDescription[];
  readonly arguments: readonly ArgumentDescription[];
  /** The layer that gives the same shapes. */
  readonly like?: string;
}

const binary = (name: string, like: string): Operation => ({
  function: name,
  inputs: [{ name: 'x1' }, { name: 'x2' }],
  arguments: [],
  like,
});
const unary = (name: string): Operation => ({
  function: name,
  inputs: [{ name: 'x', required: true }],
  arguments: [],
  like: 'Identity',
});
const reshaping = (name: string, argument: ArgumentDescription): Operation => ({
  function: name,
  inputs: [{ name: 'x', required: true }],
  arguments: [argument],
});

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Absolute: unary('absolute'),
  Add: binary('add', 'Add'),
  Divide: binary('divide', 'Multiply'),
  Exp: unary('exp'),
  ExpandDims: reshaping('expand_dims', { name: 'axis', type: { kind: 'integer' }, required: true }),
  Log: unary('log'),
  Maximum: binary('maximum', 'Maximum'),
  Minimum: binary('minimum', 'Minimum'),
  Multiply: binary('multiply', 'Multiply'),
  Negative: unary('negative'),
  Power: binary('power', 'Multiply'),
  Reshape: reshaping('reshape', { name: 'newshape', type: { kind: 'shape' }, required: true }),
  Sqrt: unary('sqrt'),
  Square: unary('square'),
  Squeeze: reshaping('squeeze', { name: 'axis', type: { kind: 'integer' }, default: null, nullable: true }),
  Subtract: binary('subtract', 'Subtract'),
  Transpose: reshaping('transpose', { name: 'axes', type: { kind: 'shape' }, default: null, nullable: true }),
  TrueDivide: binary('true_divide', 'Multiply'),
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
