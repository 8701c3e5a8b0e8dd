import { readFileSync } from 'node:fs';
import type { TemplateBuilder } from './template.ts';

const ARRAYS = 'tuple[numpy.ndarray, numpy.ndarray]';

const source = (name: string) => readFileSync(new URL(`operations/${name}.py`, import.meta.url), 'utf8');

/** The operations that every project begins with: they bring artifacts in and leave them behind. */
export function addInputAndOutput(builder: TemplateBuilder): TemplateBuilder {
  return builder
    .operation('Input', {
      role: 'input',
      category: 'Artifacts',
      description: 'Brings an artifact into the pipeline.',
      outputs: { data: { doc: 'What the artifact holds.' } },
      references: { artifact: 'Artifact' },
    })
    .operation('Output', {
      role: 'output',
      category: 'Artifacts',
      description: 'Keeps a result as an artifact, to download or to use in another pipeline.',
      inputs: { data: { doc: 'What to keep.' } },
      attributes: { name: { type: 'text', default: 'result', doc: 'What the artifact is called.' } },
    });
}

/** Fitting a classifier and measuring it. */
export function addTraining(builder: TemplateBuilder): TemplateBuilder {
  return builder
    .operation('Train', {
      category: 'Training',
      description: 'Fits a network with Adam, keeping a tenth of the examples aside to watch over it.',
      code: source('train'),
      inputs: { training_set: { type: ARRAYS, doc: 'Images and their labels.' } },
      outputs: { model: { type: 'keras.Model', doc: 'The fitted network.' } },
      attributes: {
        learning_rate: {
          type: 'float',
          default: 0.001,
          min: 0,
          max: 1,
          doc: 'The step size of the optimizer.',
        },
        batch_size: { type: 'integer', default: 32, min: 1, doc: 'Examples per step.' },
        epochs: { type: 'integer', default: 10, min: 1, doc: 'How many times all examples are seen.' },
      },
      references: { model: 'Architecture' },
    })
    .operation('ScoreModel', {
      category: 'Training',
      description: 'Reports accuracy on a test set and draws which classes are taken for which.',
      code: source('score_model'),
      inputs: {
        model: { type: 'keras.Model', doc: 'A fitted network.' },
        testing_set: { type: ARRAYS, doc: 'Images and their labels.' },
      },
    });
}

export function addDigits(builder: TemplateBuilder): TemplateBuilder {
  return builder.operation('GetDigitsData', {
    category: 'Data',
    description: 'Handwritten digits, 8 by 8 pixels, split into a training and a test set.',
    code: source('get_digits_data'),
    outputs: { training_set: { type: ARRAYS }, testing_set: { type: ARRAYS } },
    attributes: {
      test_fraction: {
        type: 'float',
        default: 0.2,
        min: 0.01,
        max: 0.99,
        doc: 'The part kept for the test set.',
      },
    },
  });
}

export function addCifar10(builder: TemplateBuilder): TemplateBuilder {
  return builder.operation('GetCifar10Data', {
    category: 'Data',
    description: 'Small colour photographs in ten classes, split into a training and a test set.',
    code: source('get_cifar10_data'),
    outputs: { training_set: { type: ARRAYS }, testing_set: { type: ARRAYS } },
    attributes: {
      folder: {
        type: 'text',
        default: '',
        doc: 'A folder that holds cifar-10-python.tar.gz; when empty, Keras fetches the data.',
      },
    },
  });
}
