import { expect, test } from 'vitest';
import { findLayers } from '../../../src/domain/rearranging/findLayers.ts';
import { whyNotAfter } from '../../../src/domain/rearranging/fitting.ts';
import { id, layer, network } from '../network.ts';

const layers = [
  layer(3, 'Conv2D', { filters: 64, kernel_size: [3, 3] }, { name: 'stem', note: 'goes to the head' }),
  layer(4, 'Conv2D', { filters: 640, activation: 'relu' }, { name: 'head', note: 'to be tried wider' }),
  layer(5, 'MaxPooling2D', {}, { name: 'pool' }),
  layer(6, 'Conv2D', {}, { name: 'again', shares: id(3) }),
];

test.each([
  ['stem', 'stem'],
  ['Head', 'head stem'],
  ['conv', 'stem head again'],
  ['CONV2D', 'stem head again'],
  ['MaxPool2D', 'pool'],
  ['filters=64', 'stem again'],
  ['filters = 640', 'head'],
  ['kernel_size=(3, 3)', 'stem again'],
  ['kernel_size=3,3', 'stem again'],
  ['activation=rel', 'head'],
  ['padding=valid', 'stem head pool again'],
  ['strides=none', 'pool'],
  ['relu', 'head'],
  ['wider', 'head'],
  ['conv wider', 'head'],
  ['problem', 'pool'],
  ['pool problem', 'pool'],
  ['stem problem', ''],
  ['too small', 'pool'],
  ['units=3', ''],
  ['', ''],
  ['   ', ''],
])('%j finds %j', (query, expected) => {
  const findable = layers.map((one) => ({
    layer: one,
    problems: one.name === 'pool' ? ['pool: its input is too small'] : [],
  }));
  const found = findLayers(network(...layers), findable, query);
  expect(found.map(({ layer: { name } }) => name).join(' ')).toBe(expected);
});

const image = { shape: [null, 8, 8, 3], dtype: 'float32' };
const vector = { shape: [null, 10], dtype: 'float32' };
const conv = { filters: 4, kernel_size: 3 };

test.each([
  ['Conv2D', conv, image, undefined],
  ['Conv2D', conv, vector, /dimension/],
  ['MaxPooling2D', {}, vector, /dimension/],
  ['Dense', { units: 3 }, vector, undefined],
  ['InputLayer', {}, image, /takes no input/],
  ['Subtract', {}, image, undefined],
  ['MultiHeadAttention', { num_heads: 1, key_dim: 2 }, image, undefined],
  ['Reshape', {}, image, undefined],
  ['Lambda', {}, image, undefined],
])('whether %s %j can follow', (type, args, tensor, reason) => {
  const why = whyNotAfter({ type, args }, tensor);
  if (reason === undefined) expect(why).toBeUndefined();
  else expect(why).toMatch(reason);
});
