import fc, { type Arbitrary } from 'fast-check';
import {
  LAYER_TYPES,
  layerType,
  type ArgumentDescription,
  type ArgumentType,
  type ArgumentValue,
  type LayerType,
} from '../../../meta/catalogue/index.ts';
import { UNKNOWN_LAYERS, type TensorSpec } from '../../../src/domain/shapes/index.ts';
import type { LayerCase } from './agreement.ts';

/** The layer types whose rules can be compared with Keras. */
export const COMPARED_TYPES = LAYER_TYPES.filter(
  ({ name, isAbstract }) => !isAbstract && !(name in UNKNOWN_LAYERS),
).map(({ name }) => name);

/** A layer with arguments and inputs that mostly, but not always, make sense. */
export function layerCase(types: readonly string[] = COMPARED_TYPES): Arbitrary<LayerCase> {
  return fc.constantFrom(...types).chain((name) => caseOf(known(name)));
}

function known(name: string): LayerType {
  const type = layerType(name);
  if (type === undefined) throw new Error(`There is no layer ${name}.`);
  return type;
}

function caseOf(type: LayerType): Arbitrary<LayerCase> {
  return fc
    .tuple(argumentsOf(type), inputsOf(type))
    .map(([args, inputs]) => ({ layer: type.name, args, inputs }));
}

// Now and then something strange, so that refusals are compared too

const USUAL = 24;
const often = <T>(usual: Arbitrary<T>, strange: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: USUAL }, { arbitrary: strange, weight: 1 });

const whole = (least: number, most: number) => fc.integer({ min: least, max: most });

// Arguments

const NEVER_DRAWN = new Set([
  'name',
  'autocast',
  'flash_attention',
  'use_cudnn',
  'vocabulary',
  'idf_weights',
  'vocabulary_dtype',
  'encoding',
  'salt',
  'mask_token',
  'oov_token',
  'gptq_unpacked_column_size',
  'input_tensor',
  'ragged',
  'seed',
  'synchronized',
  'reverse_dtype',
  'antialias',
]);

export function argumentsOf(type: LayerType): Arbitrary<Record<string, ArgumentValue>> {
  if (type.name === 'EinsumDense') return einsumArguments();
  const drawn = [...type.arguments, ...type.callArguments].filter(
    ({ name, type: kind }) =>
      (!NEVER_DRAWN.has(name) || `${type.name}.${name}` in SPECIAL) && kind.kind !== 'python',
  );
  const entries = drawn.map((argument) =>
    entryOf(type, argument).map((value) => (value === undefined ? [] : [[argument.name, value] as const])),
  );
  return fc.tuple(...entries).map((lists) => Object.fromEntries(lists.flat()));
}

function entryOf(type: LayerType, argument: ArgumentDescription): Arbitrary<ArgumentValue | undefined> {
  const value = SPECIAL[`${type.name}.${argument.name}`] ?? BY_NAME[argument.name] ?? byKind(argument);
  if (argument.required === true || ALWAYS_DRAWN.has(`${type.name}.${argument.name}`)) {
    return fc.oneof({ arbitrary: value, weight: 99 }, { arbitrary: fc.constant(undefined), weight: 1 });
  }
  const chance = COMMON.has(argument.name) || FUNCTIONS.test(argument.name) ? 6 : 40;
  return fc.oneof(
    { arbitrary: value, weight: chance },
    { arbitrary: fc.constant(undefined), weight: 100 - chance },
  );
}

const COMMON = new Set([
  'dtype',
  'trainable',
  'activity_regularizer',
  'stateful',
  'lora_rank',
  'lora_alpha',
  'dilation_rate',
]);
const FUNCTIONS = /initializer|regularizer|constraint|activation/;
const ALWAYS_DRAWN = new Set([
  'InputLayer.shape',
  'CategoryEncoding.num_tokens',
  'Discretization.bin_boundaries',
  'GroupNormalization.groups',
]);

