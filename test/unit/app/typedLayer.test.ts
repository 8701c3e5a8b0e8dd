import { describe, expect, test } from 'vitest';
import { layerType } from '../../../meta/catalogue/index.ts';
import { readTyped, typedWords } from '../../../visualizers/ArchitectureEditor/typedLayer.ts';
import { searched } from '../../../visualizers/graphEditing/searched.ts';

const read = (type: string, text: string) => readTyped(layerType(type)!, text);

describe('what is typed behind the name of a layer', () => {
  test.each([
    ['Dense', '10 softmax', { units: 10, activation: 'softmax' }],
    ['Dense', '(10, activation="softmax")', { units: 10, activation: 'softmax' }],
    ['Dense', '(10, activation="softmax"', { units: 10, activation: 'softmax' }],
    ['Conv2D', '64 3 same relu', { filters: 64, kernel_size: 3, padding: 'same', activation: 'relu' }],
    ['Conv2D', '64 3x5 2', { filters: 64, kernel_size: [3, 5], strides: 2 }],
    ['Conv2D', '(64, (3, 5), use_bias=False)', { filters: 64, kernel_size: [3, 5], use_bias: false }],
    ['Conv2D', 'filters = 8, kernel_regularizer = l2', { filters: 8, kernel_regularizer: 'L2' }],
    ['InputLayer', '28 28 1', { shape: [28, 28, 1] }],
    ['InputLayer', 'None int32', { shape: [null], dtype: 'int32' }],
    ['InputLayer', '32x32x3 float16', { shape: [32, 32, 3], dtype: 'float16' }],
    ['InputLayer', '(None, 3)', { shape: [null, 3] }],
    ['InputLayer', '(shape=(32, 32, 3))', { shape: [32, 32, 3] }],
    ['Dropout', '0.3', { rate: 0.3 }],
    ['Rescaling', '1/255', { scale: 1 / 255 }],
    ['LSTM', '64 return_sequences', { units: 64, return_sequences: true }],
    ['MaxPooling2D', '3 2 same', { pool_size: 3, strides: 2, padding: 'same' }],
    ['Reshape', '-1 8', { target_shape: [-1, 8] }],
    ['Dense', '10 soft', { units: 10, activation: 'softmax' }],
    ['Dense', '10 RELU', { units: 10, activation: 'relu' }],
    ['LSTM', '64 return_seq', { units: 64, return_sequences: true }],
    ['ReLU', '', {}],
  ])('%s %s', (type, text, args) => {
    expect(read(type, text)).toEqual({ args });
  });

  test('names the layer', () => {
    expect(read('Dense', '10 name=scores')).toEqual({ args: { units: 10 }, name: 'scores' });
  });

  test('reaches into the layer that a wrapper holds', () => {
    expect(read('Bidirectional', 'gru 32 return_sequences')).toEqual({
      args: { layer: { layer: 'GRU', args: { units: 32, return_sequences: true } } },
    });
    expect(read('Bidirectional', '(LSTM(8), merge_mode="sum")')).toEqual({
      args: { layer: { layer: 'LSTM', args: { units: 8 } }, merge_mode: 'sum' },
    });
  });

  test.each([
    ['Dense', 'reluu'],
    ['Dense', '10 20'],
    ['Dense', 'units=many'],
    ['Dense', 'filters=3'],
    ['Flatten', '3'],
    ['Conv2D', '64 sideways'],
  ])('is not taken where there is no place for it: %s %s', (type, text) => {
    expect(read(type, text)).toBeUndefined();
  });

  test('is shown as Python says it', () => {
    expect(typedWords(read('Bidirectional', 'gru 32')!)).toBe('layer=GRU(units=32)');
    expect(typedWords(read('Conv2D', '64 3x5 relu name=a')!)).toBe(
      'filters=64, kernel_size=(3, 5), activation=relu, name=a',
    );
  });
});

describe('a search with arguments', () => {
  const dense = { id: 'Dense', label: 'Dense' };
  const takes = (_id: string, rest: string) => /^[\d ]+$/.test(rest);

  test('is parted where the name ends', () => {
    expect(searched('dense 10 20', dense, takes)).toMatchObject({ rest: '10 20' });
    expect(searched('Dense(10', dense, (_id, rest) => rest === '(10')).toMatchObject({ rest: '(10' });
    expect(searched('dense', dense, takes)).toEqual({ score: 1, rest: '' });
  });

  test('finds nothing that has no place for them', () => {
    expect(searched('dense ten', dense, takes)).toEqual({ score: 0, rest: '' });
    expect(searched('conv 10', dense, takes)).toEqual({ score: 0, rest: '' });
  });
});
