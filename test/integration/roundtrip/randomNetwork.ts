import { layerType, layerOutputs } from '../../../meta/catalogue/index.ts';
import {
  inferNetwork,
  type NetworkEdge,
  type NetworkLayer,
  type Shape,
} from '../../../src/domain/shapes/index.ts';

type Args = NetworkLayer['args'];
type Choice = readonly [type: string, args: Args];

/** Numbers from a seed, so that a failure can be had again. */
export function randomFrom(seed: number) {
  let state = seed * 2654435761 + 1;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

/** A network of layers that agree with each other. */
export function randomNetwork(seed: number): NetworkLayer[] {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const layers: NetworkLayer[] = [];
  const add = (type: string, args: Args, inputs: readonly NetworkEdge[], shares?: string) => {
    const id = `${type.toLowerCase()}_${String(layers.length)}`;
    const layer = { id, name: id, type, args, inputs, ...(shares === undefined ? {} : { shares }) };
    const isSound = inferNetwork([...layers, layer]).problems.length === 0;
    if (isSound) layers.push(layer);
  };
  for (let input = 0; input <= random(3); input += 1) add('InputLayer', { shape: pick(SHAPES) }, []);
  const length = 4 + random(14);
  for (let tries = 0; layers.length < length && tries < 100; tries += 1) {
    const giver = pick(layers);
    const outputs = layerOutputs(giver.type, giver.args).length;
    const given: Omit<NetworkEdge, 'port'> = { layer: giver.id, output: random(Math.max(outputs, 1)) };
    const { layers: known } = inferNetwork(layers);
    const inference = known.get(giver.id)?.inference;
    const shape = inference?.status === 'known' ? inference.outputs[given.output]?.shape : undefined;
    if (!shape) continue;
    const [type, args] = pick(choicesFor(shape));
    const port = layerType(type)?.inputs[0]?.name ?? 'inputs';
    const others = layers.filter((layer) => hasShape(known.get(layer.id)?.inference, shape));
    const again = layers.filter((layer) => layer.type === type && layer.shares === undefined);
    if (random(6) === 0 && again.length > 0 && type === 'Dense') {
      add(type, {}, [{ ...given, port }], pick(again).id);
    } else if (MERGING.has(type)) {
      add(type, args, [
        { ...given, port },
        { layer: pick(others.length > 0 ? others : [giver]).id, output: 0, port },
      ]);
    } else if (type === 'MultiHeadAttention') {
      add(type, args, [
        { ...given, port },
        { ...given, port: 'value' },
      ]);
    } else add(type, args, [{ ...given, port }]);
  }
  return layers;
}

const SHAPES: readonly Shape[] = [[8, 8, 3], [6, 4], [5], [8, 8, 3], [10]];
const MERGING = new Set(['Add', 'Concatenate', 'Maximum', 'Subtract', 'Multiply', 'Average']);

const hasShape = (
  inference: { status: string; outputs?: readonly { shape: Shape }[] } | undefined,
  shape: Shape,
) => inference?.status === 'known' && String(inference.outputs?.[0]?.shape) === String(shape);

const ANY: readonly Choice[] = [
  ['Activation', { activation: 'relu' }],
  ['Dropout', { rate: 0.25, seed: 3 }],
  ['LayerNormalization', { epsilon: 0.01 }],
  ['BatchNormalization', { momentum: 0.9, scale: false }],
  ['Add', {}],
  ['Concatenate', {}],
  ['Maximum', {}],
  ['Multiply', {}],
  ['Average', {}],
  ['LeakyReLU', { negative_slope: 0.1 }],
  ['ReLU', { max_value: 6 }],
  ['Identity', {}],
  ['Dense', { units: 4, activation: 'tanh', kernel_regularizer: { function: 'L2', args: { l2: 0.001 } } }],
  [
    'Dense',
    { units: 5, use_bias: false, kernel_initializer: { function: 'RandomNormal', args: { seed: 7 } } },
  ],
  ['Dense', { units: 3, activation: { layer: 'ELU', args: { alpha: 0.5 } }, kernel_constraint: 'non_neg' }],
  ['Rescaling', { scale: 0.5, offset: -1 }],
];

const BY_RANK: Readonly<Record<number, readonly Choice[]>> = {
  2: [
    ['RepeatVector', { n: 3 }],
    ['Dense', { units: 6 }],
  ],
  3: [
    ['LSTM', { units: 3, return_sequences: true, return_state: true }],
    ['GRU', { units: 4, dropout: 0.1 }],
    ['Bidirectional', { layer: { layer: 'GRU', args: { units: 2, return_sequences: true } } }],
    ['Bidirectional', { layer: { layer: 'LSTM', args: { units: 2 } }, merge_mode: 'sum' }],
    ['TimeDistributed', { layer: { layer: 'Dense', args: { units: 3, activation: 'relu' } } }],
    [
      'RNN',
      {
        cell: [
          { layer: 'LSTMCell', args: { units: 3 } },
          { layer: 'GRUCell', args: { units: 2 } },
        ],
      },
    ],
    ['Conv1D', { filters: 3, kernel_size: 2, padding: 'causal' }],
    ['MultiHeadAttention', { num_heads: 2, key_dim: 3, return_attention_scores: true }],
    ['MultiHeadAttention', { num_heads: 1, key_dim: 2, value_dim: 3, use_causal_mask: true }],
    ['GlobalMaxPooling1D', {}],
    ['Flatten', {}],
    ['Permute', { dims: [2, 1] }],
  ],
  4: [
    ['Conv2D', { filters: 4, kernel_size: [3, 2], strides: 2, padding: 'same', activation: 'relu' }],
    ['Conv2D', { filters: 3, kernel_size: 1, dilation_rate: 2, bias_initializer: 'ones' }],
    ['DepthwiseConv2D', { kernel_size: 3, depth_multiplier: 2 }],
    ['SeparableConv2D', { filters: 2, kernel_size: 2 }],
    ['MaxPooling2D', { pool_size: 2 }],
    ['AveragePooling2D', { pool_size: [2, 1], strides: 1, padding: 'same' }],
    [
      'ZeroPadding2D',
      {
        padding: [
          [1, 0],
          [0, 2],
        ],
      },
    ],
    ['Cropping2D', { cropping: 1 }],
    ['UpSampling2D', { size: 2, interpolation: 'bilinear' }],
    ['GlobalAveragePooling2D', { keepdims: true }],
    ['GlobalAveragePooling2D', {}],
    ['Flatten', {}],
    ['Reshape', { target_shape: [-1, 3] }],
    ['SpatialDropout2D', { rate: 0.5 }],
  ],
};

const choicesFor = (shape: Shape): readonly Choice[] => [...ANY, ...(BY_RANK[shape.length] ?? [])];