const small = often(whole(1, 6), whole(-1, 0));
const size = often(whole(1, 4), whole(-1, 0));
const rate = often(fc.constantFrom(0, 0.25, 0.5, 1), fc.constantFrom(-0.1, 1.5));
const axis = often(whole(-2, 2), whole(-5, 5));
const axes = fc.oneof(axis, fc.uniqueArray(axis, { minLength: 1, maxLength: 2 }));
const factor = fc.oneof(
  often(fc.constantFrom(0, 0.2, 1), fc.constantFrom(-0.5, -1, 1.5, 9)),
  fc.tuple(fc.constantFrom(-0.4, 0, 0.1), fc.constantFrom(0.2, 1, 1.5)).map((pair) => pair as ArgumentValue),
);

const BY_NAME: Readonly<Record<string, Arbitrary<ArgumentValue>>> = {
  units: small,
  filters: often(fc.constantFrom(1, 2, 3, 4, 6), whole(-1, 0)),
  groups: often(whole(1, 3), whole(-1, 0)),
  axis,
  rate,
  dropout: rate,
  recurrent_dropout: rate,
  stddev: rate,
  axes,
  dtype: often(
    fc.constantFrom('float32', 'float16', 'bfloat16', 'mixed_float16', 'mixed_bfloat16'),
    fc.constantFrom('float64', 'nonsense'),
  ),
  // Keras looks at most others when the layer is made, but at this one when it is trained.
  activity_regularizer: fc.constantFrom<ArgumentValue>('l2', { function: 'L1', args: {} }),
  value_range: fc.constantFrom<ArgumentValue>([0, 1], [0, 255], [-1, 1]),
  fft_length: often(fc.constantFrom(8, 16, 12), fc.constantFrom(2)),
  frame_length: often(whole(2, 8), fc.constantFrom(0, 1)),
  sequence_length: often(whole(2, 8), fc.constantFrom(20)),
  max_number: whole(1, 4),
  bins: whole(2, 20),
  tile_grid_size: fc.constant<ArgumentValue>([2, 2]),
};

for (const name of [
  'factor',
  'sigma',
  'x_factor',
  'y_factor',
  'height_factor',
  'width_factor',
  'addition_factor',
  'threshold_factor',
  'brightness_factor',
  'contrast_factor',
  'saturation_factor',
  'hue_factor',
]) {
  (BY_NAME as Record<string, Arbitrary<ArgumentValue>>)[name] = factor;
}

const dimension = fc.oneof(
  { arbitrary: whole(1, 8), weight: 9 },
  { arbitrary: fc.constant(null), weight: 1 },
);
const shape = (least: number, most: number): Arbitrary<ArgumentValue> =>
  fc.array(dimension, { minLength: least, maxLength: most });

