import { layerType, type NestedLayerValue } from '../../../meta/catalogue/index.ts';
import { inside } from './argumentFlaw.ts';
import {
  castDtype,
  computeDtype,
  given,
  input,
  inputShape,
  integer,
  isGiven,
  mainTensors,
  nestedLayer,
  tensorsAt,
  text,
  type LayerCall,
} from './call.ts';
import type { Inference, KnownInference } from './inference.ts';
import {
  argumentFlaw,
  inputFlaw,
  positive,
  require,
  type Check,
  type LayerRule,
  type RuleTable,
  type RuleWeight,
} from './rule.ts';
import { settled } from './resultType.ts';
import { tensor, withDimension, type Shape, type TensorSpec } from './tensor.ts';

// A wrapper infers the layer it wraps. Its flaws are those of the wrapped one, and where that one is
// unknown so is the wrapper.

function wrappedIsValid(argument: string, infer: (call: LayerCall) => Inference): Check {
  return (call) => {
    const [flaw] = infer(call).flaws;
    if (flaw === undefined) return null;
    const name = nestedLayer(call, argument)?.layer ?? argument;
    return {
      ...inside(flaw, argument, name),
      inputs: [{ port: call.type.inputs[0]?.name ?? 'inputs', index: 0 }],
    };
  };
}

const known = (inference: Inference): KnownInference | null =>
  inference.status === 'known' ? inference : null;

const weightsIn = (inference: Inference): readonly RuleWeight[] =>
  (known(inference)?.weights ?? []).map(({ name, shape, isVariableTrainable }) => ({
    name,
    shape,
    trainable: isVariableTrainable,
  }));

function inferAt(
  call: LayerCall,
  { layer, args }: NestedLayerValue,
  tensors: readonly TensorSpec[],
): Inference {
  const port = layerType(layer)?.inputs[0]?.name ?? 'inputs';
  return call.infer(layer, args, { [port]: tensors });
}

// TimeDistributed: the same layer on every step

function timeDistributed(): LayerRule {
  const step = (call: LayerCall): Inference => {
    const [batch = null, , ...rest] = inputShape(call);
    return inferAt(call, wrapped(call), [tensor([batch, ...rest], castDtype(call, input(call)))]);
  };
  return {
    holdsLayers: true,
    checks: [
      require((call) => inputShape(call).length >= 3, (call) =>
        inputFlaw(call, 'input-rank', 'needs at least 3 dimensions (batch, steps, …)')),
      wrappedIsValid('layer', step),
      require((call) => (known(step(call))?.outputs.length ?? 1) === 1, (call) =>
        argumentFlaw(call, 'layer', 'a layer of one output', 'argument-conflict')),
    ],
    outputs: (call) => {
      const output = known(step(call))?.outputs[0];
      if (output === undefined) return null;
      const [batch = null, ...rest] = output.shape;
      return [tensor([batch, inputShape(call)[1] ?? null, ...rest], computeDtype(call))];
    },
    weights: (call) => weightsIn(step(call)),
    macs: (call) => {
      const macs = known(step(call))?.macs ?? null;
      const steps = inputShape(call)[1] ?? null;
      return macs === null || (steps === null && macs > 0) ? null : macs * (steps ?? 0);
    },
  };
}

const wrapped = (call: LayerCall) => nestedLayer(call, 'layer') as NestedLayerValue;

// Bidirectional: one recurrent layer forwards, one backwards

const RECURRENT_TYPES = new Set([
  'RNN',
  'SimpleRNN',
  'GRU',
  'LSTM',
  'ConvLSTM1D',
  'ConvLSTM2D',
  'ConvLSTM3D',
]);
const SHARED = ['stateful', 'return_sequences', 'return_state'];

function bidirectional(): LayerRule {
  const direction =
    (layer: NestedLayerValue, half: 0 | 1) =>
    (call: LayerCall): Inference => {
      const states = tensorsAt(call, 'initial_state');
      const middle = states.length / 2;
      const own = half === 0 ? states.slice(0, middle) : states.slice(middle);
      return call.infer(layer.layer, layer.args, { sequences: mainTensors(call), initial_state: own });
    };
  const forward = (call: LayerCall) => direction(wrapped(call), 0)(call);
  const backward = (call: LayerCall) => direction(backwardLayer(call), 1)(call);
  return {
    holdsLayers: true,
    checks: [
      require((call) =>
        [wrapped(call), backwardLayer(call)].every(({ layer }) => RECURRENT_TYPES.has(layer)), (call) =>
        argumentFlaw(call, 'layer', 'a recurrent layer', 'argument-choice')),
      require((call) => goesBackwards(wrapped(call)) !== goesBackwards(backwardLayer(call)), (call) =>
        argumentFlaw(
          call,
          isGiven(call, 'backward_layer') ? 'backward_layer' : 'layer',
          'a layer that goes the other way (go_backwards)',
          'argument-conflict',
        )),
      require((call) =>
        SHARED.every((name) => isSet(wrapped(call), name) === isSet(backwardLayer(call), name)), (call) =>
        argumentFlaw(call, 'backward_layer', `like layer in ${SHARED.join(', ')}`, 'argument-conflict')),
      require((call) => tensorsAt(call, 'initial_state').length % 2 === 0, (call) => ({
        code: 'input-count',
        expected: 'the states of both directions at initial_state',
        received: String(tensorsAt(call, 'initial_state').length),
      })),
      wrappedIsValid('layer', forward),
      wrappedIsValid('backward_layer', backward),
      // A slip in Keras 3.15: the mask of such a layer is made wrongly, so it can never be called.
      require((call) => !(isSet(wrapped(call), 'stateful') && isSet(wrapped(call), 'return_state')), (call) =>
        argumentFlaw(call, 'layer', 'one that is not both stateful and return_state', 'argument-conflict')),
    ],
    outputs: (call) => {
      const [output, ...states] = known(forward(call))?.outputs ?? [];
      if (output === undefined) return null;
      return [...merged(call, output.shape), ...retyped(call, states), ...retyped(call, states)];
    },
    weights: (call) => [...prefixed('forward', forward(call)), ...prefixed('backward', backward(call))],
    macs: (call) => {
      const both = [forward(call), backward(call)].map((one) => known(one)?.macs ?? null);
      return both.includes(null) ? null : both.reduce<number>((sum, macs) => sum + (macs ?? 0), 0);
    },
  };
}

