import type { ArgumentValue, InputDescription } from '../../../meta/catalogue/index.ts';
import type { Arguments } from './call.ts';
import type { Flaw } from './flaw.ts';
import { invalid, unknown } from './inference.ts';
import { indexed, parseIndex } from './indexing.ts';
import { portFlaw } from './inferLayer.ts';
import type { OwnRule } from './network.ts';
import {
  axesFlaw,
  broadcast,
  inferred,
  inputFlaw,
  integersOf,
  missing,
  ofOne,
  ofTwo,
  operand,
  reshaping,
  unfit,
  type Made,
} from './operation.ts';
import { resultType } from './resultType.ts';
import { fromFront, mayEqual, tensor, type Dimension, type Shape, type TensorSpec } from './tensor.ts';

type DtypeOf = (dtype: string, args: Arguments) => string | undefined;

/** An operation that makes one number of all along some axes. */
export const reducing = (dtypeOf: DtypeOf): OwnRule =>
  ofOne((x, args) => {
    const shape = reduced(x.shape, args);
    const dtype = dtypeOf(x.dtype, args);
    if ('code' in shape) return shape;
    return dtype === undefined ? inputFlaw('input-dtype', `takes no ${x.dtype}`) : tensor(shape, dtype);
  });

function reduced(shape: Shape, args: Arguments): Shape | Flaw {
  const isKept = args['keepdims'] === true;
  if ((args['axis'] ?? null) === null) return isKept ? shape.map(() => 1) : [];
  const axes = integersOf(args['axis']);
  if (axes === undefined) return unfit('axis', args, 'an integer or several', 'argument-type');
  const flaw = axesFlaw(axes, shape.length, 'axis', args);
  if (flaw !== null) return flaw;
  const gone = new Set(axes.map((axis) => fromFront(shape, axis)));
  return isKept
    ? shape.map((size, axis) => (gone.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !gone.has(axis));
}

/** An operation on the numbers along an axis, each of which stays. */
export const along = (dtypeOf: DtypeOf): OwnRule =>
  ofOne((x, args) => {
    const axes = (args['axis'] ?? null) === null ? [] : integersOf(args['axis']);
    if (axes === undefined) return unfit('axis', args, 'an integer or several', 'argument-type');
    const dtype = dtypeOf(x.dtype, args);
    return (
      axesFlaw(axes, x.shape.length, 'axis', args) ??
      (dtype === undefined ? inputFlaw('input-dtype', `takes no ${x.dtype}`) : tensor(x.shape, dtype))
    );
  });

/** `x[key]`. */
export const indexing: OwnRule = reshaping((shape, args) => {
  const index = parseIndex(args['key']);
  const made = index ? indexed(shape, index) : 'an index such as `:, 0`';
  return typeof made === 'string' ? unfit('key', args, made, 'argument-range') : made;
});

/** Repeated to fill a shape, whose sizes the tensor has or has 1. */
export function filled(shape: Shape, args: Arguments): Shape | Flaw {
  const { shape: wanted } = args;
  const sizes = integersOf(wanted);
  if (!Array.isArray(wanted) || sizes === undefined)
    return unfit('shape', args, 'a list of sizes', 'argument-type');
  return broadcast(shape, sizes)
    ? sizes
    : unfit('shape', args, 'a shape that the tensor can be repeated to fill');
}

/** Parts of one size, or cut at these places. */
export const splitting: OwnRule = (args, inputs) => {
  const flaw = portFlaw([{ name: 'x', required: true }], inputs);
  const [x] = inputs['x'] ?? [];
  if (flaw !== null || x === undefined) return invalid(flaw ?? missing('x'));
  const { indices_or_sections: given = null, axis = 0 } = args;
  const out = axesFlaw([Number(axis)], x.shape.length, 'axis', args);
  if (out !== null) return invalid(out);
  const at = fromFront(x.shape, Number(axis));
  const sizes = partSizes(given, x.shape[at] ?? null);
  if (sizes === undefined)
    return invalid(unfit('indices_or_sections', args, 'parts of one size, or places to cut'));
  return inferred(...sizes.map((size) => tensor(x.shape.with(at, size), x.dtype)));
};

function partSizes(given: ArgumentValue, size: Dimension): Shape | undefined {
  if (typeof given === 'number') {
    const fits = given > 0 && (size === null || size % given === 0);
    return fits ? Array<Dimension>(given).fill(size === null ? null : size / given) : undefined;
  }
  const places = integersOf(given);
  if (!places) return undefined;
  const ends = [0, ...places, size];
  const sizes = ends.slice(1).map((end, index) => (end === null ? null : end - (ends[index] ?? 0)));
  return sizes.every((one) => one === null || one >= 0) ? sizes : undefined;
}

/** A row for each number. */
export const oneHot: OwnRule = ofOne((x, args) => {
  const { num_classes: classes, axis = -1, dtype } = args;
  if (!Number.isInteger(classes)) return unfit('num_classes', args, 'an integer', 'argument-type');
  const rank = x.shape.length;
  const at = axis === -1 ? rank : Number(axis);
  if (axis !== -1 && !(at >= 0 && at < rank))
    return unfit('axis', args, `-1, or from 0 to ${String(rank - 1)}`);
  return tensor(x.shape.toSpliced(at, 0, Number(classes)), typeof dtype === 'string' ? dtype : 'float32');
});

/** The very same tensor. */
export const unchanged =
  (port: string): OwnRule =>
  (_args, inputs) => {
    const flaw = portFlaw([{ name: port, required: true }], inputs);
    const [x] = inputs[port] ?? [];
    return flaw !== null || x === undefined ? invalid(flaw ?? missing(port)) : inferred(x);
  };

export const swapped = (shape: Shape, args: Arguments): Shape | Flaw => {
  const { axis1, axis2 } = args;
  const [one, other] = [axis1, axis2].map((axis) => (Number.isInteger(axis) ? Number(axis) : Number.NaN));
  const flaw =
    axesFlaw([one ?? 0], shape.length, 'axis1', args) ?? axesFlaw([other ?? 0], shape.length, 'axis2', args);
  if (flaw !== null) return flaw;
  const made = [...shape];
  const [a, b] = [fromFront(shape, one ?? 0), fromFront(shape, other ?? 0)];
  [made[a], made[b]] = [made[b] ?? null, made[a] ?? null];
  return made;
};

export const matrixProduct: OwnRule = ofTwo(
  (x1, x2) => (x1 === 'int8' && x2 === 'int8' ? 'int32' : resultType(x1, x2)),
  (x1, x2) => {
    if (x1.length === 0 || x2.length === 0) return null;
    const one = x1.length === 1 ? [1, ...x1] : x1;
    const other = x2.length === 1 ? [...x2, 1] : x2;
    if (!mayEqual(one.at(-1) ?? null, other.at(-2) ?? null)) return null;
    const leading = broadcast(one.slice(0, -2), other.slice(0, -2));
    const rows = x1.length === 1 ? [] : [one.at(-2) ?? null];
    const columns = x2.length === 1 ? [] : [other.at(-1) ?? null];
    return leading && [...leading, ...rows, ...columns];
  },
);

/** Several tensors, one after the other along an axis, or each in a place of its own along a new one. */
export const joining =
  (port: InputDescription, isNewAxis: boolean): OwnRule =>
  (args, inputs) => {
    const flaw = portFlaw([port], inputs);
    const tensors = inputs[port.name] ?? [];
    const [first] = tensors;
    if (flaw !== null || first === undefined) return invalid(flaw ?? missing(port.name));
    const rank = first.shape.length + (isNewAxis ? 1 : 0);
    const axis = args['axis'] ?? 0;
    const unlike = (expected: string): Flaw => ({
      ...inputFlaw('inputs-disagree', expected),
      inputs: tensors.map((_, index) => ({ port: port.name, index })),
    });
    if (!Number.isInteger(axis)) return invalid(unfit('axis', args, 'an integer', 'argument-type'));
    const out = axesFlaw([Number(axis)], rank, 'axis', args);
    if (out !== null) return invalid(out);
    const at = Number(axis) < 0 ? Number(axis) + rank : Number(axis);
    if (!tensors.every(({ shape }) => isAlike(shape, first.shape, isNewAxis ? undefined : at)))
      return invalid(unlike(isNewAxis ? 'have one shape' : 'agree except along the axis'));
    const dtype = resultType(...tensors.map((one) => one.dtype));
    if (dtype === undefined) return invalid(unlike('have dtypes that Keras can bring together'));
    const size = isNewAxis ? tensors.length : total(tensors.map(({ shape }) => shape[at] ?? null));
    return inferred(tensor(first.shape.toSpliced(at, isNewAxis ? 0 : 1, size), dtype));
  };

const isAlike = (a: Shape, b: Shape, except: number | undefined) =>
  a.length === b.length && a.every((size, axis) => axis === except || mayEqual(size, b[axis] ?? null));

const total = (sizes: Shape) =>
  sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0);

