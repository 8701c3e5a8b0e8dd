import { given, inputShape, integerList, isGiven, type LayerCall } from './call.ts';
import type { Flaw } from './flaw.ts';
import {
  argumentFlaw,
  atLeast,
  axesExist,
  inputFlaw,
  sameAsInput,
  whenGiven,
  type LayerRule,
  type RuleTable,
} from './rule.ts';

const same: LayerRule = { checks: [], outputs: sameAsInput };

export const ACTIVATION: RuleTable = {
  Activation: same,
  ELU: same,
  LeakyReLU: { checks: [atLeast('negative_slope', 0)], outputs: sameAsInput },
  ReLU: {
    checks: [
      whenGiven('max_value', (name) => atLeast(name, 0)),
      atLeast('negative_slope', 0),
      atLeast('threshold', 0),
    ],
    outputs: sameAsInput,
  },
  Softmax: { checks: [axesExist('axis')], outputs: sameAsInput },
  PReLU: {
    checks: [sharedAxesExist, slopesKnown],
    outputs: sameAsInput,
    weights: (call) => [
      { name: 'alpha', shape: slopes(call).map((size) => size ?? 0), initializer: 'alpha_initializer' },
    ],
  },
};

const sharedAxes = (call: LayerCall) =>
  isGiven(call, 'shared_axes') ? integerList(call, 'shared_axes') : [];

function sharedAxesExist(call: LayerCall): Flaw | null {
  const rank = inputShape(call).length;
  if (sharedAxes(call).every((axis) => axis - 1 >= -(rank - 1) && axis < rank)) return null;
  return argumentFlaw(call, 'shared_axes', `axes of the input, from 1 to ${rank - 1}`);
}

/** Keras counts the axes of a sample from 1, and lets those below count from the end. */
function slopes(call: LayerCall) {
  const count = inputShape(call).length - 1;
  const shared = sharedAxes(call).map((axis) => (axis > 0 ? axis : axis + count));
  return inputShape(call)
    .slice(1)
    .map((size, i) => (shared.includes(i + 1) ? 1 : size));
}

function slopesKnown(call: LayerCall): Flaw | null {
  const axis = slopes(call).indexOf(null);
  if (axis < 0) return null;
  const flaw = inputFlaw(call, 'input-dimension', `needs to know axis ${axis + 1}, or to share it`);
  const shared = [...sharedAxes(call), axis + 1].sort((a, b) => a - b);
  return given(call, 'shared_axes') === null
    ? { ...flaw, fix: { kind: 'set-argument', argument: 'shared_axes', value: shared } }
    : flaw;
}