const SPECIAL: Readonly<Record<string, Arbitrary<ArgumentValue>>> = {
  'BatchNormalization.axis': axis,
  'Dot.axes': fc.oneof(
    whole(-2, 3),
    fc.array(whole(-2, 3), { minLength: 2, maxLength: 2 }),
    fc.constant([1]),
  ),
  'GaussianNoise.stddev': rate,
  'GroupNormalization.groups': often(fc.constantFrom(1, 2, 3, -1), fc.constantFrom(0, -2, 32)),
  'InputLayer.shape': shape(0, 4),
  'InputLayer.batch_shape': shape(1, 4),
  'InputLayer.dtype': fc.constantFrom('float32', 'int32', 'float16', 'bool', 'string'),
  'LayerNormalization.axis': axes,
  'RMSNormalization.axis': axis,
  'UnitNormalization.axis': axes,
  'Softmax.axis': axes,
  'PReLU.shared_axes': fc.oneof(
    whole(1, 3),
    fc.uniqueArray(often(whole(1, 3), whole(-1, 5)), { maxLength: 3 }),
  ),
  'Permute.dims': fc.oneof(...[1, 2, 3].map((rank) => permutation(rank)), fc.constant<ArgumentValue>([1, 1])),
  'Reshape.target_shape': fc.oneof(
    fc.array(fc.constantFrom(-1, 1, 2, 3, 4, 6, 8), { maxLength: 3 }),
    fc.constantFrom<ArgumentValue>([-1], [-1, 1], [-1, 2], [-1, -1], [-2], [null, 2], [0, -1]),
  ),
  'MultiHeadAttention.output_shape': fc.oneof(small, fc.array(whole(1, 4), { minLength: 1, maxLength: 2 })),
  'MultiHeadAttention.attention_axes': fc.constantFrom<ArgumentValue>(1, [1], [-2]),
  'GroupQueryAttention.num_query_heads': often(fc.constantFrom(2, 4, 6), whole(-1, 3)),
  'GroupQueryAttention.num_key_value_heads': often(fc.constantFrom(1, 2), whole(-1, 3)),
  'Normalization.mean': fc.constantFrom<ArgumentValue>(0, [0], [0, 1, 2], [0, 1]),
  'Normalization.variance': fc.constantFrom<ArgumentValue>(1, [1], [1, 1, 2], [1, 1]),
  'Normalization.axis': fc.oneof(axis, fc.uniqueArray(axis, { minLength: 1, maxLength: 2 })),
  'Discretization.bin_boundaries': fc.constantFrom<ArgumentValue>([0, 1], [0.5], [1, 2, 3]),
  'Discretization.num_bins': whole(-1, 5),
  'CategoryEncoding.num_tokens': often(whole(1, 9), whole(-1, 0)),
  'RandomElasticTransform.scale': factor,
  'RandomErasing.scale': fc.constantFrom<ArgumentValue>([0.02, 0.33], [0, 1], [2, 3]),
  'RandomPerspective.scale': often(fc.constantFrom(0, 0.5, 1), fc.constantFrom(-1, 2)),
  'RandomGrayscale.factor': often(fc.constantFrom(0, 0.5, 1), fc.constantFrom(-1, 2)),
  'RandomPosterization.factor': often(whole(1, 8), fc.constantFrom(0, 9)),
  'RandomGaussianBlur.kernel_size': fc.constantFrom<ArgumentValue>(3, 5, 4, [3, 5], [3, 4]),
  'CenterCrop.height': whole(1, 6),
  'CenterCrop.width': whole(1, 6),
  'RandomFlip.mode': fc.constantFrom('horizontal', 'vertical', 'horizontal_and_vertical'),
  'RandAugment.num_ops': whole(1, 3),
  'AugMix.factor': factor,
  'UpSampling1D.size': size,
  'Rescaling.scale': fc.constantFrom(0.5, 2),
  'Rescaling.offset': fc.constantFrom(0.5, 2),
  ...vocabularyOf('IntegerLookup', [3, 4, 5], 0, -1),
  ...vocabularyOf('StringLookup', ['a', 'b', 'c'], '', '[UNK]'),
  ...vocabularyOf('TextVectorization', ['a', 'b', 'c'], '', '[UNK]'),
  'MelSpectrogram.fft_length': fc.constantFrom(8, 16),
  'MelSpectrogram.max_freq': fc.constantFrom(4000, 8000),
  'MelSpectrogram.sampling_rate': fc.constantFrom(8000, 16000),
};

/** Tokens with and without those that mean something else before, between and after them. */
function vocabularyOf(
  type: string,
  tokens: readonly ArgumentValue[],
  mask: ArgumentValue,
  oov: ArgumentValue,
): Record<string, Arbitrary<ArgumentValue>> {
  const [one = null] = tokens;
  return {
    [`${type}.vocabulary`]: often(
      fc.constantFrom<ArgumentValue>(tokens, [oov, ...tokens], [mask, oov, ...tokens], [one]),
      fc.constantFrom<ArgumentValue>([], [...tokens, one], [one, mask], [one, oov], [mask, ...tokens]),
    ),
    [`${type}.idf_weights`]: fc.constantFrom<ArgumentValue>([0.5, 1, 2], [1, 0.5, 1, 2], [1]),
    ...(type === 'TextVectorization'
      ? { [`${type}.output_sequence_length`]: whole(1, 6) }
      : {
          [`${type}.mask_token`]: fc.constantFrom<ArgumentValue>(mask, null),
          [`${type}.oov_token`]: fc.constant<ArgumentValue>(oov),
        }),
  };
}

