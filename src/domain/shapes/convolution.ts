import { computeDtype, flag, integer, integers, isGiven, text, type LayerCall } from './call.ts';
import {
  allPositive,
  argumentFlaw,
  knownDimension,
  positive,
  rankIs,
  require,
  tablesFor,
  unfitFlaw,
  whenGiven,
  type Check,
  type LayerRule,
  type RuleTable,
  type RuleWeight,
} from './rule.ts';
import {
  channelAxis,
  channels,
  imageShape,
  slidden,
  spatialDimensions,
  spatialMeaning,
  windowFits,
  type Window,
} from './spatial.ts';
import { mapDimension, product, tensor, type Shape, type TensorSpec } from './tensor.ts';

function convolution(rank: number): LayerRule {
  return {
    checks: [
      ...windowChecks(rank),
      notBothStridesAndDilation(rank),
      positive('filters'),
      positive('groups'),
      filtersInGroups,
      knownChannels,
      channelsInGroups,
      windowFits(windowOf(rank), 'kernel_size'),
    ],
    outputs: (call) => [slid(call, rank, integer(call, 'filters'))],
    weights: (call) => [
      kernel('kernel', [
        ...kernelSize(call, rank),
        inputChannels(call) / integer(call, 'groups'),
        filters(call),
      ]),
      ...bias(call, filters(call)),
    ],
    macs: (call, [output]) =>
      times(positions(call, output), kernelSize(call, rank), [
        inputChannels(call) / integer(call, 'groups'),
        filters(call),
      ]),
  };
}

function transposed(rank: number): LayerRule {
  return {
    checks: [
      ...windowChecks(rank),
      notBothStridesAndDilation(rank),
      positive('filters'),
      whenGiven('output_padding', (argument) => belowStrides(argument, rank)),
      knownChannels,
    ],
    outputs: (call) => [
      tensor(imageShape(call, enlarged(call, rank), integer(call, 'filters')), computeDtype(call)),
    ],
    weights: (call) => [
      kernel('kernel', [...kernelSize(call, rank), filters(call), inputChannels(call)]),
      ...bias(call, filters(call)),
    ],
    macs: (call) =>
      times(product(spatialDimensions(call)), kernelSize(call, rank), [inputChannels(call), filters(call)]),
  };
}

function depthwise(rank: number): LayerRule {
  const multiplied = (call: LayerCall) => inputChannels(call) * integer(call, 'depth_multiplier');
  return {
    checks: [
      ...windowChecks(rank),
      positive('depth_multiplier'),
      knownChannels,
      windowFits(windowOf(rank), 'kernel_size'),
    ],
    outputs: (call) => [slid(call, rank, multiplied(call))],
    weights: (call) => [depthwiseKernel(call, rank, 'kernel'), ...bias(call, multiplied(call))],
    macs: (call, [output]) => times(positions(call, output), kernelSize(call, rank), [multiplied(call)]),
  };
}

function separable(rank: number): LayerRule {
  const multiplied = (call: LayerCall) => inputChannels(call) * integer(call, 'depth_multiplier');
  return {
    checks: [
      ...windowChecks(rank),
      positive('depth_multiplier'),
      positive('filters'),
      knownChannels,
      windowFits(windowOf(rank), 'kernel_size'),
    ],
    outputs: (call) => [slid(call, rank, integer(call, 'filters'))],
    weights: (call) => [
      depthwiseKernel(call, rank, 'depthwise_kernel'),
      {
        ...kernel('pointwise_kernel', [...Array<number>(rank).fill(1), multiplied(call), filters(call)]),
        initializer: 'pointwise_initializer',
      },
      ...bias(call, filters(call)),
    ],
    macs: (call, [output]) => {
      const window = kernelSize(call, rank).reduce((a, b) => a * b, 1);
      return times(positions(call, output), [multiplied(call)], [window + filters(call)]);
    },
  };
}

// Arguments

const filters = (call: LayerCall) => integer(call, 'filters');
const kernelSize = (call: LayerCall, rank: number) => integers(call, 'kernel_size', rank);
const inputChannels = (call: LayerCall) => channels(call) ?? 0;

