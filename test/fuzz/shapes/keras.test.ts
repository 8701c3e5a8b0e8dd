import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareLayers, countOf } from './compareLayers.ts';
import { startKeras, type Keras } from './keras.ts';
import { compareNetworks } from './networks.ts';

// A fixed part of what `npm run fuzz:shapes` draws anew each time.
const SEED = 20260101;

let keras: Keras;
beforeAll(() => {
  keras = startKeras();
});
afterAll(() => keras.stop());

test('the rules agree with Keras on layers drawn at random', { timeout: 240_000 }, async () => {
  const comparison = await compareLayers(keras, { cases: 4000, seed: SEED });
  expect(comparison.failures).toEqual([]);
  expect(countOf(comparison, 'accepted')).toBeGreaterThan(2500);
  expect(countOf(comparison, 'refused')).toBeGreaterThan(700);
});

test('the rules agree with Keras on networks drawn at random', { timeout: 240_000 }, async () => {
  expect(await compareNetworks(keras, { networks: 300, seed: SEED })).toBeNull();
});
