import { expect, test } from 'vitest';
import { float } from '../../../src/domain/codegen/python.ts';

test.each([
  [1, '1.0'],
  [-0, '-0.0'],
  [0.001, '0.001'],
  [0.0001, '1e-4'],
  [1e-6, '1e-6'],
  [1.001e-5, '1.001e-5'],
  [-2.5e-7, '-2.5e-7'],
  [0.00125, '0.00125'],
  [1e21, '1e21'],
  [1 / 3, '1 / 3'],
  [1 / 255, '1 / 255'],
  [1 / 127.5, '1 / 127.5'],
  [0.2, '0.2'],
  [0.0625, '0.0625'],
  [Math.PI, '3.141592653589793'],
])('%d is written %s, and is the same number', (value, written) => {
  expect(float(value)).toBe(written);
  const [numerator = '', denominator = '1'] = written.split(' / ');
  expect(Number(numerator) / Number(denominator)).toBe(value);
});
