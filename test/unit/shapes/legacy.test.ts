import { expect, test } from 'vitest';
import { fromLegacyArguments } from '../../../src/domain/shapes/legacy.ts';
import { parsePythonLiteral } from '../../../src/domain/shapes/pythonLiteral.ts';

test.each([
  ['3', 3],
  ['-1.5e-3', -0.0015],
  ['(3,3)', [3, 3]],
  ['(3)', 3],
  ['(3,)', [3]],
  ['[3]', [3]],
  ['()', []],
  [
    '((1, 2), (3, None))',
    [
      [1, 2],
      [3, null],
    ],
  ],
  ['1, 2', [1, 2]],
  ['True', true],
  [`'it''`, undefined],
  [`"it's"`, "it's"],
  ['open("f")', undefined],
  ['(1, 2', undefined],
])('%s', (text, value) => {
  expect(parsePythonLiteral(text)).toEqual(value);
});

test('text becomes values of the kind that the catalogue states', () => {
  const { args } = fromLegacyArguments({
    type: 'Conv2D',
    args: { filters: '20', kernel_size: '(5,5)', padding: 'same', data_format: '', use_bias: 'True' },
    functions: { activation: { type: 'relu', args: { alpha: 0, max_value: 'None', threshold: 0 } } },
  });
  expect(args).toEqual({
    filters: 20,
    kernel_size: [5, 5],
    padding: 'same',
    use_bias: true,
    activation: 'relu',
  });
});

test('a renamed argument keeps its value', () => {
  expect(fromLegacyArguments({ type: 'LeakyReLU', args: { alpha: '0.2' } })).toEqual({
    args: { negative_slope: 0.2 },
    notices: [],
  });
});

test('a removed argument is reported', () => {
  expect(fromLegacyArguments({ type: 'LSTM', args: { units: '4', time_major: 'False' } })).toEqual({
    args: { units: 4 },
    notices: [
      { argument: 'time_major', message: 'time_major is left out: the batch always comes first in Keras 3' },
    ],
  });
});
