import { given } from './call.ts';
import {
  argumentFlaw,
  atLeast,
  between,
  rankIs,
  require,
  sameAsInput,
  tablesFor,
  type Check,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import { spatialMeaning } from './spatial.ts';
import type { Shape } from './tensor.ts';

const passing = (...checks: readonly Check[]): LayerRule => ({ checks, outputs: sameAsInput });

const noiseShapeIsPositive = require((call) =>
  ((given(call, 'noise_shape') as Shape | null) ?? []).every((size) => size === null || size > 0), (call) =>
  argumentFlaw(call, 'noise_shape', 'made of positive sizes, or None for that of the input'));

export const REGULARIZATION: RuleTable = {
  ActivityRegularization: passing(atLeast('l1', 0), atLeast('l2', 0)),
  AlphaDropout: passing(between('rate', 0, 1)),
  Dropout: passing(between('rate', 0, 1), noiseShapeIsPositive),
  GaussianDropout: passing(between('rate', 0, 1)),
  GaussianNoise: passing(between('stddev', 0, 1)),
  ...tablesFor([1, 2, 3], (rank) => ({
    [`SpatialDropout${rank}D`]: passing(rankIs(rank + 2, spatialMeaning(rank)), between('rate', 0, 1)),
  })),
};
