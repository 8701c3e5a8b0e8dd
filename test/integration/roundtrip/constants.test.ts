import { describe, expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { kerasOfFile } from './kerasOfFile.ts';
import { imported, roundTrip } from './roundTrip.ts';

const keras = kerasOfFile();

const LIMIT = 120_000;

/** A network in which `y` is made of the input `x`, of three numbers, in Python. */
const networkWith = (statement: string, shape = '(3,)') => `
import keras
import numpy as np
from keras import layers


def build_model():
    x = keras.Input(${shape}, name="x")
    y = ${statement}
    return keras.Model(x, y, name="model")
`;

describe('an array among what an operation computes with is kept', () => {
  test.each([
    ['of NumPy', 'keras.ops.add(x, np.array([0.1, -2.0, 3e-7], "float32"))'],
    ['of Keras', 'keras.ops.multiply(x, keras.ops.convert_to_tensor([[1, 2, 3]]))'],
    ['before the tensor', 'keras.ops.power(np.array([1.0, 2.0, 3.0]), x)'],
    ['of integers and more dimensions', 'x - np.arange(6).reshape(2, 3)'],
    ['of booleans', 'keras.ops.multiply(x, np.array([True, False, True]))'],
    ['of half precision', 'keras.ops.add(x, keras.ops.cast(np.array([0.1, 2.0, 3.0]), "bfloat16"))'],
    ['beside a layer that is called np', 'layers.Dense(3, name="np")(x / np.array([2.0, 4.0, 8.0]))'],
  ])(
    '%s',
    async (_kind, statement) => {
      const source = networkWith(statement);
      expect(await roundTrip(keras, { source })).toEqual({ lost: [], outputs: 'identical' });
    },
    LIMIT,
  );
});

describe('a number that JSON does not have is kept', () => {
  test.each([
    ['NaN', 'keras.ops.add(x, float("nan"))'],
    ['an infinity', 'keras.ops.maximum(x, float("-inf"))'],
    ['before the tensor', 'keras.ops.divide(float("inf"), x)'],
    ['in an array', 'x * np.array([float("inf"), float("-inf"), float("nan")])'],
    ['as an argument', 'layers.Masking(mask_value=float("nan"))(layers.Reshape((1, 3))(x))'],
    ['in an initializer', 'layers.Dense(2, bias_initializer=keras.initializers.Constant(float("inf")))(x)'],
  ])(
    '%s',
    async (_kind, statement) => {
      const { lost } = await roundTrip(keras, { source: networkWith(statement) });
      expect(lost).toEqual([]);
    },
    LIMIT,
  );
});

describe('a mask that somebody gives is kept, though Keras could compute it', () => {
  const masked = (statement: string) => `
import keras
from keras import layers


def build_model():
    tokens = keras.Input((5,), dtype="int32", name="tokens")
    others = keras.Input((5,), dtype="int32", name="others")
    own = keras.Input((5,), dtype="bool", name="own")
    words = layers.Embedding(9, 4, mask_zero=True, name="words")
    embedded = words(tokens)
    y = ${statement}
    return keras.Model([tokens, others, own], y, name="model")
`;

  test.each([
    [
      'beside another one',
      'layers.Attention()([embedded, embedded], mask=[words.compute_mask(tokens), own])',
    ],
    [
      'where a layer has lost it',
      'layers.LSTM(2)(layers.Conv1D(4, 1)(embedded), mask=words.compute_mask(tokens))',
    ],
    ['that is of other words', 'layers.LSTM(2)(embedded, mask=words.compute_mask(others))'],
    [
      'that is of other words, some layers after them',
      'layers.LSTM(2)(layers.Dense(3)(words(others)), mask=words.compute_mask(tokens))',
    ],
    [
      'to one of several',
      'layers.MultiHeadAttention(1, 2)(embedded, words(others), value_mask=words.compute_mask(tokens))',
    ],
    ['where an operation has lost it', 'layers.LSTM(2)(embedded * 2, mask=words.compute_mask(tokens))'],
  ])(
    '%s',
    async (_where, statement) => {
      const source = masked(statement);
      expect(await roundTrip(keras, { source })).toEqual({ lost: [], outputs: 'identical' });
    },
    LIMIT,
  );
});

describe('a value that an architecture cannot hold is left out, and the report says so', () => {
  const left = (port: string, what: string) =>
    `${port} is left out: it was given ${what} when the layer was called`;
  const besides = (port: string, what: string) =>
    `${port} was also given ${what}, for which there is no layer to connect, and which is left out`;

  test.each([
    ['layers.Add()([x, np.ones((1, 3), "float32")])', besides('inputs', 'an array')],
    ['layers.Softmax()(x, mask=np.array([True, False, True]))', left('mask', 'an array')],
    ['layers.Attention()([x[:, None], x[:, None]], mask=[None, x > 0])', besides('mask', 'None')],
    ['keras.ops.concatenate([x, np.ones((1, 3))], axis=0)', besides('xs', 'an array')],
    ['keras.ops.add(x, np.ones((11000, 3), "float32"))', left('x2', 'an array')],
    ['keras.ops.add(x, np.array([1, 2, 2**60 + 1]))', left('x2', 'an array')],
  ])(
    '%s',
    async (statement, notice) => {
      const { config } = await keras.ask({ source: networkWith(statement) });
      const { report } = imported(JSON.parse(JSON.stringify(config)) as unknown);
      expect(report.notices.map(({ message }) => message)).toContain(notice);
    },
    LIMIT,
  );

  test(
    'a mask that somebody computed is no such value',
    async () => {
      const masked =
        'layers.MultiHeadAttention(1, 2)(x, x, attention_mask=keras.ops.expand_dims(x[..., 0] > 0, 1))';
      const { config } = await keras.ask({ source: networkWith(masked, '(4, 3)') });
      const { report } = imported(config);
      expect(report).toMatchObject({ custom: [], notices: [] });
      expect(report.recognised).toMatchObject({ 'ops.ExpandDims': 1, 'ops.GetItem': 1, 'ops.Greater': 1 });
    },
    LIMIT,
  );

  test(
    'an operation that lacks it then has a problem',
    async () => {
      const source = networkWith('keras.ops.add(x, np.ones((11000, 3), "float32"))');
      const { config } = await keras.ask({ source });
      const { view, architecture } = imported(config);
      expect(checkArchitecture(view, architecture).problems).toMatchObject([{ code: 'input-missing' }]);
    },
    LIMIT,
  );
});