const prefixed = (prefix: string, inference: Inference) =>
  weightsIn(inference).map((weight) => ({ ...weight, name: `${prefix}/${weight.name}` }));

const isSet = ({ args }: NestedLayerValue, name: string) => args[name] === true;
const goesBackwards = (layer: NestedLayerValue) => isSet(layer, 'go_backwards');

/** Where none is given, Keras copies the layer and lets it go backwards. */
function backwardLayer(call: LayerCall): NestedLayerValue {
  const { layer, args } = wrapped(call);
  return nestedLayer(call, 'backward_layer') ?? { layer, args: { ...args, go_backwards: true } };
}

const retyped = (call: LayerCall, specs: readonly TensorSpec[]) =>
  specs.map(({ shape }) => tensor(shape, computeDtype(call)));

function merged(call: LayerCall, shape: Shape): readonly TensorSpec[] {
  const as = (one: Shape) => tensor(one, computeDtype(call));
  if (given(call, 'merge_mode') === null) return [as(shape), as(shape)];
  const last = shape.at(-1) ?? null;
  if (text(call, 'merge_mode') !== 'concat') return [as(shape)];
  return [as(withDimension(shape, -1, last === null ? null : last * 2))];
}

// SpectralNormalization: divides the kernel of a layer by its largest singular value

function spectralNormalization(): LayerRule {
  const whole = (call: LayerCall) => inferAt(call, wrapped(call), mainTensors(call));
  const kernel = (call: LayerCall) =>
    known(whole(call))?.weights.find(({ name }) => name === 'kernel' || name === 'embeddings');
  return {
    holdsLayers: true,
    checks: [
      positive('power_iterations'),
      wrappedIsValid('layer', whole),
      require((call) => whole(call).status !== 'known' || kernel(call) !== undefined, (call) =>
        argumentFlaw(call, 'layer', 'a layer with a kernel or embeddings', 'argument-choice')),
    ],
    outputs: (call) => {
      const inference = known(whole(call));
      return inference && retyped(call, inference.outputs);
    },
    weights: (call) => [
      ...weightsIn(whole(call)),
      { name: 'vector_u', shape: [1, kernel(call)?.shape.at(-1) ?? 0], trainable: false },
    ],
    macs: (call) => {
      const inference = known(whole(call));
      const elements = kernel(call)?.shape.reduce((a, b) => a * b, 1) ?? 0;
      const power = 2 * integer(call, 'power_iterations') * elements;
      return inference === null || inference.macs === null ? null : inference.macs + power;
    },
  };
}

// Pipeline: layers one after the other. Keras traces them, which can fail where sizes are not known.

/** All but the batch of a batch of images; a single image has no batch. */
function isSized(call: LayerCall): boolean {
  const shape = inputShape(call);
  return (shape.length > 3 ? shape.slice(1) : shape).every((size) => size !== null);
}

function pipeline(): LayerRule {
  const stages = (call: LayerCall) => {
    let tensors = mainTensors(call);
    const inferences: Inference[] = [];
    for (const layer of given(call, 'layers') as unknown as readonly NestedLayerValue[]) {
      const inference = inferAt(call, layer, tensors);
      inferences.push(inference);
      if (inference.status !== 'known') break;
      tensors = inference.outputs;
    }
    return { inferences, tensors };
  };
  const last = (call: LayerCall): Inference | undefined => stages(call).inferences.at(-1);
  return {
    holdsLayers: true,
    checks: [
      (call) => {
        const layers = given(call, 'layers') as unknown as readonly NestedLayerValue[];
        const index = stages(call).inferences.length - 1;
        const flaw = last(call)?.flaws[0];
        return flaw === undefined ? null : inside(flaw, 'layers', layers[index]?.layer ?? '', index);
      },
    ],
    outputs: (call) =>
      last(call)?.status === 'unknown' || !isSized(call)
        ? null
        : stages(call).tensors.map(({ shape, dtype }) => tensor(shape, settled(dtype))),
    weights: (call) => stages(call).inferences.flatMap(weightsIn),
    macs: (call) =>
      stages(call).inferences.reduce<number | null>((sum, inference) => {
        const macs = known(inference)?.macs ?? null;
        return sum === null || macs === null ? null : sum + macs;
      }, 0),
  };
}

export const WRAPPERS: RuleTable = {
  TimeDistributed: timeDistributed(),
  Bidirectional: bidirectional(),
  SpectralNormalization: spectralNormalization(),
  Pipeline: pipeline(),
};