function permutation(rank: number): Arbitrary<ArgumentValue> {
  const order = Array.from({ length: rank }, (_, i) => i + 1);
  return fc
    .shuffledSubarray(order, { minLength: rank, maxLength: rank })
    .map((dims) => dims as ArgumentValue);
}

function byKind({ type, name, default: usual }: ArgumentDescription): Arbitrary<ArgumentValue> {
  const value = ofKind(type, name);
  return usual === null
    ? fc.oneof({ arbitrary: value, weight: 9 }, { arbitrary: fc.constant(null), weight: 1 })
    : value;
}

function ofKind(type: ArgumentType, name: string): Arbitrary<ArgumentValue> {
  switch (type.kind) {
    case 'integer':
      return small;
    case 'float':
      return fc.constantFrom(0, 0.001, 0.5, 1, 2);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.constant('text');
    case 'enum':
      return often(fc.constantFrom(...type.choices), fc.constant('nonsense'));
    case 'dtype':
      return fc.constantFrom('float32', 'float16');
    case 'shape':
      return shape(1, 3);
    case 'tuple':
      return often(tupleOf(type.length ?? 2, type.scalar === true), tupleOf((type.length ?? 2) + 1, false));
    case 'margins':
      return margins(type.length);
    case 'function':
      return functionOf(type.role);
    case 'layer':
      return name === 'backward_layer' ? backwardLayer : nested(name === 'layer' ? WRAPPED : []);
    case 'layers':
      return fc.array(nested(PIPED), { minLength: 1, maxLength: 3 });
    case 'cell':
      return fc.oneof(
        nested(CELLS),
        nested(['StackedRNNCells']),
        fc.array(nested(CELLS), { minLength: 1, maxLength: 2 }),
      );
    case 'cells':
      return fc.array(nested(CELLS), { minLength: 1, maxLength: 3 });
    case 'scalar':
    case 'operand':
      return fc.constantFrom<ArgumentValue>(0, 1);
    case 'python':
      return fc.constant(null);
    default:
      return type satisfies never;
  }
}

function tupleOf(length: number, scalar: boolean): Arbitrary<ArgumentValue> {
  const list: Arbitrary<ArgumentValue> = fc.array(size, { minLength: length, maxLength: length });
  return scalar ? fc.oneof(size as Arbitrary<ArgumentValue>, list) : list;
}

function margins(length: number): Arbitrary<ArgumentValue> {
  const one = often(whole(0, 2), whole(-1, 4));
  const pair: Arbitrary<ArgumentValue> = fc.tuple(one, one);
  if (length === 1) return fc.oneof(one as Arbitrary<ArgumentValue>, pair);
  const items = fc.array(fc.oneof(one as Arbitrary<ArgumentValue>, pair), {
    minLength: length,
    maxLength: length,
  });
  return fc.oneof(one as Arbitrary<ArgumentValue>, items);
}

function functionOf(role: string): Arbitrary<ArgumentValue> {
  const choices: Readonly<Record<string, Arbitrary<ArgumentValue>>> = {
    activation: often(
      fc.constantFrom<ArgumentValue>('relu', 'tanh', 'softmax', 'swish', { layer: 'LeakyReLU', args: {} }),
      fc.constant('nonsense'),
    ),
    initializer: often(
      fc.constantFrom<ArgumentValue>(
        'zeros',
        'he_normal',
        'GlorotUniform',
        'orthogonal',
        'identity',
        { function: 'RandomNormal', args: { stddev: 0.1 } },
        { function: 'Orthogonal', args: {} },
        { function: 'Constant', args: { value: 2 } },
      ),
      fc.constantFrom<ArgumentValue>('nonsense', { function: 'nonsense', args: {} }),
    ),
    regularizer: often(
      fc.constantFrom<ArgumentValue>(
        'l2',
        { function: 'L1L2', args: { l1: 0.1, l2: 0.2 } },
        { function: 'L1', args: {} },
      ),
      fc.constant('nonsense'),
    ),
    constraint: often(
      fc.constantFrom<ArgumentValue>('non_neg', { function: 'MaxNorm', args: { max_value: 2 } }),
      fc.constant('nonsense'),
    ),
  };
  return choices[role] ?? fc.constant(null);
}

