import type { ArgumentValue, ArrayValue, InputDescription } from '../../../meta/catalogue/index.ts';
import { isArrayValue, sizesOfItems } from './arrayValue.ts';
import type { Arguments, PortInputs } from './call.ts';
import { formatValue, type Flaw, type FlawCode } from './flaw.ts';
import { countParameters, invalid, unknown, type Inference } from './inference.ts';
import { portFlaw } from './inferLayer.ts';
import { isNonFinite } from './nonFinite.ts';
import type { OwnRule } from './network.ts';
import { resultType } from './resultType.ts';
import {
  bytesPerSample,
  fromFront,
  isAxisOf,
  product,
  tensor,
  type Dimension,
  type Shape,
  type TensorSpec,
} from './tensor.ts';

/** Functions of `keras.ops` keep to dtypes of their own: unlike layers they cast nothing to what a layer computes in. */
export type Made = TensorSpec | Flaw;

const isFlaw = (made: Made): made is Flaw => 'code' in made;

// Of one tensor

const ONE: readonly InputDescription[] = [{ name: 'x', required: true }];

/** An operation on each number of a tensor; `dtypeOf` says nothing where Keras takes no such numbers. */
export const elementwise = (dtypeOf: (dtype: string) => string | undefined): OwnRule =>
  ofOne((x) => {
    const dtype = dtypeOf(x.dtype);
    return dtype === undefined ? inputFlaw('input-dtype', `takes no ${x.dtype}`) : tensor(x.shape, dtype);
  });

export const sameDtype = (dtype: string) => dtype;
export const toBool = () => 'bool';
export const countingDtype = (dtype: string) => (dtype === 'bool' ? 'int32' : dtype);
export const floatingDtype = (dtype: string) => (/int|bool/.test(dtype) ? 'float32' : dtype);
export const fractionDtype = (dtype: string) => resultType(dtype, 'float');

/** An operation that puts what a tensor holds into another shape. */
export const reshaping = (shapeOf: (shape: Shape, args: Arguments) => Shape | Flaw): OwnRule =>
  ofOne((x, args) => {
    const shape = shapeOf(x.shape, args);
    return 'code' in shape ? shape : tensor(shape, x.dtype);
  });

export function ofOne(make: (x: TensorSpec, args: Arguments) => Made): OwnRule {
  return (args, inputs) => {
    const flaw = portFlaw(ONE, inputs);
    const [x] = inputs['x'] ?? [];
    return flaw !== null || x === undefined ? invalid(flaw ?? missing('x')) : inferred(make(x, args));
  };
}

export function inferred(...made: readonly Made[]): Inference {
  const flaw = made.find(isFlaw);
  if (flaw) return invalid(flaw);
  const outputs = made as readonly TensorSpec[];
  return {
    status: 'known',
    outputs,
    weights: [],
    params: countParameters([]),
    macs: 0,
    activationBytes: bytesPerSample(outputs),
    flaws: [],
  };
}

export const missing = (port: string): Flaw => ({
  code: 'input-missing',
  expected: port,
  received: 'nothing',
});

export const inputFlaw = (code: FlawCode, expected: string): Flaw => ({
  code,
  expected,
  received: '',
  inputs: [{ port: 'x', index: 0 }],
});

// Of two tensors, or of a tensor and a number or an array of numbers

const TWO: readonly InputDescription[] = [{ name: 'x1' }, { name: 'x2' }];

/** An operation on numbers pair by pair; `among` are dtypes that the result is at least as wide as. */
export const pairwise = (...among: readonly string[]): OwnRule =>
  ofTwo((x1, x2) => resultType(x1, x2, ...among));

/** A comparison of numbers pair by pair, of whatever dtypes. */
export const comparing: OwnRule = ofTwo(() => 'bool');

/** The shape that comes of two; null where they do not fit. */
type Joining = (x1: Shape, x2: Shape) => Shape | null;
type DtypeOfTwo = (x1: string, x2: string) => string | undefined;

export function ofTwo(dtypeOf: DtypeOfTwo, join: Joining = broadcast): OwnRule {
  return (args, inputs) => {
    const flaw = portFlaw(TWO, inputs);
    if (flaw !== null) return invalid(flaw);
    const [x1, x2] = TWO.map(({ name }) => operand(name, args, inputs)) as [Operand, Operand];
    if (x1 === null || x2 === null) return invalid(missing(x1 === null ? 'x1' : 'x2'));
    if (x1 === 'unknown' || x2 === 'unknown') return unknown('it computes with what is no number');
    if (x1.isConstant && x2.isConstant) return invalid(missing('x1'));
    return inferred(combined(x1, x2, dtypeOf, join));
  };
}

export type Operand = (TensorSpec & { readonly isConstant: boolean }) | 'unknown' | null;

export function operand(name: string, args: Arguments, inputs: PortInputs): Operand {
  const [given] = inputs[name] ?? [];
  if (given) return { ...given, isConstant: false };
  const value = args[name] ?? null;
  if (isArrayValue(value)) {
    const shape = sizesOfItems(value.items);
    return shape ? { shape, dtype: dtypeOfArray(value), isConstant: true } : 'unknown';
  }
  const dtype = numberDtype(value);
  return dtype === 'unknown' || dtype === null ? dtype : { shape: [], dtype, isConstant: true };
}

/** JAX makes no tensors of 64 bits unless it is told to, which Keras does not do. */
const dtypeOfArray = ({ array, dtype }: ArrayValue) =>
  array === 'tensor' ? dtype.replace('64', '32') : dtype;

function numberDtype(value: ArgumentValue): string | null {
  if (typeof value === 'boolean') return 'bool';
  if (isNonFinite(value)) return 'float';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return value === null ? null : 'unknown';
}

