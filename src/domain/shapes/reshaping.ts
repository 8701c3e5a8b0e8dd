import {
  castDtype,
  channelsFirst,
  computeDtype,
  given,
  input,
  inputShape,
  integer,
  integerList,
  integers,
  type LayerCall,
} from './call.ts';
import {
  allPositive,
  argumentFlaw,
  inputFlaw,
  positive,
  rankAtLeast,
  rankIs,
  require,
  tablesFor,
  unfitFlaw,
  type Check,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import { spatialMeaning } from './spatial.ts';
import { mapDimension, product, tensor, type Shape } from './tensor.ts';

export const RESHAPING: RuleTable = {
  Flatten: {
    checks: [rankAtLeast(1)],
    outputs: (call) => [retyped(call, [inputShape(call)[0] ?? null, product(inputShape(call).slice(1))])],
  },
  Permute: {
    checks: [
      isPermutation,
      (call) => rankIs(dims(call).length + 1, 'one for each of dims, and the batch')(call),
    ],
    outputs: (call) => [
      retyped(call, [
        inputShape(call)[0] ?? null,
        ...dims(call).map((axis) => inputShape(call)[axis] ?? null),
      ]),
    ],
  },
  RepeatVector: {
    checks: [rankIs(2, 'batch, features'), positive('n')],
    outputs: (call) => {
      const [batch = null, features = null] = inputShape(call);
      return [tensor([batch, integer(call, 'n'), features], computeDtype(call))];
    },
  },
  Reshape: {
    checks: [targetIsShape, sizeIsKept],
    outputs: (call) => [retyped(call, [inputShape(call)[0] ?? null, ...reshaped(call)])],
  },
  ...tablesFor([1, 2, 3], (rank) => ({
    [`Cropping${rank}D`]: margined(rank, 'cropping', -1),
    [`ZeroPadding${rank}D`]: margined(rank, 'padding', 1),
    [`UpSampling${rank}D`]: upSampled(rank),
  })),
};

const retyped = (call: LayerCall, shape: Shape) => tensor(shape, castDtype(call, input(call)));
const dims = (call: LayerCall) => integerList(call, 'dims');

function isPermutation(call: LayerCall) {
  const sorted = dims(call).toSorted((a, b) => a - b);
  return sorted.every((axis, i) => axis === i + 1)
    ? null
    : argumentFlaw(call, 'dims', `each of 1 to ${sorted.length} once`);
}

// Reshape

/** An unknown target dimension is written None; at most one may be -1. */
const target = (call: LayerCall) => given(call, 'target_shape') as Shape;

function targetIsShape(call: LayerCall) {
  const isValid =
    target(call).every((size) => size === null || size >= -1) &&
    target(call).filter((size) => size === -1).length <= 1;
  return isValid
    ? null
    : argumentFlaw(
        call,
        'target_shape',
        'made of sizes that are not negative, with -1 for at most one of them',
      );
}

function sizeIsKept(call: LayerCall) {
  const size = product(inputShape(call).slice(1));
  const stated = target(call).filter((value) => value !== -1);
  const goal = product(stated);
  if (size === null || goal === null) return null;
  const isKept = stated.length === target(call).length ? size === goal : goal !== 0 && size % goal === 0;
  return isKept ? null : unfitFlaw(call, 'target_shape', `a shape of ${size} elements in all`);
}

function reshaped(call: LayerCall): Shape {
  const size = product(inputShape(call).slice(1));
  const goal = product(target(call).filter((value) => value !== -1));
  const free = size === null || goal === null ? null : size / goal;
  return target(call).map((value) => (value === -1 ? free : value));
}

// Margins: padding and cropping

function margined(rank: number, argument: string, sign: 1 | -1): LayerRule {
  const space = (call: LayerCall): Shape => {
    const first = firstSpatialAxis(call);
    return margins(call, argument, rank).map(([before, after], i) =>
      mapDimension(inputShape(call)[first + i] ?? null, (size) => size + sign * (before + after)),
    );
  };
  const leavesSomething = require((call) => space(call).every((size) => size === null || size > 0), (call) =>
    inputFlaw(call, 'output-empty', 'cropping leaves nothing of the input'));
  return {
    checks: [
      rankIs(rank + 2, spatialMeaning(rank)),
      notNegative(argument, rank),
      ...(sign < 0 ? [leavesSomething] : []),
    ],
    outputs: (call) => [tensor(withSpace(call, space(call)), computeDtype(call))],
  };
}

function notNegative(argument: string, rank: number): Check {
  return require((call) =>
    margins(call, argument, rank).every(([before, after]) => before >= 0 && after >= 0), (call) =>
    argumentFlaw(call, argument, 'nowhere negative'));
}

type Margin = readonly [before: number, after: number];

function margins(call: LayerCall, argument: string, rank: number): readonly Margin[] {
  const value = given(call, argument) as number | readonly (number | Margin)[];
  if (typeof value === 'number') return Array<Margin>(rank).fill([value, value]);
  if (rank === 1) return [value as unknown as Margin];
  return value.map((item) => (typeof item === 'number' ? [item, item] : item));
}

/** Cropping1D has no data format: its space is always the middle. */
const firstSpatialAxis = (call: LayerCall) => (channelsFirst(call) ? 2 : 1);

function withSpace(call: LayerCall, space: Shape): Shape {
  const first = firstSpatialAxis(call);
  return inputShape(call).toSpliced(first, space.length, ...space);
}

function upSampled(rank: number): LayerRule {
  return {
    checks: [rankIs(rank + 2, spatialMeaning(rank)), allPositive('size', rank)],
    outputs: (call) => {
      const first = firstSpatialAxis(call);
      const space = integers(call, 'size', rank).map((factor, i) =>
        mapDimension(inputShape(call)[first + i] ?? null, (size) => size * factor),
      );
      return [tensor(withSpace(call, space), computeDtype(call))];
    },
  };
}