// Nested layers

const CELLS = ['SimpleRNNCell', 'GRUCell', 'LSTMCell'];
const RECURRENT = ['SimpleRNN', 'GRU', 'LSTM', 'RNN', 'ConvLSTM1D'];
const WRAPPED = [
  'Dense',
  'Conv1D',
  'Conv2D',
  'LSTM',
  'Dropout',
  'BatchNormalization',
  'MaxPooling2D',
  'Flatten',
  'Embedding',
  'SeparableConv1D',
  'Conv2DTranspose',
  'EinsumDense',
  'LayerNormalization',
  'GlobalAveragePooling1D',
];
const PIPED = ['RandomFlip', 'Rescaling', 'RandomRotation', 'CenterCrop', 'RandomZoom'];

const WRAPPABLE: Readonly<Record<string, readonly string[]>> = { Bidirectional: RECURRENT };

function nested(types: readonly string[]): Arbitrary<ArgumentValue> {
  return fc
    .constantFrom(...(types.length === 0 ? WRAPPED : types))
    .chain((name) => argumentsOf(known(name)).map((args) => ({ layer: name, args })));
}

const backwardLayer: Arbitrary<ArgumentValue> = nested(RECURRENT);

(SPECIAL as Record<string, Arbitrary<ArgumentValue>>)['Bidirectional.layer'] = fc.oneof(
  { arbitrary: fc.constant(null).chain(() => nested(WRAPPABLE['Bidirectional'] ?? [])), weight: 19 },
  { arbitrary: fc.constant<ArgumentValue>({ layer: 'Dense', args: { units: 2 } }), weight: 1 },
);
(SPECIAL as Record<string, Arbitrary<ArgumentValue>>)['Bidirectional.merge_mode'] = fc.constantFrom(
  'sum',
  'mul',
  'concat',
  'ave',
  null,
);

function einsumArguments(): Arbitrary<Record<string, ArgumentValue>> {
  const forms = fc.constantFrom<Record<string, ArgumentValue>>(
    { equation: 'ab,bc->ac', output_shape: 4 },
    { equation: 'ab,bc->ac', output_shape: 4, bias_axes: 'c' },
    { equation: 'abc,cd->abd', output_shape: [null, 5], bias_axes: 'd' },
    { equation: 'abc,cd->abd', output_shape: [null, 5], bias_axes: 'bd' },
    { equation: '...x,xy->...y', output_shape: 6, bias_axes: 'y' },
    { equation: 'ab...,bc->ac...', output_shape: 3, bias_axes: 'c' },
    { equation: 'abc,cde->abde', output_shape: [null, 2, 3], bias_axes: 'de' },
    { equation: 'abc,bd->acd', output_shape: [null, 7] },
    { equation: 'ab,bc->ad', output_shape: 4 },
    { equation: 'nonsense', output_shape: 4 },
    { equation: 'ab,cd->ac', output_shape: 4 },
    { equation: 'abc,cd->abd', output_shape: [5], bias_axes: 'd' },
    { equation: 'ab,bc->ac', output_shape: 4, bias_axes: 'z' },
  );
  const extras = fc.constantFrom<Record<string, ArgumentValue>>(
    {},
    {},
    {},
    { dtype: 'mixed_float16' },
    { trainable: false },
    { lora_rank: 2 },
    { activation: 'relu' },
  );
  return fc.tuple(forms, extras).map(([form, extra]) => ({ ...form, ...extra }));
}

// Inputs

