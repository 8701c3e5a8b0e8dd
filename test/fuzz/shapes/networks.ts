import fc, { type Arbitrary } from 'fast-check';
import { layerType, type ArgumentValue, type LayerType } from '../../../meta/catalogue/index.ts';
import {
  inferNetwork,
  type LayerInference,
  type NetworkEdge,
  type NetworkInference,
  type NetworkLayer,
} from '../../../src/domain/shapes/index.ts';
import { compare, summaryOfTheirs } from './agreement.ts';
import { argumentsOf, naturalRank } from './arbitraries.ts';
import type { Keras, LayerAnswer } from './keras.ts';

const TYPES = [
  'Activation',
  'Add',
  'Attention',
  'AveragePooling2D',
  'BatchNormalization',
  'Bidirectional',
  'Concatenate',
  'Conv1D',
  'Conv2D',
  'Conv2DTranspose',
  'Cropping2D',
  'Dense',
  'DepthwiseConv2D',
  'Dropout',
  'Flatten',
  'GRU',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling1D',
  'LSTM',
  'LayerNormalization',
  'MaxPooling2D',
  'MultiHeadAttention',
  'Multiply',
  'Permute',
  'PReLU',
  'ReLU',
  'RepeatVector',
  'Reshape',
  'SeparableConv2D',
  'Softmax',
  'Subtract',
  'TimeDistributed',
  'UpSampling2D',
  'ZeroPadding2D',
];

/** One layer put after what is there; `picks` choose its inputs among the outputs that suit it. */
interface Step {
  readonly type: LayerType;
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly picks: readonly number[];
  /** Calls an earlier layer of the same type again, where there is one. */
  readonly again: boolean;
}

const step: Arbitrary<Step> = fc.constantFrom(...TYPES).chain((name) => {
  const type = layerType(name) as LayerType;
  return fc.record({
    type: fc.constant(type),
    args: argumentsOf(type),
    picks: fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 }),
    again: fc.nat(9).map((n) => n === 0),
  });
});

const inputArguments: Arbitrary<Record<string, ArgumentValue>> = fc.constantFrom<
  Record<string, ArgumentValue>
>(
  { shape: [12, 12, 3] },
  { shape: [null, null, 2] },
  { shape: [9, 4] },
  { shape: [6] },
  { shape: [8, 4], batch_size: 2 },
);

export const network: Arbitrary<readonly NetworkLayer[]> = fc
  .tuple(
    fc.array(inputArguments, { minLength: 1, maxLength: 2 }),
    fc.array(step, { minLength: 1, maxLength: 16 }),
  )
  .map(([inputs, steps]) => steps.reduce(extended, inputs.map(inputLayer)));

const inputLayer = (args: NetworkLayer['args'], index: number): NetworkLayer => ({
  id: `input_${index}`,
  name: `input_${index}`,
  type: 'InputLayer',
  args,
  inputs: [],
});

function extended(
  layers: readonly NetworkLayer[],
  { type, args, picks, again }: Step,
): readonly NetworkLayer[] {
  const outputs = suitableOutputs(inferNetwork(layers), type);
  if (outputs.length === 0) return layers;
  const pick = (index: number, port: string): NetworkEdge => ({
    ...(outputs[(picks[index] ?? 0) % outputs.length] as NetworkEdge),
    port,
  });
  const owner = layers.find((one) => again && one.type === type.name && one.shares === undefined);
  const id = `layer_${layers.length}`;
  const inputs = portsOf(type).map((port, index) => pick(index, port));
  const made = { id, name: id, type: type.name, args: owner?.args ?? args, inputs };
  return [...layers, owner === undefined ? made : { ...made, shares: owner.id }];
}

