import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { fixtureNetwork, readFixture } from '../../unit/shapes/network.ts';
import { projectOf } from './fixtures.ts';
import { randomNetwork } from './randomNetwork.ts';
import { lostBetween, startKeras, type Keras } from './roundTrip.ts';

let keras: Keras;
beforeAll(() => {
  keras = startKeras();
});
afterAll(() => {
  keras.stop();
});

const LIMIT = 180_000;
const FIXTURES = ['alexnet', 'dcgan', 'inception', 'lenet', 'resnet50', 'vgg16', 'xception'];
const TESTS = ['Basic', 'LayerListInput', 'MultiArchOutputs', 'NestedLayers', 'Seq2Seq'].map(
  (one) => `test_${one}`,
);

describe('a model that is imported, written as code and made again is the same', () => {
  test.each([
    'MobileNetV3Small',
    'ConvNeXtTiny',
    'InceptionResNetV2',
    'NASNetMobile',
    'EfficientNetV2B0',
    'DenseNet121',
  ])(
    'the configuration of %s',
    async (application) => {
      expect(await lostBetween(keras, { application, run: false })).toEqual([]);
    },
    LIMIT,
  );

  test(
    'one with states, masks, cells, shared layers, nested models and many outputs, on the bit',
    async () => {
      const file = path.join(import.meta.dirname, '../../fixtures/keras/everything.json');
      expect(await lostBetween(keras, { json: readFileSync(file, 'utf8') })).toEqual([]);
    },
    LIMIT,
  );
});

describe('the networks of the existing system', () => {
  test.each([...FIXTURES, ...TESTS])(
    '%s is made with the parameters that it has, and nothing is lost',
    async (name) => {
      const fixture = readFixture(name);
      const { view, architecture } = projectOf(fixtureNetwork(fixture).layers, name);
      const { code } = generateKeras(view, architecture);
      const made = await keras.ask({ source: code, run: false });
      expect(made.error).toBeUndefined();
      expect(made.params).toBe(fixture.keras3.params);
      expect(await lostBetween(keras, { source: code, run: false })).toEqual([]);
    },
    LIMIT,
  );
});

test(
  'random networks keep their configuration, weights and outputs',
  async () => {
    const lost: Record<number, readonly string[]> = {};
    for (let seed = 1; seed <= 6; seed += 1) {
      const { view, architecture } = projectOf(randomNetwork(seed));
      const found = await lostBetween(keras, { source: generateKeras(view, architecture).code });
      if (found.length > 0) lost[seed] = found;
    }
    expect(lost).toEqual({});
  },
  LIMIT,
);
