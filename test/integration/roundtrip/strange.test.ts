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
