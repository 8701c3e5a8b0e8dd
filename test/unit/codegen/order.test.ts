import { expect, test } from 'vitest';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { projectFrom, type DrawnLayer } from '../../integration/roundtrip/drawing.ts';

const dense = (name: string, from: string, shares?: string): DrawnLayer => ({
  id: name,
  name,
  type: 'Dense',
  args: shares === undefined ? { units: 4 } : {},
  inputs: [{ layer: from, output: 0, port: 'inputs' }],
  ...(shares === undefined ? {} : { shares }),
});

const x: DrawnLayer = { id: 'x', name: 'x', type: 'InputLayer', args: { shape: [4] }, inputs: [] };

function statementsOf(...layers: readonly DrawnLayer[]) {
  const drawn = { id: 'net', name: 'net', form: 'functional', layers: [x, ...layers], outputs: [] } as const;
  const { view, architecture } = projectFrom([drawn]);
  const { code } = generateKeras(view, architecture);
  return code
    .slice(code.indexOf('def build_model'))
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim());
}

test('the calls of a layer come in the order of their names', () => {
  expect(statementsOf(dense('c', 'x', 'b'), dense('b', 'x'), dense('a', 'x', 'b'))).toEqual([
    'x = keras.Input(shape=(4,), name="x")',
    'b_layer = layers.Dense(4, name="b")',
    'b = b_layer(x)',
    'a = b_layer(x)',
    'c = b_layer(x)',
    'return keras.Model(inputs=x, outputs=[a, b, c], name="net")',
  ]);
});

test('a call that takes what another gives does not overtake one with a name before its own', () => {
  const calls = [dense('b', 'x'), dense('b_1', 'x', 'b'), dense('b_2', 'b', 'b'), dense('b_3', 'b_1', 'b')];
  expect(statementsOf(...calls).slice(2, 6)).toEqual([
    'b = b_layer(x)',
    'b_1 = b_layer(x)',
    'b_2 = b_layer(b)',
    'b_3 = b_layer(b_1)',
  ]);
});

test('a call that takes what a later named one gives follows it', () => {
  expect(statementsOf(dense('b', 'x'), dense('a', 'z', 'b'), dense('z', 'b', 'b')).slice(1, 5)).toEqual([
    'b_layer = layers.Dense(4, name="b")',
    'b = b_layer(x)',
    'z = b_layer(b)',
    'a = b_layer(z)',
  ]);
});

test('a layer that takes what a further call of it gives is made before that call', () => {
  expect(statementsOf(dense('b', 'a'), dense('a', 'x', 'b')).slice(1, 4)).toEqual([
    'b_layer = layers.Dense(4, name="b")',
    'a = b_layer(x)',
    'b = b_layer(a)',
  ]);
});

test('calls of two layers in turn lose none, whatever they are called', () => {
  const lines = statementsOf(
    dense('a', 'x'),
    dense('b', 'x'),
    dense('b_1', 'a_2', 'b'),
    dense('b_2', 'b', 'b'),
    dense('a_1', 'b_2', 'a'),
    dense('a_2', 'a', 'a'),
  );
  expect(lines.filter((line) => line.includes('_layer(')).length).toBe(6);
  expect(lines.at(-1)).not.toContain('None');
});
