import { expect, test } from 'vitest';
import { inferNetwork, type NetworkLayer } from '../../../src/domain/shapes/index.ts';
import { layer } from './network.ts';

const GIVERS = [
  layer('image', 'InputLayer', { shape: [28, 28, 3] }),
  layer('words', 'InputLayer', { shape: [6, 4] }),
  layer('flat', 'InputLayer', { shape: [5] }),
  layer('first', 'Dense', { units: 4 }, 'flat'),
];
const conv = (args: NetworkLayer['args'], ...from: string[]) =>
  layer('conv', 'Conv2D', { filters: 4, kernel_size: 3, ...args }, ...from);
const atPort = (one: NetworkLayer, port: string): NetworkLayer => ({
  ...one,
  inputs: one.inputs.map((edge) => ({ ...edge, port })),
});

/** Who, what is expected, what is received, and who gives it. */
const MESSAGES: readonly (readonly [code: string, layer: NetworkLayer, message: string])[] = [
  [
    'argument-missing',
    layer('conv', 'Conv2D', { filters: 4 }, 'image'),
    'conv: kernel_size is required: one or 2 integers',
  ],
  ['argument-unknown', conv({ kernel: 2 }, 'image'), 'conv: kernel is not an argument of Conv2D'],
  ['argument-type', conv({ filters: 'many' }, 'image'), 'conv: filters must be an integer; it is "many"'],
  [
    'argument-choice',
    conv({ padding: 'sane' }, 'image'),
    'conv: padding must be one of "valid", "same"; it is "sane"',
  ],
  [
    'argument-range',
    layer('drop', 'Dropout', { rate: 1.5 }, 'image'),
    'drop: rate must be between 0 and 1; it is 1.5',
  ],
  [
    'argument-conflict',
    conv({ strides: 2, dilation_rate: 2 }, 'image'),
    'conv: dilation_rate must be 1 where strides are larger than 1; it is 2',
  ],
  [
    'argument-unfit',
    conv({ groups: 2 }, 'image'),
    'conv: groups must be a divisor of the number of input channels, 3; it is 2, and image gives (None, 28, 28, 3)',
  ],
  [
    'argument-unfit',
    layer('reshape', 'Reshape', { target_shape: [2, 3] }, 'flat'),
    'reshape: target_shape must be a shape of 5 elements in all; it is (2, 3), and flat gives (None, 5)',
  ],
  [
    'input-missing',
    layer('mha', 'MultiHeadAttention', { num_heads: 2, key_dim: 2 }, 'words'),
    'mha: input value is not connected',
  ],
  [
    'input-count',
    layer('dense', 'Dense', { units: 4 }, 'image', 'flat'),
    'dense: takes one tensor at inputs; it is given 2',
  ],
  [
    'input-rank',
    conv({}, 'flat'),
    'conv: needs 4 dimensions (batch, height, width, channels); flat gives (None, 5)',
  ],
  [
    'inputs-disagree',
    layer('sum', 'Add', {}, 'image', 'flat'),
    'sum: inputs must agree in every dimension, or be 1 there; image gives (None, 28, 28, 3), flat gives (None, 5)',
  ],
  [
    'output-empty',
    layer('pool', 'MaxPooling2D', { pool_size: 30 }, 'image'),
    'pool: pool_size (30, 30) does not fit into the input, so nothing would be left; image gives (None, 28, 28, 3)',
  ],
  [
    'port-unknown',
    atPort(layer('dense', 'Dense', { units: 4 }, 'flat'), 'mask'),
    'dense: has no input mask; it has inputs',
  ],
  [
    'layer-abstract',
    layer('base', 'Wrapper', {}, 'flat'),
    'base: Wrapper is a base class and computes nothing by itself',
  ],
  [
    'shared-unlike',
    { ...layer('again', 'Dense', {}, 'first'), shares: 'first' },
    'again: uses the weights of first, which were made for inputs of another shape; first gives (None, 4)',
  ],
  [
    'name-invalid',
    layer('a/b', 'Dense', { units: 1 }, 'flat'),
    'a/b: "a/b" cannot be a name: it must not be empty or contain "/"',
  ],
  [
    'input-rank',
    layer(
      'each',
      'TimeDistributed',
      { layer: { layer: 'Conv2D', args: { filters: 2, kernel_size: 3 } } },
      'words',
    ),
    'each: layer (Conv2D): needs 4 dimensions (batch, height, width, channels); words gives (None, 6, 4)',
  ],
];

test.each(MESSAGES)('%s', (code, wrong, message) => {
  expect(inferNetwork([...GIVERS, wrong]).problems).toMatchObject([{ code, layer: wrong.id, message }]);
});
