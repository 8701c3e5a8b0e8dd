import type { NetworkLayer, TensorSpec } from '../../../src/domain/shapes/index.ts';

export type Args = NetworkLayer['args'];
type Choice = readonly [type: string, args: Args];

export const INPUTS: readonly Args[] = [
  { shape: [8, 8, 3] },
  { shape: [6, 4] },
  { shape: [6, 4] },
  { shape: [null, 4] },
  { shape: [5] },
  { shape: [10], batch_size: 2 },
  { shape: [7], dtype: 'int32' },
  { shape: [3, 6, 6, 2] },
];

/** How many states each of them carries. */
export const CELLS_AND_STATES: Readonly<Record<string, number>> = { SimpleRNN: 1, GRU: 1, LSTM: 2 };

type Random = (below: number) => number;
const several = (random: Random) => Array<string>(2 + random(2)).fill('inputs');

/** The ports of layers that take several tensors alike. */
export const FROM_SEVERAL: Readonly<Record<string, (random: Random) => readonly string[]>> = {
  Add: several,
  Average: several,
  Concatenate: several,
  Maximum: several,
  Minimum: several,
  Multiply: several,
  Subtract: () => ['inputs', 'inputs'],
  Dot: () => ['inputs', 'inputs'],
  Attention: several,
  AdditiveAttention: several,
  MultiHeadAttention: (random) =>
    [
      ['query', 'value', 'key'],
      ['query', 'key', 'value'],
      ['query', 'value'],
    ][random(3)] ?? [],
  GroupQueryAttention: () => ['query', 'value'],
  'ops.Add': () => ['x1', 'x2'],
  'ops.Multiply': () => ['x1'],
  'ops.Subtract': () => ['x2'],
  'ops.Maximum': () => ['x1', 'x2'],
};

const layer = (name: string, args: Args = {}) => ({ layer: name, args });

const ANY: readonly Choice[] = [
  ['Activation', { activation: 'relu' }],
  ['Activation', { activation: layer('LeakyReLU', { negative_slope: 0.5 }) }],
  ['ActivityRegularization', { l1: 0.125 }],
  ['Dropout', { rate: 0.25, seed: 3 }],
  ['Dropout', { rate: 0.5, training: true }],
  ['GaussianNoise', { stddev: 0.5 }],
  ['LayerNormalization', { epsilon: 0.01, axis: [-1] }],
  ['BatchNormalization', { momentum: 0.9, scale: false }],
  ['BatchNormalization', { training: false }],
  ['UnitNormalization', { axis: -1 }],
  ['Normalization', { mean: 0.5, variance: 2, axis: null }],
  ['Add', {}],
  ['Concatenate', {}],
  ['Concatenate', { axis: 1 }],
  ['Maximum', {}],
  ['Minimum', {}],
  ['Multiply', {}],
  ['Subtract', {}],
  ['Average', {}],
  ['LeakyReLU', { negative_slope: 0.1 }],
  ['ReLU', { max_value: 6 }],
  ['PReLU', { alpha_initializer: 'ones' }],
  ['Identity', {}],
  ['ops.Add', {}],
  ['ops.Multiply', { x2: 2.5 }],
  ['ops.Multiply', { x2: { array: 'tensor', dtype: 'int32', items: [[3]] } }],
  ['ops.Subtract', { x1: 1 }],
  ['ops.Subtract', { x1: { array: 'numpy', dtype: 'float32', items: [0.25] } }],
  ['ops.Maximum', {}],
  ['ops.Absolute', {}],
  ['Dense', { units: 4, activation: 'tanh', kernel_regularizer: { function: 'L2', args: { l2: 0.001 } } }],
  [
    'Dense',
    { units: 5, use_bias: false, kernel_initializer: { function: 'RandomNormal', args: { seed: 7 } } },
  ],
  ['Dense', { units: 3, activation: layer('ELU', { alpha: 0.5 }), kernel_constraint: 'non_neg' }],
  ['Dense', { units: 2, trainable: false, bias_constraint: { function: 'MaxNorm', args: { max_value: 3 } } }],
  ['Dense', { units: 2, dtype: 'mixed_float16' }],
  ['Dense', { units: 3, lora_rank: 2 }],
  ['Rescaling', { scale: 0.5, offset: -1 }],
  ['SpectralNormalization', { layer: layer('Dense', { units: 3 }), power_iterations: 2 }],
];