const batch = fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, { arbitrary: whole(1, 4), weight: 1 });
const dtype = fc.oneof(
  { arbitrary: fc.constant('float32'), weight: 20 },
  { arbitrary: fc.constantFrom('int32', 'float16', 'bfloat16', 'bool'), weight: 3 },
);
const spatial = fc.oneof({ arbitrary: whole(1, 14), weight: 8 }, { arbitrary: fc.constant(null), weight: 1 });
const feature = fc.oneof(
  { arbitrary: fc.constantFrom(1, 2, 3, 4, 6, 8), weight: 24 },
  { arbitrary: fc.constant(null), weight: 1 },
);

function tensorOf(rank: Arbitrary<number>): Arbitrary<TensorSpec> {
  return rank.chain((count) =>
    fc
      .tuple(
        batch,
        fc.array(spatial, { minLength: Math.max(count - 2, 0), maxLength: Math.max(count - 2, 0) }),
        feature,
        dtype,
      )
      .map(([first, middle, last, type]) => ({
        shape: count < 1 ? [] : count === 1 ? [first] : [first, ...middle, last],
        dtype: type,
      })),
  );
}

function rankOf(type: LayerType): Arbitrary<number> {
  const natural = naturalRank(type);
  if (natural === null) return fc.constantFrom(2, 2, 3, 3, 4, 5, 1);
  return often(fc.constant(natural), fc.constantFrom(natural - 1, natural + 1));
}

const NATURAL_RANKS: Readonly<Record<string, number>> = {
  SimpleRNN: 3,
  GRU: 3,
  LSTM: 3,
  RNN: 3,
  Bidirectional: 3,
  RepeatVector: 2,
  STFTSpectrogram: 3,
  MelSpectrogram: 2,
  SimpleRNNCell: 2,
  GRUCell: 2,
  LSTMCell: 2,
  StackedRNNCells: 2,
  ConvLSTM1D: 4,
  ConvLSTM2D: 5,
  ConvLSTM3D: 6,
  TimeDistributed: 4,
  MultiHeadAttention: 3,
  GroupQueryAttention: 3,
};

export function naturalRank(type: LayerType): number | null {
  const stated = NATURAL_RANKS[type.name];
  if (stated !== undefined) return stated;
  const suffix = /(\d)D(Transpose)?$/.exec(type.name);
  if (suffix) return Number(suffix[1]) + 2;
  return type.category === 'image_preprocessing' || type.name === 'Pipeline' ? 4 : null;
}

type Ports = Record<string, readonly TensorSpec[]>;

function inputsOf(type: LayerType): Arbitrary<Ports> {
  const own = INPUTS[type.name] ?? (type.category === 'merging' ? merged(4, 'inputs') : undefined);
  if (own !== undefined) return own;
  const [first] = type.inputs;
  if (first === undefined) return fc.constant({});
  return tensorOf(rankOf(type)).map((tensor): Ports => ({ [first.name]: [tensor] }));
}

function tokens(...dtypes: readonly string[]): Arbitrary<Ports> {
  return fc
    .tuple(tensorOf(fc.constantFrom(1, 2, 2, 3)), fc.constantFrom(...dtypes))
    .map(([{ shape: sizes }, kind]): Ports => ({ inputs: [{ shape: sizes, dtype: kind }] }));
}

/** Several tensors, alike but for a few dimensions. */
function merged(most: number, port: string, ...dtypes: readonly string[]): Arbitrary<Ports> {
  const change = fc.record({ at: whole(0, 3), to: dimension });
  const changes = fc.array(
    fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: change, weight: 1 }),
    {
      minLength: 0,
      maxLength: most - 1,
    },
  );
  const kinds = dtypes.length === 0 ? fc.constant(undefined) : fc.constantFrom(...dtypes);
  const tensors = fc.tuple(tensorOf(fc.constantFrom(2, 3, 4)), kinds);
  const first = tensors.map(([tensor, kind]) => (kind === undefined ? tensor : { ...tensor, dtype: kind }));
  return fc.tuple(first, changes).map(([tensor, list]) => ({
    [port]: [tensor, ...list.map((one) => (one === null ? tensor : changed(tensor, one)))],
  }));
}

