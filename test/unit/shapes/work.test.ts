import { expect, test } from 'vitest';
import { inferLayer, type Arguments, type PortInputs } from '../../../src/domain/shapes/index.ts';
import { at } from './network.ts';

function macsOf(type: string, args: Arguments, inputs: PortInputs) {
  const inference = inferLayer(type, args, inputs);
  return inference.status === 'known' ? inference.macs : inference;
}

/** Multiply-adds of a matrix product, counted one by one. */
function product(rows: number, inner: number, columns: number) {
  let count = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) for (let i = 0; i < inner; i += 1) count += 1;
  return count;
}

test('a dense layer multiplies every row by its kernel', () => {
  const macs = macsOf('Dense', { units: 7 }, at('inputs', [null, 3, 5]));
  expect(macs).toBe(product(3, 5, 7));
});

test('a convolution multiplies its kernel at every place where it is put', () => {
  let count = 0;
  for (let y = 0; y + 3 <= 11; y += 2) for (let x = 0; x + 2 <= 9; x += 2) count += product(1, 3 * 2 * 4, 6);
  const args = { filters: 6, kernel_size: [3, 2], strides: 2 };
  expect(macsOf('Conv2D', args, at('inputs', [null, 11, 9, 4]))).toBe(count);
});

test('the groups of a convolution see their own channels only', () => {
  const args = { filters: 6, kernel_size: 3, groups: 2, padding: 'same' };
  expect(macsOf('Conv1D', args, at('inputs', [null, 10, 4]))).toBe(2 * product(10, 3 * 2, 3));
});

test('a depthwise convolution multiplies each channel by itself, a separable one mixes them afterwards', () => {
  const inputs = at('inputs', [null, 6, 6, 5]);
  const depthwise = 5 * product(4 * 4, 3 * 3, 2);
  expect(macsOf('DepthwiseConv2D', { kernel_size: 3, depth_multiplier: 2 }, inputs)).toBe(depthwise);
  const separable = { kernel_size: 3, depth_multiplier: 2, filters: 4 };
  expect(macsOf('SeparableConv2D', separable, inputs)).toBe(depthwise + product(4 * 4, 10, 4));
});

test.each([
  ['SimpleRNN', 1],
  ['GRU', 3],
  ['LSTM', 4],
])('%s multiplies input and state by the kernels of its %d gates at every step', (type, gates) => {
  let count = 0;
  for (let step = 0; step < 6; step += 1) count += gates * (product(1, 5, 7) + product(1, 7, 7));
  expect(macsOf(type, { units: 7 }, at('sequences', [null, 6, 5]))).toBe(count);
});

test('attention projects query, key and value, compares all with all, and projects what it gathered', () => {
  const [asked, attended, features, heads, key, value] = [6, 9, 8, 2, 3, 5];
  const count =
    product(asked, features, heads * key) +
    product(attended, features, heads * key) +
    product(attended, features, heads * value) +
    heads * product(asked, key, attended) +
    heads * product(asked, attended, value) +
    product(asked, heads * value, features);
  const inputs = { ...at('query', [null, asked, features]), ...at('value', [null, attended, features]) };
  expect(macsOf('MultiHeadAttention', { num_heads: heads, key_dim: key, value_dim: value }, inputs)).toBe(
    count,
  );
});

test('what is not known of the input is not known of the work', () => {
  expect(macsOf('Conv2D', { filters: 2, kernel_size: 3 }, at('inputs', [null, null, 8, 3]))).toBeNull();
});

test('the outputs of a layer take the bytes of their dtype for one sample', () => {
  const bytes = (dtype: string) => {
    const inference = inferLayer('Dense', { units: 10, dtype }, at('inputs', [32, 4, 3]));
    return inference.status === 'known' ? inference.activationBytes : null;
  };
  expect(bytes('float32')).toBe(4 * 10 * 4);
  expect(bytes('float16')).toBe(4 * 10 * 2);
});
