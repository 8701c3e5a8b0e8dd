import type { DrawnNetwork } from '../../doubles/networks.ts';

type Networks = Readonly<Record<string, DrawnNetwork>>;

const image = (channels: number) => ({ type: 'InputLayer', args: { shape: [8, 8, channels] } });
const convolution = (filters: number, size: number, from: string) => ({
  type: 'Conv2D',
  args: { filters, kernel_size: size, padding: 'same', use_bias: false },
  from: [from],
});

/** The unit of a residual network, and a stage of it, as its authors drew them. */
const RESIDUAL: DrawnNetwork = {
  x: { ...image(16), inputOrder: 'a0' },
  conv1: convolution(16, 3, 'x'),
  bn1: { type: 'BatchNormalization', from: ['conv1'] },
  relu1: { type: 'ReLU', from: ['bn1'] },
  conv2: convolution(16, 3, 'relu1'),
  bn2: { type: 'BatchNormalization', from: ['conv2'] },
  add: { type: 'Add', from: ['bn2', 'x'] },
  relu2: { type: 'ReLU', from: ['add'] },
};

export const RESNET: Networks = {
  Residual_unit: RESIDUAL,
  Stage: {
    x: image(8),
    widen: convolution(16, 1, 'x'),
    unit: { type: 'Block', block: 'Residual_unit', repeat: 2, from: { x: ['widen'] } },
  },
  ResNet: {
    image: image(3),
    stem: convolution(8, 3, 'image'),
    stage1: { type: 'Block', block: 'Stage', from: { x: ['stem'] } },
    pool: { type: 'MaxPooling2D', from: ['stage1'] },
    stage2: { type: 'Block', block: 'Stage', from: { x: ['pool'] } },
    global_pool: { type: 'GlobalAveragePooling2D', from: ['stage2'] },
    classes: { type: 'Dense', args: { units: 10, activation: 'softmax' }, from: ['global_pool'] },
  },
};

const vector = (size: number) => ({ type: 'InputLayer', args: { shape: [size] } });
const dense = (units: number, from: string) => ({ type: 'Dense', args: { units }, from: [from] });

export const NETWORKS: Readonly<Record<string, Networks>> = {
  'blocks in blocks, repeated and used twice': { ...RESNET, Main: RESNET['ResNet'] ?? {} },
  'a block with several inputs and outputs': {
    Gate: {
      left: { ...vector(4), inputOrder: 'a0' },
      right: { ...vector(4), inputOrder: 'a1' },
      mixed: { type: 'Multiply', from: ['left', 'right'] },
      kept: { ...dense(4, 'mixed'), outputOrder: { '0': 'a0' } },
      rest: { type: 'Subtract', from: ['left', 'kept'], outputOrder: { '0': 'a1' } },
    },
    Main: {
      a: vector(4),
      b: vector(4),
      gate: { type: 'Block', block: 'Gate', from: { left: ['a'], right: ['b'] } },
      again: { type: 'Block', block: 'Gate', repeat: 3, from: { left: ['gate:1'], right: ['gate'] } },
      end: { type: 'Concatenate', from: ['again', 'again:1'] },
    },
  },
  'a repeated block that is fed one value anew each time': {
    Step: {
      state: { ...vector(4), inputOrder: 'a0' },
      condition: { ...vector(2), inputOrder: 'a1' },
      both: { type: 'Concatenate', from: ['state', 'condition'] },
      next: dense(4, 'both'),
    },
    Main: {
      noise: vector(4),
      label: vector(2),
      denoise: { type: 'Block', block: 'Step', repeat: 4, from: { state: ['noise'], condition: ['label'] } },
    },
  },
  'a nested model that is called twice': {
    Encoder: { x: vector(6), hidden: dense(5, 'x'), code: dense(3, 'hidden') },
    Main: {
      a: vector(6),
      b: vector(6),
      encoder: { type: 'Functional', block: 'Encoder', from: { x: ['a'] } },
      other: { type: 'Functional', block: 'Encoder', shares: 'encoder', from: { x: ['b'] } },
      distance: { type: 'Subtract', from: ['encoder', 'other'] },
    },
  },
  'a block that calls a layer twice, within a nested model': {
    Twice: {
      x: vector(4),
      first: dense(4, 'x'),
      again: { type: 'Dense', shares: 'first', from: ['first'] },
    },
    Model: { x: vector(4), twice: { type: 'Block', block: 'Twice', from: { x: ['x'] } } },
    Main: {
      x: vector(4),
      one: { type: 'Block', block: 'Twice', from: { x: ['x'] } },
      model: { type: 'Functional', block: 'Model', from: { x: ['one'] } },
    },
  },
};
