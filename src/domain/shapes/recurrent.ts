import { layerType, type ArgumentValue, type NestedLayerValue } from '../../../meta/catalogue/index.ts';
import {
  channelsFirst,
  computeDtype,
  flag,
  given,
  inputShape,
  integer,
  integers,
  mainTensors,
  tensorsAt,
  type Arguments,
  type LayerCall,
} from './call.ts';
import { cellOf, CELLS, nestedCell, type Cell } from './cell.ts';
import { notBothStridesAndDilation, windowOf } from './convolution.ts';
import type { Flaw } from './flaw.ts';
import {
  allPositive,
  argumentFlaw,
  inputFlaw,
  knownDimension,
  positive,
  rankIs,
  require,
  rulesFor,
  tablesFor,
  when,
  type Check,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import { resolveArguments } from './resolveArguments.ts';
import { resultType } from './resultType.ts';
import { slidden, spatialMeaning } from './spatial.ts';
import { isFloat, mayEqual, product, tensor, type Dimension, type Shape, type TensorSpec } from './tensor.ts';

const SEQUENCE = 'batch, steps, features';

/** The states that a step starts from, where they are given: as many as it has, each of its shape. */
function statesFit(port: string, shapes: (call: LayerCall) => readonly Shape[]): Check {
  return (call) => {
    const states = tensorsAt(call, port);
    const expected = shapes(call);
    if (states.length === 0) return null;
    if (states.length !== expected.length) {
      return {
        code: 'input-count',
        expected: `${expected.length} tensors at ${port}`,
        received: String(states.length),
      };
    }
    const wrong = states.findIndex((state, i) => !fits(state.shape, expected[i] ?? []));
    return wrong < 0 ? null : stateFlaw(call, port, wrong, expected[wrong] ?? []);
  };
}

function fits(shape: Shape, expected: Shape): boolean {
  return (
    shape.length === expected.length &&
    shape.every((dimension, i) => mayEqual(dimension, expected[i] ?? null))
  );
}

function stateFlaw(call: LayerCall, port: string, index: number, shape: Shape): Flaw {
  const expected = `state ${index + 1} must have the shape (${shape.map((size) => size ?? 'None').join(', ')})`;
  return inputFlaw(call, 'inputs-disagree', expected, [{ port, index }]);
}

const batchKnownIfStateful = when(
  (call) => flag(call, 'stateful'),
  require((call) => inputShape(call)[0] !== null, (call) =>
    inputFlaw(call, 'input-dimension', 'needs to know the batch size to be stateful')),
);

function sequenceOutputs(call: LayerCall, output: Shape, states: readonly Shape[]): readonly TensorSpec[] {
  const [batch = null, steps = null] = inputShape(call);
  const whole = flag(call, 'return_sequences') ? [batch, steps, ...output] : [batch, ...output];
  const returned = flag(call, 'return_state') ? states : [];
  return [whole, ...returned].map((shape) => tensor(shape, computeDtype(call)));
}

// Cells over a sequence

function recurrent(cell: (call: LayerCall) => Cell | null): LayerRule {
  const batch = (call: LayerCall) => inputShape(call)[0] ?? null;
  const states = (call: LayerCall): readonly Shape[] =>
    (cell(call)?.stateSizes ?? []).map((size) => [batch(call), size]);
  const features = (call: LayerCall) => inputShape(call)[2] ?? 0;
  return {
    checks: [
      rankIs(3, SEQUENCE),
      knownDimension(2, 'the number of features'),
      batchKnownIfStateful,
      statesFit('initial_state', states),
    ],
    outputs: (call) => {
      const known = cell(call);
      return known && sequenceOutputs(call, [known.outputSize], states(call));
    },
    weights: (call) => cell(call)?.weights(features(call)) ?? [],
    macs: (call) => product([inputShape(call)[1] ?? null, cell(call)?.macs(features(call)) ?? null]),
  };
}

function sequenceLayer(cellType: string): LayerRule {
  const rule = recurrent((call) => cellOf(cellType, call.args));
  return { ...rule, checks: [positive('units'), ...rule.checks] };
}

function rnn(): LayerRule {
  const cell = (call: LayerCall) => nestedCell(given(call, 'cell'));
  const rule = recurrent(cell);
  return {
    ...rule,
    holdsLayers: true,
    checks: [
      require((call) => cell(call)?.isValid !== false, (call) =>
        argumentFlaw(call, 'cell', 'a cell of a positive number of units')),
      ...rule.checks,
    ],
  };
}

// A cell by itself: one step, given its states

function cellAlone(): LayerRule {
  const cell = (call: LayerCall) => cellOf(call.type.name, call.args);
  const batch = (call: LayerCall) => inputShape(call)[0] ?? null;
  const states = (call: LayerCall): readonly Shape[] =>
    (cell(call)?.stateSizes ?? []).map((size) => [batch(call), size]);
  return {
    checks: [
      require((call) => cell(call)?.isValid !== false, (call) =>
        call.type.name === 'StackedRNNCells'
          ? argumentFlaw(call, 'cells', 'cells of a positive number of units')
          : argumentFlaw(call, 'units', 'a positive number')),
      rankIs(2, 'batch, features'),
      knownDimension(1, 'the number of features'),
      statesFit('states', states),
      (call) => droppedIntegers(call, simpleCells(call)),
    ],
    outputs: (call) => {
      const known = cell(call);
      const shapes: readonly Shape[] = [[batch(call), known?.outputSize ?? 0], ...states(call)];
      const dtypes = stepDtypes(call).map((dtype) => (dtype === 'float64' ? 'float32' : dtype));
      return known && shapes.map((shape, index) => tensor(shape, dtypes[index] ?? computeDtype(call)));
    },
    weights: (call) => cell(call)?.weights(inputShape(call)[1] ?? 0) ?? [],
    macs: (call) => cell(call)?.macs(inputShape(call)[1] ?? 0) ?? null,
  };
}

/** A simple cell of those that are called, with where it stands and its first state. */
interface SimpleCell {
  readonly index: number;
  readonly args: Arguments;
  readonly state: number;
}

function simpleCells(call: LayerCall): readonly SimpleCell[] {
  if (call.type.name === 'SimpleRNNCell') return [{ index: 0, args: call.args, state: 0 }];
  if (call.type.name !== 'StackedRNNCells') return [];
  let state = 0;
  return (given(call, 'cells') as readonly ArgumentValue[]).flatMap((value, index) => {
    const at = state;
    state += nestedCell(value)?.stateSizes.length ?? 0;
    const { layer, args } = value as unknown as NestedLayerValue;
    const type = layerType(layer);
    return type?.name === 'SimpleRNNCell' ? [{ index, args: resolveArguments(type, args), state: at }] : [];
  });
}

/** Keras draws the mask of a simple cell in the dtype of what it drops, and none of whole numbers. */
function droppedIntegers(call: LayerCall, cells: readonly SimpleCell[]): Flaw | null {
  const refuses = (rate: unknown, of: TensorSpec | undefined) =>
    of !== undefined && typeof rate === 'number' && rate > 0 && rate < 1 && !isFloat(of.dtype);
  for (const { index, args, state } of cells) {
    const isSequence = index === 0 && refuses(args['dropout'], mainTensors(call)[0]);
    const isState = refuses(args['recurrent_dropout'], tensorsAt(call, 'states')[state]);
    if (!isSequence && !isState) continue;
    const inputs = isSequence ? undefined : [{ port: 'states', index: state }];
    return inputFlaw(call, 'input-dtype', 'needs floating point numbers to drop some of them', inputs);
  }
  return null;
}

/** What a step gives, and then its states, as JAX traces it: a layer as activation computes in a dtype of its own. */
function stepDtypes(call: LayerCall): readonly string[] {
  const dtype = computeDtype(call);
  const wide = (...dtypes: readonly string[]) => resultType(...dtypes) ?? dtype;
  const activated = (of: string) => activationDtype(call, 'activation', of);
  const gate = activationDtype(call, 'recurrent_activation', dtype);
  switch (call.type.name) {
    case 'SimpleRNNCell':
      return [activated(dtype), activated(dtype)];
    case 'GRUCell': {
      const hidden = wide(gate, dtype, activated(wide(dtype, gate)));
      return [hidden, hidden];
    }
    case 'LSTMCell': {
      const carry = wide(gate, dtype, activated(dtype));
      const hidden = wide(gate, activated(carry));
      return [hidden, hidden, carry];
    }
    default:
      return [];
  }
}

function activationDtype(call: LayerCall, argument: string, dtype: string): string {
  const value = given(call, argument);
  if (typeof value !== 'object' || value === null || !('layer' in value)) return dtype;
  const port = layerType(value.layer)?.inputs[0]?.name ?? 'inputs';
  const made = call.infer(value.layer, value.args, { [port]: [{ shape: [null, 1], dtype }] });
  return made.status === 'known' ? (made.outputs[0]?.dtype ?? dtype) : dtype;
}

// Convolutions over a sequence

function convolutionalLstm(rank: number): LayerRule {
  const window = windowOf(rank);
  const slid = (call: LayerCall) => slidden(stepSpace(call), window(call));
  const state = (call: LayerCall): Shape => {
    const filters = integer(call, 'filters');
    return channelsFirst(call) ? [filters, ...slid(call)] : [...slid(call), filters];
  };
  const states = (call: LayerCall): readonly Shape[] =>
    Array<Shape>(2).fill([inputShape(call)[0] ?? null, ...state(call)]);
  const kernelElements = (call: LayerCall) => integers(call, 'kernel_size', rank).reduce((a, b) => a * b, 1);
  return {
    holdsLayers: true,
    checks: [
      positive('filters'),
      allPositive('kernel_size', rank),
      allPositive('strides', rank),
      allPositive('dilation_rate', rank),
      notBothStridesAndDilation(rank),
      rankIs(rank + 3, spatialMeaning(rank).replace('batch', 'batch, steps')),
      require((call) => [...stepSpace(call), stepChannels(call)].every((size) => size !== null), (call) =>
        inputFlaw(call, 'input-dimension', 'needs to know height, width and channels of every step')),
      require((call) => slid(call).every((size) => size !== null && size > 0), (call) =>
        inputFlaw(call, 'output-empty', 'kernel_size does not fit into a step')),
      batchKnownIfStateful,
      statesFit('initial_state', states),
    ],
    outputs: (call) => sequenceOutputs(call, state(call), states(call)),
    weights: (call) => {
      const size = integers(call, 'kernel_size', rank);
      const filters = integer(call, 'filters');
      return [
        {
          name: 'cell/kernel',
          shape: [...size, stepChannels(call) ?? 0, filters * 4],
          initializer: 'kernel_initializer',
        },
        {
          name: 'cell/recurrent_kernel',
          shape: [...size, filters, filters * 4],
          initializer: 'recurrent_initializer',
        },
        ...(flag(call, 'use_bias')
          ? [{ name: 'cell/bias', shape: [filters * 4], initializer: 'bias_initializer' }]
          : []),
      ];
    },
    macs: (call) => {
      const filters = integer(call, 'filters');
      const perPosition = kernelElements(call) * ((stepChannels(call) ?? 0) + filters) * filters * 4;
      return product([inputShape(call)[1] ?? null, ...slid(call), perPosition]);
    },
  };
}

const stepSpace = (call: LayerCall): Shape =>
  channelsFirst(call) ? inputShape(call).slice(3) : inputShape(call).slice(2, -1);

const stepChannels = (call: LayerCall): Dimension =>
  (channelsFirst(call) ? inputShape(call)[2] : inputShape(call).at(-1)) ?? null;

export const RECURRENT: RuleTable = {
  SimpleRNN: sequenceLayer('SimpleRNNCell'),
  GRU: sequenceLayer('GRUCell'),
  LSTM: sequenceLayer('LSTMCell'),
  RNN: rnn(),
  ...rulesFor(CELLS, cellAlone),
  StackedRNNCells: { ...cellAlone(), holdsLayers: true },
  ...tablesFor([1, 2, 3], (rank) => ({ [`ConvLSTM${rank}D`]: convolutionalLstm(rank) })),
};
