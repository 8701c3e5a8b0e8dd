import { describe, expect, test } from 'vitest';
import { layerType, PURPOSES } from '../../../meta/catalogue/index.ts';
import { itemsFor, LAYER_ITEMS } from '../../../visualizers/ArchitectureEditor/layerItems.ts';
import { rank } from '../../../visualizers/words/rank.ts';

const found = (search: string) =>
  LAYER_ITEMS.map(({ id, ...item }) => ({ id, score: rank(search, item) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);

test('cells are offered beside layers where a recurrent layer wants them', () => {
  const wanted = ['LSTMCell', 'Own', 'GRUCell'];
  const own = { id: 'Own', label: 'Own', group: 'Layers of this project', keywords: [] };
  expect(itemsFor(wanted, [own, ...LAYER_ITEMS]).map(({ id }) => id)).toEqual(['Own', 'GRUCell', 'LSTMCell']);
});

describe('the palette finds a layer', () => {
  test.each([
    ['by its name', 'dense', 'Dense'],
    ['by the beginning of its name', 'batchnorm', 'BatchNormalization'],
    ['by its name in words', 'max pooling 2d', 'MaxPooling2D'],
    ['by letters of its name', 'mxpl2', 'MaxPooling2D'],
    ['by an alias', 'maxpool2d', 'MaxPooling2D'],
    ['by what the code calls it', 'input', 'InputLayer'],
    ['by where it is known from', 'resnet skip', 'Add'],
    ['by where it is known from', 'unet skip', 'Concatenate'],
    ['by what it is', 'lstm', 'LSTM'],
    ['by what it is for', 'flatten to vector', 'Flatten'],
    ['by what it is for', 'embedding words', 'Embedding'],
    ['by what it is for', 'word embedding', 'Embedding'],
    ['by what it is for', 'fully connected', 'Dense'],
    ['by what it is for', 'deconvolution', 'Conv2DTranspose'],
    ['in American spelling', 'normalize', 'Normalization'],
    ['in British spelling', 'normalise', 'Normalization'],
    ['by a word of many', 'one hot', 'CategoryEncoding'],
    ['by another word for it', 'transpose axes', 'Permute'],
  ])('%s: %s', (_how, search, expected) => {
    expect(found(search).slice(0, 3)).toContain(expected);
  });

  test('the very name comes first', () => {
    expect(['add', 'dense', 'lstm', 'attention', 'rnn', 'dot'].map((search) => found(search)[0])).toEqual([
      'Add',
      'Dense',
      'LSTM',
      'Attention',
      'RNN',
      'Dot',
    ]);
  });

  test('nonsense finds nothing, and nothing finds everything', () => {
    expect(found('qqq')).toEqual([]);
    expect(found(' ')).toHaveLength(LAYER_ITEMS.length);
  });
});

test('every layer whose purpose is told is one of the catalogue', () => {
  expect(Object.keys(PURPOSES).filter((name) => layerType(name)?.name !== name)).toEqual([]);
});
