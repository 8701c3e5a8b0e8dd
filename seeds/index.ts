import type { ArgumentValue } from '../meta/catalogue/index.ts';
import { addCifar10, addDigits, addInputAndOutput, addTraining } from './operations.ts';
import { TemplateBuilder, type Template } from './template.ts';

type Chain = Parameters<TemplateBuilder['chain']>[2];
type Link = Chain[number];

const conv = (name: string, filters: number): Link => [
  name,
  'Conv2D',
  { filters, kernel_size: 3, padding: 'same', activation: 'relu' },
];
const pool = (name: string): Link => [name, 'MaxPooling2D', {}];
const dense = (name: string, units: number, activation: ArgumentValue): Link => [
  name,
  'Dense',
  { units, activation },
];

const DIGITS_NETWORK: Chain = [
  ['image', 'InputLayer', { shape: [8, 8, 1] }],
  conv('conv_1', 32),
  conv('conv_2', 64),
  pool('pool'),
  ['flatten', 'Flatten', {}],
  ['dropout', 'Dropout', { rate: 0.3 }],
  dense('dense_1', 128, 'relu'),
  dense('dense_2', 10, 'softmax'),
];

const CIFAR10_NETWORK: Chain = [
  ['image', 'InputLayer', { shape: [32, 32, 3] }],
  ...[32, 64, 128, 256].flatMap((filters, block) => [
    conv(`conv_${String(block + 1)}a`, filters),
    conv(`conv_${String(block + 1)}b`, filters),
    pool(`pool_${String(block + 1)}`),
  ]),
  ['flatten', 'Flatten', {}],
  dense('dense_1', 2048, 'relu'),
  dense('dense_2', 2048, 'relu'),
  dense('dense_3', 10, 'softmax'),
];

function imageClassification(
  builder: TemplateBuilder,
  { data, network, epochs }: { data: string; network: string; epochs: number },
): TemplateBuilder {
  return builder.pipeline(
    'Train_and_Score',
    'Fits the network and measures it on images it has not seen.',
    {
      [data]: {},
      Train: { args: { epochs }, references: { model: network } },
      ScoreModel: {},
      Output: { args: { name: 'model' } },
    },
    [
      [`${data}.training_set`, 'Train.training_set'],
      ['Train.model', 'ScoreModel.model'],
      [`${data}.testing_set`, 'ScoreModel.testing_set'],
      ['Train.model', 'Output.data'],
    ],
  );
}

function digits(): Template {
  const builder = new TemplateBuilder(
    'digits',
    'Digits',
    'Recognise handwritten digits. The data come with scikit-learn, so it runs offline in under a minute.',
  );
  addTraining(addDigits(addInputAndOutput(builder)));
  builder.chain('DigitsNet', 'A small convolutional network for images of 8 by 8 pixels.', DIGITS_NETWORK);
  return imageClassification(builder, { data: 'GetDigitsData', network: 'DigitsNet', epochs: 12 }).build();
}

function cifar10(): Template {
  const builder = new TemplateBuilder(
    'cifar10',
    'CIFAR-10 image classification',
    'Classify small photographs with a convolutional network: the example of the DeepForge paper.',
  );
  addTraining(addCifar10(addInputAndOutput(builder)));
  builder.chain('CifarNet', 'A VGG-like network for images of 32 by 32 pixels.', CIFAR10_NETWORK);
  return imageClassification(builder, { data: 'GetCifar10Data', network: 'CifarNet', epochs: 20 }).build();
}

function empty(): Template {
  const builder = new TemplateBuilder('empty', 'Empty', 'Only the operations that read and keep artifacts.');
  return addInputAndOutput(builder).build();
}

/** Every template, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = [digits(), cifar10(), empty()];