function changed(tensor: TensorSpec, { at, to }: { at: number; to: number | null }): TensorSpec {
  if (at === 0) return { ...tensor, shape: tensor.shape.slice(0, 2) };
  return at < tensor.shape.length ? { ...tensor, shape: tensor.shape.with(at, to) } : tensor;
}

function triple(): Arbitrary<readonly [TensorSpec, TensorSpec, TensorSpec]> {
  return fc
    .tuple(batch, spatial, spatial, feature, feature, fc.boolean(), fc.constantFrom(0, 0, 0, 1))
    .map(([first, asked, attended, size, other, same, extra]) => {
      const space = Array<number>(extra).fill(3);
      const make = (steps: number | null, features: number | null) => ({
        shape: [first, ...space, steps, features],
        dtype: 'float32',
      });
      return [make(asked, size), make(attended, same ? size : other), make(attended, size)] as const;
    });
}

const listed = triple().chain(([query, value, key]) =>
  fc.constantFrom<Ports>(
    { inputs: [query, value] },
    { inputs: [query, value, key] },
    { inputs: [query, query] },
    { inputs: [query] },
  ),
);
const ported = triple().chain(([query, value, key]) =>
  fc.constantFrom<Ports>(
    { query: [query], value: [value] },
    { query: [query], value: [value], key: [key] },
    { query: [query], value: [query] },
    { query: [value], value: [value], key: [query] },
  ),
);

const withStates = (port: string, count: number) => (units: number) =>
  tensorOf(fc.constant(count === 0 ? 3 : 2)).map((tensor): Ports => {
    const state = { shape: [tensor.shape[0] ?? null, units], dtype: 'float32' };
    return { [port]: [tensor], states: Array<TensorSpec>(count).fill(state) };
  });

const INPUTS: Readonly<Record<string, Arbitrary<Ports>>> = {
  Attention: listed,
  AdditiveAttention: listed,
  MultiHeadAttention: ported,
  GroupQueryAttention: ported,
  InputLayer: fc.constant({}),
  Hashing: tokens('string', 'int64', 'int32', 'float32'),
  HashedCrossing: merged(3, 'inputs', 'int64', 'string', 'int32'),
  IntegerLookup: tokens('int64', 'int32'),
  StringLookup: tokens('string'),
  TextVectorization: tokens('string'),
  SimpleRNNCell: whole(1, 6).chain(withStates('sequence', 1)),
  GRUCell: whole(1, 6).chain(withStates('inputs', 1)),
  LSTMCell: whole(1, 6).chain(withStates('inputs', 2)),
  Dot: merged(3, 'inputs'),
  TimeDistributed: tensorOf(fc.constantFrom(2, 3, 3, 4, 4, 5)).map((tensor): Ports => ({ inputs: [tensor] })),
  SpectralNormalization: tensorOf(fc.constantFrom(2, 3, 3, 4, 4)).map((tensor): Ports => ({
    inputs: [tensor],
  })),
  Bidirectional: tensorOf(fc.constantFrom(3, 3, 3, 4, 2)).map((tensor): Ports => ({ sequences: [tensor] })),
  SimpleRNN: recurrentInputs(1),
  GRU: recurrentInputs(1),
  LSTM: recurrentInputs(2),
};

function recurrentInputs(states: number): Arbitrary<Ports> {
  const rank = often(fc.constant(3), fc.constantFrom(2, 4));
  const given = fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, { arbitrary: whole(1, 6), weight: 2 });
  return fc.tuple(tensorOf(rank), given).map(([tensor, units]): Ports => {
    const state = { shape: [tensor.shape[0] ?? null, units], dtype: 'float32' };
    return units === 0
      ? { sequences: [tensor] }
      : { sequences: [tensor], initial_state: Array<TensorSpec>(states).fill(state) };
  });
}
