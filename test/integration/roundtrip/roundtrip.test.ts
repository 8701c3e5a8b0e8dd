import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../unit/shapes/network.ts';
import { fixtureDrawing, FIXTURES } from './fixtures.ts';
import { randomNetwork } from './randomNetwork.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { kerasOfFile } from './kerasOfFile.ts';
import { imported, roundTrip, roundTripOfDrawing } from './roundTrip.ts';

const keras = kerasOfFile();

const LIMIT = 180_000;
const KEPT = { lost: [], outputs: 'identical' };

describe('a model that is imported, written as code and made again gives the same outputs, bit for bit', () => {
  test.each(['MobileNetV3Small', 'ResNet50V2'])(
    '%s',
    async (application) => {
      const small = { input_shape: [32, 32, 3] };
      expect(await roundTrip(keras, { application, arguments: small })).toEqual(KEPT);
    },
    LIMIT,
  );

  test(
    'one with states, masks, cells, shared layers, nested models and many outputs',
    async () => {
      const file = path.join(import.meta.dirname, '../../fixtures/keras/everything.json');
      expect(await roundTrip(keras, { json: readFileSync(file, 'utf8') })).toEqual(KEPT);
    },
    LIMIT,
  );
});

/** A model of two layers on two inputs, in Python. */
const modelWith = (inputs: string, outputs: string) => `
import keras


def build_model():
    b = keras.Input((3,), name="b")
    a = keras.Input((3,), name="a")
    first = keras.layers.Dense(2, name="first")(b)
    second = keras.layers.Dense(2, name="second")(a)
    return keras.Model(${inputs}, ${outputs}, name="model")
`;

describe('the outputs of a model', () => {
  test(
    'may be the same tensor several times',
    async () => {
      const source = modelWith('[b, a]', '[first, second, first, second, first]');
      expect(await roundTrip(keras, { source })).toEqual(KEPT);
    },
    LIMIT,
  );

  test(
    'are a list where they had names, in the order in which Keras flattens them, and the report says so',
    async () => {
      const source = modelWith('{"b": b, "a": a}', '{"one": second, "each": first}');
      const { config } = await keras.ask({ source });
      const { view, architecture, report } = imported(config);
      expect(report.notices.map(({ message }) => message)).toEqual([
        'its inputs have names (a, b); here they are a list in this order',
        'its outputs have names (each, one); here they are a list in this order',
      ]);
      const { code } = generateKeras(view, architecture);
      await keras.ask({ source: modelWith('[a, b]', '[first, second]') });
      expect(await keras.ask({ code })).toEqual({ differences: [], outputs: 'identical' });
    },
    LIMIT,
  );
});

test.each(['x, value=a, key=b', 'x, a, key=b', 'key=b, query=x, value=a'])(
  'layers keep their order, and so their weights, where a call takes them as %s',
  async (given) => {
    const source = `
import keras


def build_model():
    x = keras.Input((4, 3), name="x")
    a = keras.layers.Dense(3, name="a")(x)
    b = keras.layers.Dense(3, name="b")(x)
    y = keras.layers.MultiHeadAttention(1, 2, name="attention")(${given})
    return keras.Model(x, y, name="model")
`;
    expect(await roundTrip(keras, { source })).toEqual(KEPT);
  },
  LIMIT,
);

describe('the networks of the existing system', () => {
  const SMALL = 1_000_000;

  test.each(FIXTURES)(
    '%s is made as Keras makes it, and nothing is lost',
    async (name) => {
      const isSmall = (readFixture(name).keras3.params ?? 0) < SMALL;
      const { lost, outputs } = await roundTripOfDrawing(keras, fixtureDrawing(name), isSmall);
      expect(lost).toEqual([]);
      expect(outputs).toBe(isSmall ? 'identical' : undefined);
    },
    LIMIT,
  );
});

test(
  'random networks keep their configuration, weights and outputs',
  async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const trip = await roundTripOfDrawing(keras, randomNetwork(seed));
      expect({ seed, ...trip }).toEqual({ seed, ...KEPT });
    }
  },
  LIMIT,
);
