import { expect, test } from 'vitest';
import { LAYER_TYPES } from '../../../meta/catalogue/index.ts';
import { PASSING_MASKS } from '../../../src/domain/import/maskFlow.ts';
import { kerasOfFile } from './kerasOfFile.ts';

const keras = kerasOfFile();

/** They make masks, take them and give none, or are made of code. */
const OTHERS = new Set([
  'Dot',
  'Embedding',
  'GlobalAveragePooling1D',
  'Lambda',
  'Masking',
  'ReversibleEmbedding',
]);

test('the layers that are taken to pass a mask on are those of Keras that support masks', async () => {
  const names = LAYER_TYPES.map(({ name }) => name);
  const { supporting } = await keras.ask({ masking: names });
  expect([...PASSING_MASKS].sort()).toEqual(supporting?.filter((name) => !OTHERS.has(name)).sort());
});
