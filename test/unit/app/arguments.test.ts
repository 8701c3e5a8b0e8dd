import { describe, expect, test } from 'vitest';
import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import { parseArgument } from '../../../visualizers/ArchitectureEditor/arguments/parseArgument.ts';
import {
  readLiteral,
  writeLiteral,
} from '../../../visualizers/ArchitectureEditor/arguments/pythonLiteral.ts';
import { layerName } from '../../../src/domain/architecture/newLayer.ts';

describe('Python literals', () => {
  test.each<[string, ArgumentValue]>([
    ['3', 3],
    ['-1.5e-3', -0.0015],
    ['1_000', 1000],
    ['None', null],
    ['True', true],
    ["'same'", 'same'],
    ['(3, 3)', [3, 3]],
    ['(3,)', [3]],
    ['()', []],
    [
      '[[1, 2], (3, None)]',
      [
        [1, 2],
        [3, null],
      ],
    ],
  ])('%s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  test.each(['', '(3', '3 4', 'relu', '(,)', 'Nonesense'])('%j is none', (text) => {
    expect(readLiteral(text)).toBeUndefined();
  });

  test('a tuple of one is written with its comma', () => {
    expect(writeLiteral([64])).toBe('(64,)');
  });
});

describe('what is typed for an argument', () => {
  const argument = (layer: string, name: string) => {
    const found = layerType(layer)?.arguments.find((one) => one.name === name);
    if (!found) throw new Error(`${layer} has no ${name}`);
    return found;
  };

  test.each<[string, string, string, ArgumentValue]>([
    ['Dense', 'units', ' 64 ', 64],
    ['Conv2D', 'kernel_size', '3', 3],
    ['Conv2D', 'kernel_size', '3, 5', [3, 5]],
    ['InputLayer', 'shape', '28, 28, 1', [28, 28, 1]],
    ['InputLayer', 'shape', '(None, 8)', [null, 8]],
    ['Dense', 'dtype', 'float16', 'float16'],
    ['Dense', 'dtype', '', null],
  ])('%s %s: %j', (layer, name, text, value) => {
    expect(parseArgument(argument(layer, name), text)).toEqual({ value });
  });

  test('it says what was expected and what was received', () => {
    expect(parseArgument(argument('Dense', 'units'), 'many')).toEqual({
      fault: 'Expected a whole number; received “many”.',
    });
  });

  test.each([
    ['Dense', 'units', '1.5'],
    ['Conv2D', 'kernel_size', '(3, 3, 3)'],
    ['Dense', 'units', ''],
  ])('%s %s refuses %j', (layer, name, text) => {
    expect(parseArgument(argument(layer, name), text)).toHaveProperty('fault');
  });
});

test.each([
  ['Dense', 'dense'],
  ['Conv2D', 'conv2d'],
  ['MaxPooling2D', 'max_pooling2d'],
  ['BatchNormalization', 'batch_normalization'],
  ['LSTM', 'lstm'],
  ['InputLayer', 'input'],
])('a new %s is called %s', (type, name) => {
  expect(layerName(type)).toBe(name);
});
