import { computeDtype, given, integer, mainPort, mainTensors, type LayerCall } from './call.ts';
import type { Flaw } from './flaw.ts';
import {
  allInputs,
  allInputsFlaw,
  argumentFlaw,
  inputFlaw,
  require,
  rulesFor,
  unfitFlaw,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import {
  dimensionAt,
  fromFront,
  isAxisOf,
  mayEqual,
  product,
  tensor,
  withDimension,
  type Dimension,
  type Shape,
} from './tensor.ts';

export const MERGING: RuleTable = {
  ...rulesFor({ Add: {}, Average: {}, Maximum: {}, Minimum: {}, Multiply: {}, Subtract: {} }, elementwise),
  Concatenate: {
    checks: [
      require((call) => shapes(call).every((shape) => shape.length === shapes(call)[0]?.length), (call) =>
        allInputsFlaw(call, 'inputs-disagree', 'have the same number of dimensions')),
      require((call) => isAxisOf(shapes(call)[0] ?? [], integer(call, 'axis')), (call) =>
        unfitFlaw(call, 'axis', 'an axis of the inputs')),
      agreeExceptAlongAxis,
    ],
    outputs: (call) => [tensor(concatenated(shapes(call), integer(call, 'axis')), computeDtype(call))],
  },
  Dot: {
    checks: [
      require((call) => !Array.isArray(given(call, 'axes')) || pairLength(call) === 2, (call) =>
        argumentFlaw(call, 'axes', 'an integer or a pair of integers', 'argument-type')),
      require((call) => shapes(call).every((shape) => shape.length >= 2), (call) =>
        allInputsFlaw(call, 'input-rank', 'needs inputs of at least 2 dimensions, with the batch')),
      require((call) => shapes(call).every((shape, i) => isAxisOf(shape, dotAxes(call)[i] ?? 0)), (call) =>
        unfitFlaw(call, 'axes', 'an axis of each input', allInputs(call))),
      require((call) => shapes(call).every((shape, i) => fromFront(shape, dotAxes(call)[i] ?? 0) !== 0), (
        call,
      ) => argumentFlaw(call, 'axes', 'another axis than the batch, 0')),
      dotAxesAgree,
      batchesAgree,
    ],
    outputs: (call) => [tensor(dotShape(call), computeDtype(call))],
    macs: (call, [output]) => {
      const contracted = dimensionAt(shapes(call)[0] ?? [], dotAxes(call)[0]) ?? null;
      return product([...(output?.shape.slice(1) ?? [null]), contracted]);
    },
  },
};

function elementwise(): LayerRule {
  return {
    checks: [batchesAgree, broadcastTogether],
    outputs: (call) => [tensor(mergedShape(call), computeDtype(call))],
  };
}

const shapes = (call: LayerCall): readonly Shape[] => mainTensors(call).map(({ shape }) => shape);

function batchesAgree(call: LayerCall): Flaw | null {
  const sizes = new Set(shapes(call).map(([batch]) => batch ?? null));
  sizes.delete(null);
  return sizes.size < 2 ? null : allInputsFlaw(call, 'inputs-disagree', 'have the same batch size');
}

function broadcastTogether(call: LayerCall): Flaw | null {
  let merged: Shape = [];
  for (const [index, shape] of shapes(call).entries()) {
    const next = index === 0 ? shape.slice(1) : broadcast(merged, shape.slice(1));
    if (next === null) return disagreement(call, index);
    merged = next;
  }
  return null;
}

/** Names the tensor that does not fit and the first one that it does not fit with. */
function disagreement(call: LayerCall, index: number): Flaw {
  const port = mainPort(call);
  const own = shapes(call)[index]?.slice(1) ?? [];
  const other = shapes(call).findIndex((shape, i) => i < index && broadcast(shape.slice(1), own) === null);
  return inputFlaw(call, 'inputs-disagree', 'agree in every dimension, or be 1 there', [
    { port, index: Math.max(other, 0) },
    { port, index },
  ]);
}

/** Keras aligns shapes at the end; an unknown dimension stays unknown. Null where they disagree. */
function broadcast(a: Shape, b: Shape): Shape | null {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const aligned = long.slice(long.length - short.length);
  if (!aligned.every((dimension, i) => fits(dimension, short[i] ?? null))) return null;
  return [
    ...long.slice(0, long.length - short.length),
    ...aligned.map((dimension, i) => broadcastDimension(dimension, short[i] ?? null)),
  ];
}

const fits = (a: Dimension, b: Dimension) => mayEqual(a, b) || a === 1 || b === 1;

function broadcastDimension(a: Dimension, b: Dimension): Dimension {
  if (a === null || b === null) return null;
  return a === 1 ? b : a;
}

function mergedShape(call: LayerCall): Shape {
  const all = shapes(call);
  const inner = all
    .map((shape): Shape => shape.slice(1))
    .reduce((merged, shape) => broadcast(merged, shape) ?? merged);
  const batch = all.map(([size]) => size ?? null).find((size) => size !== null) ?? null;
  return [batch, ...inner];
}

function agreeExceptAlongAxis(call: LayerCall): Flaw | null {
  const all = shapes(call);
  const axis = integer(call, 'axis');
  const known = (all[0] ?? []).map((_, i) => all.findIndex((shape) => shape[i] !== null));
  const joined = fromFront(all[0] ?? [], axis);
  const port = mainPort(call);
  for (const [index, shape] of all.entries()) {
    const wrong = shape.findIndex(
      (dimension, i) => i !== joined && !mayEqual(dimension, all[known[i] ?? 0]?.[i] ?? null),
    );
    if (wrong >= 0) {
      return inputFlaw(call, 'inputs-disagree', `agree except along axis ${axis}`, [
        { port, index: known[wrong] ?? 0 },
        { port, index },
      ]);
    }
  }
  return null;
}

/** Keras takes the other dimensions from the first input, even where only a later one knows them. */
function concatenated(all: readonly Shape[], axis: number): Shape {
  const [first = []] = all;
  const lengths = all.map((shape) => dimensionAt(shape, axis) ?? null);
  const total = lengths.reduce<Dimension>(
    (sum, length) => (sum === null || length === null ? null : sum + length),
    0,
  );
  return withDimension(first, axis, total);
}

const pairLength = (call: LayerCall) => (given(call, 'axes') as readonly number[]).length;

function dotAxes(call: LayerCall): readonly [number, number] {
  const axes = given(call, 'axes');
  if (typeof axes === 'number') return [axes, axes];
  const [first = 0, second = 0] = axes as readonly number[];
  return [first, second];
}

function dotAxesAgree(call: LayerCall): Flaw | null {
  const [first, second] = dotAxes(call);
  const [a = [], b = []] = shapes(call);
  if (dimensionAt(a, first) === dimensionAt(b, second)) return null;
  return allInputsFlaw(call, 'inputs-disagree', `have the same size along axes ${first} and ${second}`);
}

function dotShape(call: LayerCall): Shape {
  const [first, second] = dotAxes(call);
  const [a = [], b = []] = shapes(call);
  const left = a.toSpliced(fromFront(a, first), 1);
  const right = b.toSpliced(fromFront(b, second), 1).slice(1);
  const joined = [...left, ...right];
  return joined.length === 1 ? [...joined, 1] : joined;
}