const BY_RANK: Readonly<Record<number, readonly Choice[]>> = {
  2: [
    ['Softmax', {}],
    ['RepeatVector', { n: 3 }],
    ['Dense', { units: 6 }],
    ['Reshape', { target_shape: [-1, 1] }],
    ['Dot', { axes: 1, normalize: true }],
    ['ops.ExpandDims', { axis: 1 }],
  ],
  3: [
    ['Masking', { mask_value: -1 }],
    ['LSTM', { units: 3, return_sequences: true, return_state: true }],
    ['LSTM', { units: 3, return_state: true, go_backwards: true }],
    ['GRU', { units: 4, return_sequences: true, return_state: true, reset_after: false }],
    ['SimpleRNN', { units: 2, return_state: true, recurrent_initializer: 'identity' }],
    ['GRU', { units: 4, dropout: 0.1 }],
    ['Bidirectional', { layer: layer('GRU', { units: 2, return_sequences: true }) }],
    ['Bidirectional', { layer: layer('LSTM', { units: 2 }), merge_mode: 'sum' }],
    ['Bidirectional', { layer: layer('LSTM', { units: 2, return_state: true }), merge_mode: null }],
    [
      'Bidirectional',
      { layer: layer('LSTM', { units: 2 }), backward_layer: layer('GRU', { units: 2, go_backwards: true }) },
    ],
    ['TimeDistributed', { layer: layer('Dense', { units: 3, activation: 'relu', name: 'each step' }) }],
    ['RNN', { cell: [layer('LSTMCell', { units: 3 }), layer('GRUCell', { units: 2 })] }],
    ['RNN', { cell: layer('SimpleRNNCell', { units: 3 }), return_sequences: true, return_state: true }],
    [
      'RNN',
      {
        cell: layer('StackedRNNCells', {
          cells: [layer('GRUCell', { units: 2 }), layer('LSTMCell', { units: 2 })],
        }),
      },
    ],
    ['Conv1D', { filters: 3, kernel_size: 2, padding: 'causal' }],
    ['Conv1DTranspose', { filters: 2, kernel_size: 3, strides: 2 }],
    ['SeparableConv1D', { filters: 4, kernel_size: 3, padding: 'same' }],
    ['MultiHeadAttention', { num_heads: 2, key_dim: 3, return_attention_scores: true }],
    ['MultiHeadAttention', { num_heads: 1, key_dim: 2, use_causal_mask: true }],
    // Without the scores, Keras cannot run a `value_dim` of its own.
    ['MultiHeadAttention', { num_heads: 2, key_dim: 2, value_dim: 3, return_attention_scores: true }],
    ['MultiHeadAttention', { num_heads: 2, key_dim: 2, output_shape: [3], dropout: 0.1, training: false }],
    ['GroupQueryAttention', { head_dim: 2, num_query_heads: 4, num_key_value_heads: 2 }],
    ['Attention', { use_scale: true, return_attention_scores: true }],
    ['Attention', { score_mode: 'concat', use_causal_mask: true }],
    ['AdditiveAttention', { dropout: 0.25 }],
    ['EinsumDense', { equation: 'abc,cd->abd', output_shape: [null, 5], bias_axes: 'd' }],
    ['ZeroPadding1D', { padding: [2, 0] }],
    ['MaxPooling1D', { pool_size: 2, strides: 1 }],
    ['UpSampling1D', { size: 3 }],
    ['GlobalMaxPooling1D', {}],
    ['GlobalAveragePooling1D', {}],
    ['Flatten', {}],
    ['Permute', { dims: [2, 1] }],
    ['SpatialDropout1D', { rate: 0.25 }],
    ['Dot', { axes: [2, 2] }],
  ],
  4: [
    ['Softmax', { axis: [1, -1] }], // Not of sequences: Keras cannot run it on those with a mask.
    ['Conv2D', { filters: 4, kernel_size: [3, 2], strides: 2, padding: 'same', activation: 'relu' }],
    ['Conv2D', { filters: 3, kernel_size: 1, dilation_rate: 2, bias_initializer: 'ones' }],
    ['Conv2DTranspose', { filters: 2, kernel_size: 3, strides: [2, 1], output_padding: [1, 0] }],
    ['DepthwiseConv2D', { kernel_size: 3, depth_multiplier: 2 }],
    ['SeparableConv2D', { filters: 2, kernel_size: 2 }],
    ['GroupNormalization', { groups: 1 }],
    ['MaxPooling2D', { pool_size: 2 }],
    ['AveragePooling2D', { pool_size: [2, 1], strides: 1, padding: 'same' }],
    ['ZeroPadding2D', { padding: [[1, 0], [0, 2]] }], // prettier-ignore
    ['Cropping2D', { cropping: 1 }],
    ['UpSampling2D', { size: 2, interpolation: 'bilinear' }],
    ['Resizing', { height: 5, width: 4 }],
    ['CenterCrop', { height: 4, width: 4 }],
    ['RandomFlip', { mode: 'horizontal', seed: 5 }],
    ['GlobalAveragePooling2D', { keepdims: true }],
    ['GlobalAveragePooling2D', {}],
    ['Flatten', {}],
    ['Reshape', { target_shape: [-1, 3] }],
    ['SpatialDropout2D', { rate: 0.5 }],
    ['TimeDistributed', { layer: layer('GlobalMaxPooling1D') }],
  ],
  5: [
    ['ConvLSTM2D', { filters: 2, kernel_size: 3, return_sequences: true, padding: 'same' }],
    ['ConvLSTM2D', { filters: 2, kernel_size: 2, return_state: true }],
    ['Conv3D', { filters: 2, kernel_size: 2 }],
    ['MaxPooling3D', { pool_size: [1, 2, 2] }],
    ['TimeDistributed', { layer: layer('Conv2D', { filters: 2, kernel_size: 3 }) }],
    ['Flatten', {}],
    ['GlobalAveragePooling3D', {}],
  ],
};

const TOKENS: readonly Choice[] = [
  ['Embedding', { input_dim: 9, output_dim: 4, mask_zero: true }],
  ['Embedding', { input_dim: 5, output_dim: 4, embeddings_initializer: 'ones' }],
  ['CategoryEncoding', { num_tokens: 4, output_mode: 'multi_hot' }],
  ['Identity', {}],
];

export const choicesFor = ({ shape, dtype }: TensorSpec): readonly Choice[] =>
  dtype.includes('int') ? TOKENS : [...ANY, ...(BY_RANK[shape.length] ?? [])];