const CHOICE: readonly InputDescription[] = [
  { name: 'condition', required: true },
  { name: 'x1' },
  { name: 'x2' },
];

/** Of two where a condition says so; each may be a number or an array. */
export const choosing: OwnRule = (args, inputs) => {
  const flaw = portFlaw(CHOICE, inputs);
  const [condition] = inputs['condition'] ?? [];
  if (flaw !== null || condition === undefined) return invalid(flaw ?? missing('condition'));
  const [x1, x2] = [operand('x1', args, inputs), operand('x2', args, inputs)];
  if (x1 === 'unknown' || x2 === 'unknown') return unknown('it computes with what is no number');
  if (x1 === null || x2 === null) return invalid(missing(x1 === null ? 'x1' : 'x2'));
  return inferred(chosen(condition, x1, x2));
};

function chosen(condition: TensorSpec, x1: TensorSpec, x2: TensorSpec): Made {
  const first = broadcast(condition.shape, x1.shape);
  const shape = first && broadcast(first, x2.shape);
  const dtype = resultType(x1.dtype, x2.dtype);
  if (shape === null) return { ...inputFlaw('inputs-disagree', 'agree in every dimension, or be 1 there') };
  return dtype === undefined
    ? inputFlaw('inputs-disagree', `have dtypes that Keras can bring together`)
    : tensor(shape, dtype);
}

/** What is connected is looked at, what comes of it is not known. */
export const withoutRule =
  (inputs: readonly InputDescription[]): OwnRule =>
  (_args, given) => {
    const flaw = portFlaw(inputs, given);
    return flaw === null ? unknown('there is no rule for this function of keras.ops') : invalid(flaw);
  };

/** A dtype that an argument states, or the one that follows. */
export const statedDtype =
  (otherwise: (dtype: string) => string | undefined): DtypeOf =>
  (dtype, { dtype: stated }: Readonly<Record<string, ArgumentValue>>) =>
    typeof stated === 'string' ? stated : otherwise(dtype);
