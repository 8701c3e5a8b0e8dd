import { expect, test } from 'vitest';
import { kerasOfFile } from './kerasOfFile.ts';
import { roundTrip } from './roundTrip.ts';
import { STRANGE_MODELS } from './strangeModels.ts';

const keras = kerasOfFile();

const LIMIT = 120_000;

const source = (body: string) => `
import keras
import numpy as np
from keras import layers, ops


def build_model():${body}
`;

test.each(Object.entries(STRANGE_MODELS))(
  '%s',
  async (_name, body) => {
    expect(await roundTrip(keras, { source: source(body) })).toEqual({ lost: [], outputs: 'identical' });
  },
  LIMIT,
);

test(
  'a layer in a frozen model that learns all the same goes on learning',
  async () => {
    const body = `
    x = keras.Input((8,))
    inner = keras.Model(x, layers.Dense(8, name="last")(layers.Dense(8, name="first")(x)), name="inner")
    inner.trainable = False
    inner.get_layer("last").trainable = True
    s = keras.Input((8,))
    return keras.Model(s, inner(s))`;
    const { lost, outputs } = await roundTrip(keras, { source: source(body) });
    // Keras counts none in the frozen model, though the network around it trains the layer.
    expect([lost.filter((one) => !one.includes('inner')), outputs]).toEqual([[], 'identical']);
  },
  LIMIT,
);

test(
  'operations of which no shape is known come back all the same',
  async () => {
    const body = `
    x = keras.Input((6, 4))
    return keras.Model(x, [ops.tile(x, (1, 2, 1)), ops.repeat(x, 2, axis=1), ops.cumsum(x, axis=1), ops.cumprod(x, axis=1), ops.moveaxis(x, 1, 2), ops.diff(x), ops.dot(x, x[0, 0]), ops.pad(x, ((0, 0), (1, 2), (0, 0)), constant_values=1.0), ops.take(x, [0, 2], axis=1), ops.einsum("bij,bkj->bik", x, x * 2), ops.take_along_axis(x, ops.argmax(x, axis=-1, keepdims=True), axis=-1)])`;
    const { lost, outputs } = await roundTrip(keras, { source: source(body) });
    expect([lost.filter((one) => !one.includes('the rules say')), outputs]).toEqual([[], 'identical']);
  },
  LIMIT,
);
