import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFixture } from '../../unit/shapes/network.ts';
import { fixtureDrawing, FIXTURES } from './fixtures.ts';
import { randomNetwork } from './randomNetwork.ts';
import { roundTrip, roundTripOfDrawing, startKeras, type Keras } from './roundTrip.ts';

let keras: Keras;
beforeAll(() => {
  keras = startKeras();
});
afterAll(() => {
  keras.stop();
});

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
    for (let seed = 1; seed <= 12; seed += 1) {
      const trip = await roundTripOfDrawing(keras, randomNetwork(seed));
      expect({ seed, ...trip }).toEqual({ seed, ...KEPT });
    }
  },
  LIMIT,
);