export const windowOf =
  (rank: number) =>
  (call: LayerCall): Window => ({
    size: integers(call, 'kernel_size', rank),
    strides: integers(call, 'strides', rank),
    dilation: integers(call, 'dilation_rate', rank),
    padding: text(call, 'padding'),
  });

// Shapes

function slid(call: LayerCall, rank: number, channelCount: number): TensorSpec {
  const space = slidden(spatialDimensions(call), windowOf(rank)(call));
  return tensor(imageShape(call, space, channelCount), computeDtype(call));
}

function enlarged(call: LayerCall, rank: number): Shape {
  const { size, strides, dilation, padding } = windowOf(rank)(call);
  const extra = isGiven(call, 'output_padding') ? integers(call, 'output_padding', rank) : null;
  return spatialDimensions(call).map((dimension, i) => {
    const stride = strides[i] ?? 1;
    const extent = ((size[i] ?? 1) - 1) * (dilation[i] ?? 1) + 1;
    const added = extra?.[i] ?? null;
    return mapDimension(dimension, (known) => {
      if (padding === 'valid')
        return (known - 1) * stride + extent + (added ?? Math.max(extent, stride) - extent);
      return added === null ? known * stride : (known - 1) * stride + (extent % 2) + added;
    });
  });
}

const positions = (call: LayerCall, output: TensorSpec | undefined) =>
  product(spatialDimensions(call, output?.shape ?? []));

function times(first: number | null, ...lists: readonly (readonly number[])[]): number | null {
  const others = product(lists.flat());
  return first === null || others === null ? null : first * others;
}

// Weights

const kernel = (name: string, shape: readonly number[]): RuleWeight => ({
  name,
  shape,
  initializer: 'kernel_initializer',
});

const depthwiseKernel = (call: LayerCall, rank: number, name: string): RuleWeight => ({
  name,
  shape: [...kernelSize(call, rank), inputChannels(call), integer(call, 'depth_multiplier')],
  initializer: 'depthwise_initializer',
});

export function bias(call: LayerCall, size: number): readonly RuleWeight[] {
  return flag(call, 'use_bias') ? [{ name: 'bias', shape: [size], initializer: 'bias_initializer' }] : [];
}

// Checks

const windowChecks = (rank: number): readonly Check[] => [
  rankIs(rank + 2, spatialMeaning(rank)),
  allPositive('kernel_size', rank),
  allPositive('strides', rank),
  allPositive('dilation_rate', rank),
];

const knownChannels = knownDimension(channelAxis, 'its number of channels');

export const notBothStridesAndDilation = (rank: number) =>
  require((call) =>
    integers(call, 'strides', rank).every((stride) => stride === 1) ||
    integers(call, 'dilation_rate', rank).every((rate) => rate === 1), (call) =>
    argumentFlaw(call, 'dilation_rate', '1 where strides are larger than 1', 'argument-conflict'));

const filtersInGroups = require((call) => filters(call) % integer(call, 'groups') === 0, (call) =>
  argumentFlaw(call, 'filters', `a multiple of groups, ${integer(call, 'groups')}`, 'argument-conflict'));

const channelsInGroups = require((call) => inputChannels(call) % integer(call, 'groups') === 0, (call) =>
  unfitFlaw(call, 'groups', `a divisor of the number of input channels, ${inputChannels(call)}`));

const belowStrides = (argument: string, rank: number) =>
  require((call) => {
    const strides = integers(call, 'strides', rank);
    return integers(call, argument, rank).every((value, i) => value >= 0 && value < (strides[i] ?? 1));
  }, (call) => argumentFlaw(call, argument, 'at least 0 and less than strides', 'argument-conflict'));

export const CONVOLUTION: RuleTable = {
  ...tablesFor([1, 2, 3], (rank) => ({
    [`Conv${rank}D`]: convolution(rank),
    [`Conv${rank}DTranspose`]: transposed(rank),
  })),
  ...tablesFor([1, 2], (rank) => ({
    [`DepthwiseConv${rank}D`]: depthwise(rank),
    [`SeparableConv${rank}D`]: separable(rank),
  })),
};
