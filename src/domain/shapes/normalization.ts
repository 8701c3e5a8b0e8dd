import { flag, inputShape, integer, integerList, type LayerCall } from './call.ts';
import type { Flaw } from './flaw.ts';
import {
  argumentFlaw,
  axesExist,
  inputFlaw,
  knownDimension,
  require,
  sameAsInput,
  unfitFlaw,
  type Check,
  type RuleTable,
  type RuleWeight,
} from './rule.ts';
import { dimensionAt } from './tensor.ts';

const axis = (call: LayerCall) => integer(call, 'axis');
const size = (call: LayerCall) => dimensionAt(inputShape(call), axis(call)) ?? 0;
const knownAxis = knownDimension(axis, 'the size of the axis it normalizes');

export const NORMALIZATION: RuleTable = {
  BatchNormalization: {
    checks: [
      axesExist('axis'),
      knownAxis,
      require((call) => !flag(call, 'synchronized'), (call) =>
        argumentFlaw(
          call,
          'synchronized',
          'it works with the TensorFlow backend only',
          'argument-unsupported',
        )),
    ],
    outputs: sameAsInput,
    weights: (call) => [...scaleAndCenter(call, [size(call)]), ...movingStatistics(call)],
  },
  GroupNormalization: {
    checks: [oneAxis, axesExist('axis'), knownAxis, groupsFit],
    outputs: sameAsInput,
    weights: (call) => scaleAndCenter(call, [size(call)]),
  },
  LayerNormalization: {
    checks: [axesExist('axis'), whenScaled(axesKnown)],
    outputs: sameAsInput,
    weights: (call) => scaleAndCenter(call, axesSizes(call)),
  },
  RMSNormalization: {
    checks: [axesExist('axis'), axesKnown],
    outputs: sameAsInput,
    weights: (call) => [{ name: 'scale', shape: axesSizes(call) }],
  },
  UnitNormalization: { checks: [axesExist('axis')], outputs: sameAsInput },
};

function scaleAndCenter(call: LayerCall, shape: readonly number[]): readonly RuleWeight[] {
  return [
    ...(flag(call, 'scale') ? [{ name: 'gamma', shape, initializer: 'gamma_initializer' }] : []),
    ...(flag(call, 'center') ? [{ name: 'beta', shape, initializer: 'beta_initializer' }] : []),
  ];
}

function movingStatistics(call: LayerCall): readonly RuleWeight[] {
  const names = ['moving_mean', 'moving_variance'];
  const renormalizing = ['moving_stddev', 'renorm_mean', 'renorm_stddev'];
  return [...names, ...(flag(call, 'renorm') ? renormalizing : [])].map((name) => ({
    name,
    shape: [size(call)],
    trainable: false,
    ...(names.includes(name) ? { initializer: `${name}_initializer` } : {}),
  }));
}

function oneAxis(call: LayerCall): Flaw | null {
  return Array.isArray(call.args['axis']) ? argumentFlaw(call, 'axis', 'an integer', 'argument-type') : null;
}

function groupsFit(call: LayerCall): Flaw | null {
  const groups = integer(call, 'groups');
  if (groups !== -1 && groups <= 0)
    return argumentFlaw(call, 'groups', 'a positive number, or -1 for one each');
  if (groups === -1 || size(call) % groups === 0) return null;
  return {
    ...unfitFlaw(call, 'groups', `a divisor of the number of channels, ${size(call)}`),
    fix: { kind: 'set-argument', argument: 'groups', value: largestDivisor(size(call), groups) },
  };
}

function largestDivisor(of: number, atMost: number): number {
  for (let candidate = Math.min(of, atMost); candidate > 1; candidate--) {
    if (of % candidate === 0) return candidate;
  }
  return 1;
}

const axesSizes = (call: LayerCall) =>
  integerList(call, 'axis').map((index) => dimensionAt(inputShape(call), index) ?? 0);

function axesKnown(call: LayerCall): Flaw | null {
  const wrong = integerList(call, 'axis').find((index) => dimensionAt(inputShape(call), index) === null);
  return wrong === undefined
    ? null
    : inputFlaw(call, 'input-dimension', `needs to know the size of axis ${wrong}, which it normalizes`);
}

function whenScaled(check: Check): Check {
  return (call) => (flag(call, 'scale') || flag(call, 'center') ? check(call) : null);
}