function suitableOutputs(
  { layers }: NetworkInference,
  type: LayerType,
): readonly Omit<NetworkEdge, 'port'>[] {
  const all = [...layers.values()].flatMap(({ layer, inference }) =>
    inference.status === 'known'
      ? inference.outputs.map((spec, output) => ({ layer: layer.id, output, spec }))
      : [],
  );
  const rank = naturalRank(type);
  return all
    .filter(({ spec }) => rank === null || spec.shape.length === rank)
    .map(({ layer, output }) => ({ layer, output }));
}

function portsOf(type: LayerType): readonly string[] {
  const required = type.inputs.filter((input) => input.required === true);
  return required.flatMap(({ name, many }) => (many === true ? [name, name] : [name]));
}

/** Compares every layer of the network, and the parameters of the whole. */
export async function compareNetwork(keras: Keras, layers: readonly NetworkLayer[]): Promise<void> {
  const ours = inferNetwork(layers);
  const theirs = await keras.network(layers);
  for (const layer of layers) {
    await compareOne(keras, ours, layer, theirs.layers[layer.id] ?? {});
  }
  const isWhole = theirs.params !== undefined && ours.problems.length === 0;
  const total = `${ours.totals.params.value}/${ours.totals.trainable.value}`;
  if (isWhole && total !== `${theirs.params}/${theirs.trainable}`) {
    throw new Error(`the rules count ${total} parameters, Keras counts ${theirs.params}/${theirs.trainable}`);
  }
}

async function compareOne(keras: Keras, ours: NetworkInference, layer: NetworkLayer, theirs: LayerAnswer) {
  const entry = ours.layers.get(layer.id);
  const inference = entry?.inference;
  const isAccepted = inference?.status === 'known' && entry?.problems.length === 0;
  const said = isAccepted
    ? summaryOfTheirs({
        outputs: inference.outputs,
        params: inference.params?.total,
        trainable: inference.params?.trainable,
      })
    : 'refused';
  if (theirs.waits === true && !isAccepted) return;
  if (said === summaryOfTheirs(theirs)) return;
  if (inference?.status === 'unknown' || isUnlookedAt(entry)) return;
  if (inference?.status === 'invalid') {
    await compare(keras, { layer: layer.type, args: layer.args, inputs: inputsOf(ours, layer) });
    return;
  }
  throw new Error(
    `${layer.id} (${layer.type}): the rules say ${said} ${entry?.problems[0]?.message ?? ''}, Keras says ${theirs.error ?? summaryOfTheirs(theirs)}`,
  );
}

const UNLOOKING = new Set(['rnn', 'attention', 'LayerNormalization', 'PReLU', 'RMSNormalization']);

/** Called again, some layers do not look whether their weights fit, and fail on data or give another shape. */
function isUnlookedAt(entry: LayerInference | undefined): boolean {
  const type = layerType(entry?.layer.type ?? '');
  const looks = !UNLOOKING.has(type?.name ?? '') && !UNLOOKING.has(type?.category ?? '');
  return !looks && entry?.problems[0]?.code === 'shared-unlike';
}

function inputsOf(ours: NetworkInference, layer: NetworkLayer) {
  const ports: Record<string, { shape: readonly (number | null)[]; dtype: string }[]> = {};
  for (const { layer: id, output, port } of layer.inputs) {
    const inference = ours.layers.get(id)?.inference;
    const spec = inference?.status === 'known' ? inference.outputs[output] : undefined;
    if (spec !== undefined) (ports[port] ??= []).push(spec);
  }
  return ports;
}

export async function compareNetworks(
  keras: Keras,
  extent: { networks: number; seed: number },
): Promise<string | null> {
  const property = fc.asyncProperty(network, (layers) => compareNetwork(keras, layers));
  const result = await fc.check(property, { seed: extent.seed, numRuns: extent.networks });
  if (!result.failed) return null;
  const reason = result.errorInstance instanceof Error ? result.errorInstance.message : 'failed';
  return `${reason}\n  ${JSON.stringify(result.counterexample?.[0])}\n  seed ${extent.seed}`;
}