type Known = Exclude<Operand, string | null>;

function combined(x1: Known, x2: Known, dtypeOf: DtypeOfTwo, join: Joining): Made {
  const blamed = [x1, x2].flatMap(({ isConstant }, i) =>
    isConstant ? [] : [{ port: `x${i + 1}`, index: 0 }],
  );
  const constant = x1.isConstant ? 'x1' : x2.isConstant ? 'x2' : undefined;
  const flaw = (expected: string): Flaw => ({
    code: 'inputs-disagree',
    ...(constant === undefined ? {} : { argument: constant }),
    expected,
    received: '',
    inputs: blamed,
  });
  const shape = join(x1.shape, x2.shape);
  if (shape === null)
    return flaw(
      join === broadcast ? 'agree in every dimension, or be 1 there' : 'fit each other as matrices',
    );
  const dtype = dtypeOf(x1.dtype, x2.dtype);
  return dtype === undefined
    ? flaw(`have dtypes that Keras can bring together, which ${x1.dtype} and ${x2.dtype} are not`)
    : tensor(shape, dtype);
}

/** Aligned at the end. Of an unknown dimension and a known one Keras takes the known one. */
export function broadcast(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const shape: Dimension[] = [];
  for (let axis = -rank; axis < 0; axis += 1) {
    const one = dimension(a, axis);
    const other = dimension(b, axis);
    if (one !== null && one !== 1 && other !== null && other !== 1 && one !== other) return null;
    shape.push(one === 1 ? other : other === 1 ? one : (one ?? other));
  }
  return shape;
}

const dimension = (shape: Shape, axis: number): Dimension =>
  axis < -shape.length ? 1 : (shape.at(axis) ?? null);

// Shapes

export const unfit = (
  argument: string,
  args: Arguments,
  expected: string,
  code: FlawCode = 'argument-unfit',
): Flaw => ({
  ...inputFlaw(code, expected),
  argument,
  received: formatValue(args[argument]),
});

const isInteger = (value: ArgumentValue) => Number.isInteger(value);

/** The integers of an argument, of which one alone stands for a list of one; undefined where it holds anything else. */
export function integersOf(value: ArgumentValue | undefined): readonly number[] | undefined {
  const items = (Array.isArray(value) ? value : [value]) as readonly ArgumentValue[];
  return items.every(isInteger) ? (items as readonly number[]) : undefined;
}

/** With the batch, unlike the layer `Reshape`. */
export function reshaped(shape: Shape, args: Arguments): Shape | Flaw {
  const wanted = sizesOf(args['newshape']);
  if (wanted === undefined) return unfit('newshape', args, 'a shape', 'argument-type');
  const free = wanted.filter((size) => size === -1).length;
  if (free > 1 || wanted.some((size) => size !== null && size < -1)) {
    return unfit(
      'newshape',
      args,
      'made of sizes that are not negative, with -1 for at most one of them',
      'argument-range',
    );
  }
  const size = product(shape);
  const goal = product(wanted.filter((one) => one !== -1));
  if (size === null || goal === null) return wanted.map((one) => (one === -1 ? null : one));
  const isKept = free === 0 ? size === goal : goal !== 0 && size % goal === 0;
  if (!isKept) return unfit('newshape', args, `a shape of ${size} elements in all`);
  return wanted.map((one) => (one === -1 ? size / goal : one));
}

function sizesOf(value: ArgumentValue | undefined): Shape | undefined {
  const items = (Array.isArray(value) ? value : [value]) as readonly ArgumentValue[];
  const isShape = value !== null && items.every((size) => size === null || isInteger(size));
  return isShape ? (items as Shape) : undefined;
}

export function expanded(shape: Shape, args: Arguments): Shape | Flaw {
  const axes = integersOf(args['axis']);
  if (axes === undefined) return unfit('axis', args, 'an integer or several', 'argument-type');
  const rank = shape.length + axes.length;
  const flaw = axesFlaw(axes, rank, 'axis', args);
  if (flaw !== null) return flaw;
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? null)));
}

export function squeezed(shape: Shape, args: Arguments): Shape | Flaw {
  if ((args['axis'] ?? null) === null) return shape.filter((size) => size !== 1);
  const axes = integersOf(args['axis']);
  if (axes === undefined) return unfit('axis', args, 'an integer or several', 'argument-type');
  const flaw = axesFlaw(axes, shape.length, 'axis', args);
  if (flaw !== null) return flaw;
  const gone = new Set(axes.map((axis) => fromFront(shape, axis)));
  if ([...gone].some((axis) => shape[axis] !== 1)) return unfit('axis', args, 'where the size is 1');
  return shape.filter((_, axis) => !gone.has(axis));
}

export function transposed(shape: Shape, args: Arguments): Shape | Flaw {
  if ((args['axes'] ?? null) === null) return shape.toReversed();
  const axes = Array.isArray(args['axes']) ? integersOf(args['axes']) : undefined;
  if (axes === undefined) return unfit('axes', args, 'a list of integers', 'argument-type');
  if (axes.length !== shape.length) return unfit('axes', args, `each of the ${shape.length} axes once`);
  return axesFlaw(axes, shape.length, 'axes', args) ?? axes.map((axis) => shape.at(axis) ?? null);
}

export function axesFlaw(
  axes: readonly number[],
  rank: number,
  argument: string,
  args: Arguments,
): Flaw | null {
  const of = Array<null>(rank).fill(null);
  if (!axes.every((axis) => isAxisOf(of, axis))) {
    return unfit(argument, args, `from ${-rank} to ${rank - 1}`);
  }
  const isOnce = new Set(axes.map((axis) => fromFront(of, axis))).size === axes.length;
  return isOnce ? null : unfit(argument, args, 'axes that differ');
}
