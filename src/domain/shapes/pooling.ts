import { computeDtype, flag, integers, isGiven, text, type LayerCall } from './call.ts';
import { allPositive, rankIs, tablesFor, whenGiven, type LayerRule, type RuleTable } from './rule.ts';
import {
  channels,
  imageShape,
  slidden,
  spatialDimensions,
  spatialMeaning,
  windowFits,
  type Window,
} from './spatial.ts';
import { tensor } from './tensor.ts';

export const POOLING: RuleTable = tablesFor([1, 2, 3], (rank) => ({
  [`AveragePooling${rank}D`]: pooling(rank),
  [`MaxPooling${rank}D`]: pooling(rank),
  [`GlobalAveragePooling${rank}D`]: globalPooling(rank),
  [`GlobalMaxPooling${rank}D`]: globalPooling(rank),
  [`AdaptiveAveragePooling${rank}D`]: adaptivePooling(rank),
  [`AdaptiveMaxPooling${rank}D`]: adaptivePooling(rank),
}));

function pooling(rank: number): LayerRule {
  const windowOf = (call: LayerCall): Window => ({
    size: integers(call, 'pool_size', rank),
    strides: integers(call, isGiven(call, 'strides') ? 'strides' : 'pool_size', rank),
    dilation: [],
    padding: text(call, 'padding'),
  });
  return {
    checks: [
      rankIs(rank + 2, spatialMeaning(rank)),
      allPositive('pool_size', rank),
      whenGiven('strides', (argument) => allPositive(argument, rank)),
      windowFits(windowOf, 'pool_size'),
    ],
    outputs: (call) => {
      const space = slidden(spatialDimensions(call), windowOf(call));
      return [tensor(imageShape(call, space, channels(call)), computeDtype(call))];
    },
  };
}

function globalPooling(rank: number): LayerRule {
  return {
    checks: [rankIs(rank + 2, spatialMeaning(rank))],
    outputs: (call) => {
      const space = flag(call, 'keepdims') ? Array<number>(rank).fill(1) : [];
      return [tensor(imageShape(call, space, channels(call)), computeDtype(call))];
    },
  };
}

function adaptivePooling(rank: number): LayerRule {
  return {
    checks: [rankIs(rank + 2, spatialMeaning(rank)), allPositive('output_size', rank)],
    outputs: (call) => {
      const space = integers(call, 'output_size', rank);
      return [tensor(imageShape(call, space, channels(call)), computeDtype(call))];
    },
  };
}
