import type {
  ArgumentDescription,
  ArgumentType,
  ArgumentValue,
  FunctionRole,
  InputDescription,
} from './types.ts';

/** The few facts about layers that introspection of Keras cannot know. */
export interface LayerOverlay {
  readonly category?: string;
  readonly aliases?: readonly string[];
  readonly isAbstract?: boolean;
  /** Arguments that every layer has, but not this one. */
  readonly lacks?: readonly string[];
  readonly arguments?: Readonly<Record<string, Partial<ArgumentDescription>>>;
  readonly inputs?: Readonly<Record<string, Partial<InputDescription>>>;
}

const of = (type: ArgumentType): Partial<ArgumentDescription> => ({ type });
const integer = of({ kind: 'integer' });
const float = of({ kind: 'float' });
const boolean = of({ kind: 'boolean' });
const string = of({ kind: 'string' });
const scalar = of({ kind: 'scalar' });
const python = of({ kind: 'python' });
const choice = (...choices: string[]) => of({ kind: 'enum', choices });
const integers = of({ kind: 'tuple', item: 'integer', scalar: true });
const floats = of({ kind: 'tuple', item: 'float', scalar: true });
const strings = of({ kind: 'tuple', item: 'string' });
const shapeOrInteger = of({ kind: 'shape', scalar: true });
const filling = choice('constant', 'nearest', 'reflect', 'wrap');
const pair = (item: 'integer' | 'float') => of({ kind: 'tuple', item, length: 2, scalar: true });

const layerAmong = (...types: string[]) => of({ kind: 'layer', types });
const recurrentLayer = layerAmong(
  'LSTM',
  'GRU',
  'SimpleRNN',
  'RNN',
  'ConvLSTM1D',
  'ConvLSTM2D',
  'ConvLSTM3D',
);
const layerWithKernel = layerAmong(
  'Dense',
  'EinsumDense',
  'Embedding',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'Conv1DTranspose',
  'Conv2DTranspose',
  'Conv3DTranspose',
  'DepthwiseConv1D',
  'DepthwiseConv2D',
);

/** Arguments that count or measure the same thing wherever they occur. */
export const UNITS: Readonly<Record<string, string>> = {
  fft_length: 'samples',
  frame_length: 'samples',
  frame_step: 'samples',
  max_freq: 'Hz',
  min_freq: 'Hz',
  sampling_rate: 'Hz',
  sequence_length: 'samples',
  sequence_stride: 'samples',
  top_db: 'dB',
};

const pixels = { unit: 'px' };
const sizeInPixels: LayerOverlay = { arguments: { height: pixels, width: pixels } };
const turns = { unit: '× 2π' };
const states = { initial_state: { many: true } };
const cell: LayerOverlay = { inputs: { states: { many: true } } };
const two = { inputs: { many: true, min: 2, max: 2 } };
const attention = {
  inputs: { many: true, min: 2, max: 3, labels: ['query', 'value', 'key'] },
  mask: { many: true, min: 1, max: 3, labels: ['query', 'value', 'key'] },
};
const recurrent: LayerOverlay = { inputs: states };
const cudnnRecurrent: LayerOverlay = { inputs: states, arguments: { use_cudnn: scalar } };
const multiHead: Readonly<Record<string, Partial<ArgumentDescription>>> = {
  attention_axes: integers,
  flash_attention: boolean,
};

export const LAYER_OVERLAY: Readonly<Record<string, LayerOverlay>> = {
  ActivityRegularization: { lacks: ['activity_regularizer'] },
  AdditiveAttention: { inputs: attention },
  Attention: { inputs: attention },
  AugMix: { arguments: { factor: pair('float') } },
  BatchNormalization: { arguments: { renorm_clipping: python } },
  Bidirectional: {
    inputs: states,
    arguments: { layer: recurrentLayer, backward_layer: recurrentLayer, weights: python },
  },
  CenterCrop: sizeInPixels,
  ConvLSTM1D: recurrent,
  ConvLSTM2D: recurrent,
  ConvLSTM3D: recurrent,
  Dense: { arguments: { quantization_config: python } },
  Discretization: {
    arguments: { num_bins: integer, bin_boundaries: of({ kind: 'tuple', item: 'float' }) },
  },
  Dot: { inputs: two },
  EinsumDense: {
    arguments: {
      equation: string,
      output_shape: shapeOrInteger,
      gptq_unpacked_column_size: integer,
      quantization_config: python,
    },
  },
  Embedding: { arguments: { quantization_config: python, weights: python } },
  FlaxLayer: { arguments: { module: python, method: python, variables: python } },
  GRU: cudnnRecurrent,
  GRUCell: cell,
  GroupQueryAttention: { arguments: multiHead },
  HashedCrossing: { inputs: two },
  Hashing: { arguments: { mask_value: scalar, salt: integers } },
  InputLayer: {
    aliases: ['Input'],
    arguments: { sparse: boolean, ragged: boolean, input_tensor: python },
  },
  IntegerLookup: { arguments: { salt: integers } },
  JaxLayer: {
    arguments: {
      call_fn: python,
      init_fn: python,
      params: python,
      state: python,
      native_serialization_platforms: python,
    },
  },
  LSTM: cudnnRecurrent,
  LSTMCell: cell,
  Lambda: { arguments: { function: python, mask: python, arguments: python } },
  Layer: { isAbstract: true },
  MelSpectrogram: { arguments: { window: choice('hann', 'hamming') } },
  MultiHeadAttention: { arguments: { ...multiHead, output_shape: shapeOrInteger } },
  Normalization: { arguments: { mean: floats, variance: floats } },
  PReLU: { arguments: { shared_axes: integers } },
  RNN: recurrent,
  RandAugment: { arguments: { factor: pair('float'), interpolation: choice('nearest', 'bilinear') } },
  RandomCrop: sizeInPixels,
  RandomErasing: { arguments: { fill_value: float } },
  RandomGaussianBlur: { arguments: { kernel_size: pair('integer') } },
  RandomGrayscale: { arguments: { factor: float } },
  RandomRotation: { arguments: { factor: turns } },
  RandomShear: { arguments: { x_factor: pair('float'), y_factor: pair('float'), fill_mode: filling } },
  RandomTranslation: { arguments: { fill_mode: filling } },
  RandomZoom: { arguments: { fill_mode: filling } },
  Rescaling: { arguments: { scale: floats, offset: floats } },
  Resizing: { arguments: { ...sizeInPixels.arguments, fill_mode: choice('constant') } },
  ReversibleEmbedding: { arguments: { logit_soft_cap: float } },
  SimpleRNN: recurrent,
  SimpleRNNCell: cell,
  SpectralNormalization: { arguments: { layer: layerWithKernel } },
  StackedRNNCells: cell,
  StringLookup: { arguments: { mask_token: string, vocabulary: strings, salt: integers } },
  Subtract: { inputs: two },
  TFSMLayer: { arguments: { filepath: string, call_training_endpoint: string } },
  TextVectorization: { arguments: { output_sequence_length: integer, vocabulary: strings } },
  TorchModuleWrapper: { arguments: { module: python } },
  UpSampling1D: { arguments: { size: integer } },
  Wrapper: { isAbstract: true },
};

