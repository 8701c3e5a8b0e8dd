import { afterAll, beforeAll, expect, test } from 'vitest';
import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import { compare } from './agreement.ts';
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

test(
  'cells with layers as activations have the dtypes that Keras gives them',
  { timeout: 60_000 },
  async () => {
    const activations: readonly ArgumentValue[] = [
      'tanh',
      layer('LeakyReLU'),
      layer('ReLU', 'float16'),
      layer('ELU', 'float64'),
    ];
    for (const [cell, states] of Object.entries({ SimpleRNNCell: 1, GRUCell: 1, LSTMCell: 2 })) {
      for (const dtype of ['float32', 'float16', 'mixed_bfloat16', 'float64']) {
        for (const activation of activations) {
          for (const gate of cell === 'SimpleRNNCell' ? [{}] : activations.map(asGate)) {
            const [port = ''] = layerType(cell)?.inputs.map(({ name }) => name) ?? [];
            const inputs = { [port]: [STEP], states: Array(states).fill(STEP) as (typeof STEP)[] };
            const args = { units: 3, dtype, activation, ...gate };
            expect(await compare(keras, { layer: cell, args, inputs })).toBe('accepted');
          }
        }
      }
    }
  },
);

const STEP = { shape: [null, 3], dtype: 'float32' };
const layer = (name: string, dtype = 'float32'): ArgumentValue => ({ layer: name, args: { dtype } });
const asGate = (activation: ArgumentValue) => ({ recurrent_activation: activation });

test('the rules agree with Keras on networks drawn at random', { timeout: 240_000 }, async () => {
  expect(await compareNetworks(keras, { networks: 300, seed: SEED })).toBeNull();
});
