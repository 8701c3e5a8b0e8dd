import { describe, expect, test } from 'vitest';
import type { LayerRecord } from '../../../meta/index.ts';
import { decide } from '../../../src/domain/decide.ts';
import { lostInWords, replaceLayer } from '../../../src/domain/rearranging/replaceLayer.ts';
import { childrenOf, type ProjectState } from '../../../src/domain/state.ts';
import { connection, id, layer, network, newId, NETWORK } from '../network.ts';

function replaced(state: ProjectState, n: number, type: string) {
  const replacement = replaceLayer(state, id(n), type, newId);
  if (!replacement.ok) throw new Error(replacement.reason);
  const { layer: made, connections, replaces, lost } = replacement;
  const decision = decide(state, {
    type: 'insert',
    records: [made, ...connections],
    replaces: [...replaces],
  });
  if (!decision.ok) throw new Error(decision.problems[0]?.message);
  state.apply(decision.changes);
  return { layer: state.get(made.id) as LayerRecord, lost, words: lostInWords(made, lost) };
}

const reason = (state: ProjectState, n: number, type: string) => {
  const replacement = replaceLayer(state, id(n), type, newId);
  return replacement.ok ? undefined : replacement.reason;
};

describe('arguments', () => {
  test('of the same name stay where the new type takes the value', () => {
    const state = network(layer(3, 'Conv2D', { filters: 8, kernel_size: [5, 3], padding: 'same' }));
    const { layer: made, lost } = replaced(state, 3, 'Conv2DTranspose');
    expect(made.args).toEqual({ filters: 8, kernel_size: [5, 3], padding: 'same' });
    expect(lost).toEqual([]);
  });

  test('that the new type does not have are named', () => {
    const state = network(layer(3, 'Conv2D', { filters: 8, activation: 'relu' }));
    const { layer: made, words } = replaced(state, 3, 'Dense');
    expect(made.args).toEqual({ units: 64, activation: 'relu' });
    expect(words).toBe('layer_3: filters=8 did not carry over. Undo brings it back.');
  });

  test('of a value that the new type does not take are named too', () => {
    const state = network(layer(3, 'Conv1D', { filters: 8, padding: 'causal' }));
    expect(replaced(state, 3, 'Conv2D').lost).toEqual(['padding="causal"']);
  });

  test('a number repeated for each dimension becomes that number', () => {
    const state = network(layer(3, 'Conv2D', { filters: 8, kernel_size: [3, 3] }));
    expect(replaced(state, 3, 'Conv1D').layer.args).toMatchObject({ kernel_size: 3 });
  });
});

describe('the name', () => {
  test('that somebody gave stays, and with it comment and position', () => {
    const state = network(layer(3, 'LSTM', {}, { name: 'encoder', note: 'slow', position: { x: 1, y: 2 } }));
    expect(replaced(state, 3, 'GRU').layer).toMatchObject({
      name: 'encoder',
      note: 'slow',
      position: { x: 1, y: 2 },
    });
  });

  test.each(['lstm', 'lstm_2'])('that says only the type, %s, is that of the new type', (name) => {
    const state = network(layer(3, 'LSTM', {}, { name }));
    expect(replaced(state, 3, 'GRU').layer.name).toBe('gru');
  });
});

describe('connections', () => {
  const ends = (state: ProjectState) =>
    childrenOf(state, NETWORK, 'Connection').map(
      ({ source, sourcePort, target, targetPort }) =>
        `${(state.get(source) as LayerRecord).name}.${sourcePort} > ${(state.get(target) as LayerRecord).name}.${targetPort}`,
    );

  test('stay on both sides', () => {
    const state = network(
      ...[3, 4, 5].map((n) => layer(n, 'Dense')),
      connection(13, 3, 4),
      connection(14, 4, 5),
    );
    replaced(state, 4, 'Dropout');
    expect(ends(state)).toEqual(['layer_3.0 > layer_4.inputs', 'layer_4.0 > layer_5.inputs']);
  });

  test('of an input with another name go to the first that has room', () => {
    const state = network(
      layer(3, 'Dense'),
      layer(4, 'Dense'),
      layer(5, 'Add'),
      connection(13, 3, 5),
      connection(14, 4, 5),
    );
    replaced(state, 5, 'MultiHeadAttention');
    expect(ends(state)).toEqual(['layer_3.0 > layer_5.query', 'layer_4.0 > layer_5.value']);
  });

  test('for which there is no room are named', () => {
    const state = network(
      layer(3, 'Dense'),
      layer(4, 'Dense'),
      layer(5, 'Add'),
      connection(13, 3, 5),
      connection(14, 4, 5),
    );
    expect(replaced(state, 5, 'Dense').lost).toEqual(['the connection from layer_4']);
  });

  test('from an output go from that of the same name', () => {
    const state = network(
      layer(3, 'LSTM', { return_state: true }),
      layer(4, 'Dense'),
      layer(5, 'Dense'),
      connection(13, 3, 4, { sourcePort: '1' }),
      connection(14, 3, 5, { sourcePort: '2' }),
    );
    expect(replaced(state, 3, 'GRU').lost).toEqual(['the connection to layer_5']);
    expect(ends(state)).toEqual(['layer_3.1 > layer_4.inputs']);
  });
});

describe('what cannot be replaced says why', () => {
  const shared = () => network(layer(3, 'Dense'), layer(4, 'Dense', {}, { shares: id(3) }));

  test.each([
    [3, 'Conv2D', 'layer_3 is called again by layer_4. Delete these calls first.'],
    [4, 'Conv2D', 'layer_4 calls layer_3 again, with its weights. Replace layer_3 instead.'],
    [3, 'Dense', 'layer_3 is of this type already.'],
    [9, 'Dense', 'The layer is no longer there.'],
  ])('%i by %s', (n, type, expected) => {
    expect(reason(shared(), n, type)).toBe(expected);
  });
});