type FunctionFacts = Readonly<Record<string, Readonly<Record<string, Partial<ArgumentDescription>>>>>;

export const FUNCTION_OVERLAY: Readonly<Record<FunctionRole, FunctionFacts>> = {
  activation: {
    relu: { max_value: float },
    squareplus: { b: float },
    threshold: { threshold: float, default_value: float },
  },
  initializer: {},
  regularizer: {},
  constraint: {
    MaxNorm: { max_value: float, axis: integers },
    MinMaxNorm: { axis: integers },
    UnitNorm: { axis: integers },
  },
};

type Arguments = Readonly<Record<string, ArgumentValue>>;

const STATE_NAMES: Readonly<Record<string, readonly string[]>> = {
  ConvLSTM1D: ['hidden_state', 'cell_state'],
  ConvLSTM2D: ['hidden_state', 'cell_state'],
  ConvLSTM3D: ['hidden_state', 'cell_state'],
  GRU: ['hidden_state'],
  GRUCell: ['hidden_state'],
  LSTM: ['hidden_state', 'cell_state'],
  LSTMCell: ['hidden_state', 'cell_state'],
  SimpleRNN: ['hidden_state'],
  SimpleRNNCell: ['hidden_state'],
};

/** Layers whose outputs depend on their arguments; all others have the one called `output`. */
const OUTPUT_NAMES: Readonly<Record<string, (args: Arguments) => readonly string[]>> = {
  AdditiveAttention: withScores,
  Attention: withScores,
  GroupQueryAttention: withScores,
  MultiHeadAttention: withScores,
  Bidirectional: bidirectionalOutputs,
  ConvLSTM1D: withStates('ConvLSTM1D'),
  ConvLSTM2D: withStates('ConvLSTM2D'),
  ConvLSTM3D: withStates('ConvLSTM3D'),
  GRU: withStates('GRU'),
  LSTM: withStates('LSTM'),
  RNN: (args) => (args['return_state'] === true ? ['output', ...cellStates(args['cell'])] : ['output']),
  SimpleRNN: withStates('SimpleRNN'),
  'ops.Split': ({ indices_or_sections: parts }) => {
    const count = Array.isArray(parts) ? parts.length + 1 : Number(parts);
    return count > 1 && count <= MOST_PARTS
      ? Array.from({ length: count }, (_, index) => `part_${index + 1}`)
      : ['output'];
  },
};

/** A number that somebody typed may be any. */
const MOST_PARTS = 1000;

export function outputNames(type: string, args: Arguments): readonly string[] {
  return OUTPUT_NAMES[type]?.(args) ?? ['output'];
}

function withScores(args: Arguments): readonly string[] {
  return args['return_attention_scores'] === true ? ['output', 'attention_scores'] : ['output'];
}

function withStates(type: string): (args: Arguments) => readonly string[] {
  const names = ['output', ...(STATE_NAMES[type] ?? [])];
  return (args) => (args['return_state'] === true ? names : ['output']);
}

function bidirectionalOutputs(args: Arguments): readonly string[] {
  const outputs = args['merge_mode'] === null ? ['forward', 'backward'] : ['output'];
  const wrapped = nested(args['layer']);
  if (wrapped === null) return outputs;
  const states = outputNames(wrapped.layer, wrapped.args).slice(1);
  const both = ['forward', 'backward'].flatMap((side) => states.map((state) => `${side}_${state}`));
  return [...outputs, ...both];
}

/** A list of cells is stacked: the states of each cell in turn. */
function cellStates(cell: ArgumentValue | undefined): readonly string[] {
  if (Array.isArray(cell)) return stackedStates(cell);
  const value = nested(cell);
  if (value === null) return [];
  const cells = value.args['cells'];
  if (value.layer === 'StackedRNNCells') return Array.isArray(cells) ? stackedStates(cells) : [];
  return STATE_NAMES[value.layer] ?? [];
}

function stackedStates(cells: readonly ArgumentValue[]): readonly string[] {
  return cells.flatMap((cell, index) => cellStates(cell).map((state) => `${state}_${index + 1}`));
}

function nested(value: ArgumentValue | undefined): { layer: string; args: Arguments } | null {
  return typeof value === 'object' && value !== null && 'layer' in value ? value : null;
}
