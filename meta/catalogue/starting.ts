import type { ArgumentValue } from './types.ts';

type Arguments = Readonly<Record<string, ArgumentValue>>;

/**
 * What a new layer starts with where Keras has no default: it works at once, and is there to be changed. Layers
 * that stand for code or a file have nothing to start with.
 */
export function startingArguments(type: string): Arguments {
  return STARTING_ARGUMENTS[type] ?? NOTHING;
}

const NOTHING: Arguments = {};

const convolution = { filters: 32, kernel_size: 3 };
const embedding = { input_dim: 1000, output_dim: 64 };
const recurrent = { units: 64 };
const adaptive = { output_size: 7 };
const average = { pool_size: 2 };
const half = { rate: 0.5 };
const image = { height: 224, width: 224 };
const slight = { factor: 0.2 };

const STARTING_ARGUMENTS: Readonly<Record<string, Arguments>> = {
  Activation: { activation: 'relu' },
  AdaptiveAveragePooling1D: adaptive,
  AdaptiveAveragePooling2D: adaptive,
  AdaptiveAveragePooling3D: adaptive,
  AdaptiveMaxPooling1D: adaptive,
  AdaptiveMaxPooling2D: adaptive,
  AdaptiveMaxPooling3D: adaptive,
  AlphaDropout: half,
  AveragePooling1D: average,
  AveragePooling2D: average,
  AveragePooling3D: average,
  Bidirectional: { layer: { layer: 'LSTM', args: recurrent } },
  CategoryEncoding: { num_tokens: 10 },
  CenterCrop: image,
  Conv1D: convolution,
  Conv1DTranspose: convolution,
  Conv2D: convolution,
  Conv2DTranspose: convolution,
  Conv3D: convolution,
  Conv3DTranspose: convolution,
  ConvLSTM1D: convolution,
  ConvLSTM2D: convolution,
  ConvLSTM3D: convolution,
  Dense: { units: 64 },
  DepthwiseConv1D: { kernel_size: 3 },
  DepthwiseConv2D: { kernel_size: 3 },
  Discretization: { bin_boundaries: [0, 0.5, 1] },
  Dot: { axes: -1 },
  Dropout: half,
  EinsumDense: { equation: '...x,xy->...y', output_shape: 64 },
  Embedding: embedding,
  GRU: recurrent,
  GRUCell: recurrent,
  GaussianDropout: half,
  GaussianNoise: { stddev: 0.1 },
  GroupQueryAttention: { head_dim: 64, num_query_heads: 8, num_key_value_heads: 4 },
  HashedCrossing: { num_bins: 1000 },
  Hashing: { num_bins: 1000 },
  InputLayer: { shape: [28, 28, 1] },
  LSTM: recurrent,
  LSTMCell: recurrent,
  MaxNumBoundingBoxes: { max_number: 100 },
  MultiHeadAttention: { num_heads: 8, key_dim: 64 },
  Permute: { dims: [2, 1] },
  Pipeline: {
    layers: [
      { layer: 'RandomFlip', args: {} },
      { layer: 'RandomRotation', args: { factor: 0.1 } },
    ],
  },
  RNN: { cell: { layer: 'LSTMCell', args: recurrent } },
  RandomBrightness: slight,
  RandomColorDegeneration: slight,
  RandomContrast: slight,
  RandomCrop: image,
  RandomHue: slight,
  RandomPosterization: { factor: 4 },
  RandomRotation: { factor: 0.1 },
  RandomSaturation: slight,
  RandomSharpness: slight,
  RandomTranslation: { height_factor: 0.1, width_factor: 0.1 },
  RandomZoom: { height_factor: 0.2 },
  RepeatVector: { n: 8 },
  Rescaling: { scale: 1 / 255 },
  Reshape: { target_shape: [-1] },
  Resizing: image,
  ReversibleEmbedding: embedding,
  SeparableConv1D: convolution,
  SeparableConv2D: convolution,
  SimpleRNN: recurrent,
  SimpleRNNCell: recurrent,
  SpatialDropout1D: half,
  SpatialDropout2D: half,
  SpatialDropout3D: half,
  SpectralNormalization: { layer: { layer: 'Conv2D', args: convolution } },
  StackedRNNCells: {
    cells: [
      { layer: 'LSTMCell', args: recurrent },
      { layer: 'LSTMCell', args: recurrent },
    ],
  },
  TextVectorization: { max_tokens: 10_000, output_sequence_length: 200 },
  TimeDistributed: { layer: { layer: 'Dense', args: { units: 64 } } },
};
