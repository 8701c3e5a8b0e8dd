import { describe, expect, test } from 'vitest';
import { LAYER_TYPES, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import { inferLayer, UNKNOWN_LAYERS, type PortInputs, type Shape } from '../../../src/domain/shapes/index.ts';
import { ruleOf } from '../../../src/domain/shapes/rules.ts';
import { at, floats } from './network.ts';

type Args = Record<string, ArgumentValue>;

function known(type: string, args: Args, inputs: PortInputs) {
  const inference = inferLayer(type, args, inputs);
  if (inference.status !== 'known')
    throw new Error(`${type} is ${inference.status}: ${JSON.stringify(inference)}`);
  return inference;
}

const shapesOf = (type: string, args: Args, inputs: PortInputs) =>
  known(type, args, inputs).outputs.map(({ shape }) => shape);

test('every layer of the catalogue has a rule, or stands in the list of those that cannot have one', () => {
  const concrete = LAYER_TYPES.filter(({ isAbstract }) => !isAbstract).map(({ name }) => name);
  const without = concrete.filter((name) => ruleOf(name) === undefined);
  expect(without).toEqual(Object.keys(UNKNOWN_LAYERS).sort());
});

const SHAPES: readonly (readonly [string, Args, PortInputs, readonly Shape[]])[] = [
  ['Dense', { units: 4 }, at('inputs', [null, 3]), [[null, 4]]],
  ['Dense', { units: 4 }, at('inputs', [null, 7, 3]), [[null, 7, 4]]],
  ['Conv2D', { filters: 8, kernel_size: 3 }, at('inputs', [null, 28, 28, 1]), [[null, 26, 26, 8]]],
  [
    'Conv2D',
    { filters: 8, kernel_size: 3, strides: 2, padding: 'same' },
    at('inputs', [null, null, 5, 1]),
    [[null, null, 3, 8]],
  ],
  ['Conv1D', { filters: 8, kernel_size: 3, padding: 'causal' }, at('inputs', [null, 10, 2]), [[null, 10, 8]]],
  [
    'Conv2DTranspose',
    { filters: 2, kernel_size: 4, strides: 2, padding: 'same' },
    at('inputs', [null, 4, 4, 3]),
    [[null, 8, 8, 2]],
  ],
  ['MaxPooling2D', {}, at('inputs', [null, 5, 5, 3]), [[null, 2, 2, 3]]],
  ['Flatten', {}, at('inputs', [null, 5, 5, 3]), [[null, 75]]],
  ['Flatten', {}, at('inputs', [null, null, 3]), [[null, null]]],
  ['Reshape', { target_shape: [-1, 5] }, at('inputs', [null, 5, 3]), [[null, 3, 5]]],
  ['Concatenate', {}, at('inputs', [null, 2, 3], [null, 2, 4]), [[null, 2, 7]]],
  ['Dot', { axes: 2 }, at('inputs', [null, 2, 3], [null, 4, 3]), [[null, 2, 4]]],
  [
    'LSTM',
    { units: 4, return_sequences: true, return_state: true },
    at('sequences', [null, 9, 3]),
    [
      [null, 9, 4],
      [null, 4],
      [null, 4],
    ],
  ],
  [
    'Bidirectional',
    { layer: { layer: 'GRU', args: { units: 4 } } },
    at('sequences', [null, 9, 3]),
    [[null, 8]],
  ],
  [
    'TimeDistributed',
    { layer: { layer: 'Dense', args: { units: 4 } } },
    at('inputs', [null, 9, 3]),
    [[null, 9, 4]],
  ],
  [
    'MultiHeadAttention',
    { num_heads: 2, key_dim: 4 },
    { ...at('query', [null, 9, 6]), ...at('value', [null, 5, 3]) },
    [[null, 9, 6]],
  ],
  ['Attention', {}, at('inputs', [null, 9, 6], [null, 5, 6]), [[null, 9, 6]]],
  ['InputLayer', { shape: [28, null, 3] }, {}, [[null, 28, null, 3]]],
  ['Embedding', { input_dim: 100, output_dim: 8 }, at('inputs', [null, 20]), [[null, 20, 8]]],
];

test.each(SHAPES)('%s %j', (type, args, inputs, expected) => {
  expect(shapesOf(type, args, inputs)).toEqual(expected);
});

describe('what a layer costs', () => {
  test('a convolution has a kernel and a bias, and slides over every position', () => {
    const { weights, params, macs, activationBytes } = known(
      'Conv2D',
      { filters: 8, kernel_size: 3 },
      at('inputs', [null, 28, 28, 3]),
    );
    expect(weights).toMatchObject([
      { name: 'kernel', shape: [3, 3, 3, 8], trainable: true },
      { name: 'bias', shape: [8], trainable: true },
    ]);
    expect(params).toEqual({ total: 224, trainable: 224, trained: 224 });
    expect(macs).toBe(26 * 26 * 3 * 3 * 3 * 8);
    expect(activationBytes).toBe(26 * 26 * 8 * 4);
  });

  test('batch normalization keeps statistics that are not trained', () => {
    expect(known('BatchNormalization', {}, at('inputs', [null, 8])).params).toMatchObject({
      total: 32,
      trainable: 16,
    });
  });

  test('a layer that is not trainable has no trainable parameters', () => {
    expect(known('Dense', { units: 4, trainable: false }, at('inputs', [null, 3])).params).toMatchObject({
      total: 16,
      trainable: 0,
    });
  });

  test('a wrapper goes by the variables of what it wraps, as Keras does', () => {
    const frozen = { layer: 'Dense', args: { units: 4, trainable: false } };
    const inputs = at('inputs', [null, 9, 3]);
    expect(known('TimeDistributed', { layer: frozen }, inputs).params?.trainable).toBe(0);
    const sequence = at('sequences', [null, 9, 3]);
    const cell = { layer: 'LSTMCell', args: { units: 4 } };
    const layer = { layer: 'RNN', args: { cell, trainable: false } };
    expect(known('Bidirectional', { layer }, sequence).params?.trainable).toBe(256);
  });

  test('half precision halves the memory', () => {
    const dense = known('Dense', { units: 4, dtype: 'mixed_float16' }, at('inputs', [null, 3]));
    expect(dense.outputs).toEqual([{ shape: [null, 4], dtype: 'float16' }]);
    expect(dense.activationBytes).toBe(8);
  });

  test('what depends on an unknown dimension is unknown, not zero', () => {
    const dense = known('Dense', { units: 4 }, at('inputs', [null, null, 3]));
    expect(dense).toMatchObject({ macs: null, activationBytes: null, params: { total: 16 } });
  });
});

const REFUSED: readonly (readonly [string, Args, PortInputs, string])[] = [
  ['Dense', {}, at('inputs', [null, 3]), 'argument-missing'],
  ['Dense', { units: 'many' }, at('inputs', [null, 3]), 'argument-type'],
  ['Dense', { units: 0 }, at('inputs', [null, 3]), 'argument-range'],
  ['Dense', { units: 4, unit: 4 }, at('inputs', [null, 3]), 'argument-unknown'],
  ['Dense', { units: 4, activation: 'rely' }, at('inputs', [null, 3]), 'argument-type'],
  ['Dense', { units: 4 }, {}, 'input-missing'],
  ['Dense', { units: 4 }, at('inputs', [null, null]), 'input-dimension'],
  ['Dense', { units: 4, bias_initializer: 'orthogonal' }, at('inputs', [null, 3]), 'argument-unsupported'],
  ['Conv2D', { filters: 8, kernel_size: 3 }, at('inputs', [null, 28, 28]), 'input-rank'],
  ['Conv2D', { filters: 8, kernel_size: 5 }, at('inputs', [null, 3, 3, 1]), 'output-empty'],
  [
    'Conv2D',
    { filters: 8, kernel_size: 3, padding: 'full' },
    at('inputs', [null, 9, 9, 1]),
    'argument-choice',
  ],
  [
    'Conv2D',
    { filters: 8, kernel_size: 3, strides: 2, dilation_rate: 2 },
    at('inputs', [null, 9, 9, 1]),
    'argument-conflict',
  ],
  ['Conv2D', { filters: 8, kernel_size: 3, groups: 2 }, at('inputs', [null, 9, 9, 3]), 'argument-unfit'],
  ['Subtract', {}, at('inputs', [null, 3]), 'input-count'],
  ['Add', {}, at('inputs', [null, 3], [null, 4]), 'inputs-disagree'],
  ['Dense', { units: 4 }, at('input', [null, 3]), 'port-unknown'],
  ['Danse', {}, {}, 'layer-unknown'],
  ['Layer', {}, {}, 'layer-abstract'],
];

test.each(REFUSED)('%s %j is refused', (type, args, inputs, code) => {
  expect(inferLayer(type, args, inputs).flaws[0]?.code).toBe(code);
});

test('what is wrong inside a wrapper is told at the wrapper', () => {
  const layer = { layer: 'Conv2D', args: { filters: 8, kernel_size: 3 } };
  const [flaw] = inferLayer('TimeDistributed', { layer }, at('inputs', [null, 9, 28, 28])).flaws;
  expect(flaw).toMatchObject({ code: 'input-rank', within: [{ argument: 'layer', type: 'Conv2D' }] });
});

const whole = (...shape: (number | null)[]) => [{ shape, dtype: 'int32' }];
const SIMPLE = { layer: 'SimpleRNNCell', args: { units: 3, recurrent_dropout: 0.2 } };

test.each([
  ['SimpleRNNCell', { units: 3, dropout: 0.2 }, { sequence: whole(null, 1), states: [floats(null, 3)] }],
  ['SimpleRNNCell', SIMPLE.args, { sequence: [floats(null, 1)], states: whole(null, 3) }],
  [
    'StackedRNNCells',
    { cells: [{ layer: 'LSTMCell', args: { units: 2 } }, SIMPLE] },
    { inputs: [floats(null, 1)], states: [floats(null, 2), floats(null, 2), ...whole(null, 3)] },
  ],
] as const)('%s drops no whole numbers', (type, args, inputs) => {
  expect(inferLayer(type, args as unknown as Args, inputs)).toMatchObject({
    status: 'invalid',
    flaws: [{ code: 'input-dtype' }],
  });
});

test('a pipeline is traced, which narrows what its layers compute in', () => {
  const layers = [{ layer: 'RandomFlip', args: { dtype: 'float64' } }];
  expect(known('Pipeline', { layers }, at('inputs', [null, 4, 4, 3])).outputs).toEqual([
    floats(null, 4, 4, 3),
  ]);
});

test('attention may have no heads at all', () => {
  const args = { head_dim: 1, num_query_heads: 0, num_key_value_heads: 1 };
  const { params } = known('GroupQueryAttention', args, {
    ...at('query', [null, 1, 1]),
    ...at('value', [null, 1, 1]),
  });
  expect(params?.total).toBe(5);
});

test('nobody can tell what a Lambda gives', () => {
  expect(inferLayer('Lambda', { function: 'f' }, at('inputs', [null, 3])).status).toBe('unknown');
});

test('a wrapper of the unknown is unknown', () => {
  const layer = { layer: 'Lambda', args: { function: 'f' } };
  expect(inferLayer('TimeDistributed', { layer }, at('inputs', [null, 9, 3])).status).toBe('unknown');
});

test('a window that is too large can be mended by padding', () => {
  const [flaw] = inferLayer('MaxPooling2D', { pool_size: 4 }, at('inputs', [null, 3, 3, 1])).flaws;
  expect(flaw?.fix).toEqual({ kind: 'set-argument', argument: 'padding', value: 'same' });
});

test('an alias is the same layer', () => {
  expect(
    inferLayer('Convolution2D', { filters: 8, kernel_size: 3 }, { inputs: [floats(null, 9, 9, 1)] }),
  ).toEqual(inferLayer('Conv2D', { filters: 8, kernel_size: 3 }, { inputs: [floats(null, 9, 9, 1)] }));
});
