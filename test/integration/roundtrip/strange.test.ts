import { afterAll, beforeAll, expect, test } from 'vitest';
import { roundTrip, startKeras, type Keras } from './roundTrip.ts';
import { STRANGE_MODELS } from './strangeModels.ts';

let keras: Keras;
beforeAll(() => {
  keras = startKeras();
});
afterAll(() => {
  keras.stop();
});

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
  'operations of which no shape is known come back all the same',
  async () => {
    const body = `
    x = keras.Input((6, 4))
    return keras.Model(x, [ops.tile(x, (1, 2, 1)), ops.repeat(x, 2, axis=1), ops.cumsum(x, axis=1), ops.cumprod(x, axis=1), ops.moveaxis(x, 1, 2), ops.diff(x), ops.dot(x, x[0, 0]), ops.take_along_axis(x, ops.argmax(x, axis=-1, keepdims=True), axis=-1)])`;
    const { lost, outputs } = await roundTrip(keras, { source: source(body) });
    expect([lost.filter((one) => !one.includes('the rules say')), outputs]).toEqual([[], 'identical']);
  },
  LIMIT,
);
