import { describe, expect, test } from 'vitest';
import type { LayerRecord } from '../../../meta/index.ts';
import {
  addedOutput,
  endsOf,
  removedOutput,
  reorderedEnds,
  reorderedInputs,
} from '../../../src/domain/rearranging/ends.ts';
import { moved, type Ordered } from '../../../src/domain/rearranging/moved.ts';
import type { Assign } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { connectionsTo } from '../../../src/domain/commands/connect.ts';
import { find, type ProjectState } from '../../../src/domain/state.ts';
import { connection, id, layer, network, NETWORK } from '../network.ts';

const list = (orders: Readonly<Record<string, string>>): Ordered[] =>
  Object.entries(orders).map(([name, order]) => ({ id: name, order }));

/** The list as everybody sees it after the move. */
function after(before: readonly Ordered[], changes: readonly Ordered[]): string {
  const order = (item: Ordered) => changes.find(({ id: one }) => one === item.id)?.order ?? item.order;
  const place = (item: Ordered) => (order(item) === '' ? '~' : order(item));
  return [...before]
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map((item) => item.id)
    .join('');
}

describe('moving within a list', () => {
  const abc = list({ a: 'a0', b: 'a1', c: 'a2' });

  test.each([
    ['a', 'c', 'bac'],
    ['c', 'a', 'cab'],
    ['c', 'b', 'acb'],
    ['a', undefined, 'bca'],
  ])('%s before %s: %s, and only that one changes', (one, before, expected) => {
    const changes = moved(abc, one, before);
    expect(changes).toHaveLength(1);
    expect(after(abc, changes)).toBe(expected);
  });

  test.each([
    ['a', 'b'],
    ['c', undefined],
    ['b', 'b'],
    ['gone', 'a'],
  ])('nothing changes where it is there already: %s before %s', (one, before) => {
    expect(moved(abc, one, before)).toEqual([]);
  });

  test.each([
    ['equal orders', list({ a: 'a0', b: 'a0', c: 'a0' })],
    ['orders left to the names', list({ a: '', b: '', c: '' })],
    ['an order that is none', list({ a: 'a0', b: '!', c: 'a2' })],
  ])('where there is no room all are numbered anew: %s', (_what, crowded) => {
    expect(after(crowded, moved(crowded, 'c', 'b'))).toBe('acb');
  });
});

function assign(state: ProjectState, values: Assign['values']) {
  const decision = decide(state, { type: 'assign', values });
  if (!decision.ok) throw new Error(decision.problems[0]?.message);
  state.apply(decision.changes);
}

describe('the ends of a network', () => {
  const input = (n: number, inputOrder = '') => layer(n, 'InputLayer', {}, { inputOrder });

  test('a tensor that is an output twice has two places, of which either can be moved', () => {
    const state = network(
      layer(3, 'Dense', { units: 1 }, { outputOrder: { 0: 'a0 a2' } }),
      layer(4, 'Dense', { units: 1 }, { outputOrder: { 0: 'a1' } }),
    );
    const names = () => endsOf(state, NETWORK, 'outputs').map(({ name }) => name);
    expect(names()).toEqual(['layer_3', 'layer_4', 'layer_3']);
    const [first, , again] = endsOf(state, NETWORK, 'outputs');
    assign(state, reorderedEnds(state, NETWORK, 'outputs', { end: again?.id ?? '', before: `${id(4)}:0` }));
    expect(names()).toEqual(['layer_3', 'layer_3', 'layer_4']);
    assign(state, reorderedEnds(state, NETWORK, 'outputs', { end: first?.id ?? '', before: undefined }));
    expect(names()).toEqual(['layer_3', 'layer_4', 'layer_3']);
  });

  test('inputs that go by their names are put in another order', () => {
    const state = network(input(3), input(4), input(5));
    const [, , last] = endsOf(state, NETWORK, 'inputs');
    assign(state, reorderedEnds(state, NETWORK, 'inputs', { end: last?.id ?? '', before: `${id(3)}:0` }));
    expect(endsOf(state, NETWORK, 'inputs').map(({ name }) => name)).toEqual([
      'layer_5',
      'layer_3',
      'layer_4',
    ]);
  });

  test('outputs of one layer and of others are put in another order', () => {
    const state = network(
      layer(3, 'LSTM', { return_state: true }, { outputOrder: { 0: 'a0', 2: 'a1' } }),
      layer(4, 'Dense'),
    );
    const names = () => endsOf(state, NETWORK, 'outputs').map(({ name }) => name);
    expect(names()).toEqual(['layer_3: output', 'layer_3: cell_state', 'layer_4']);
    assign(state, reorderedEnds(state, NETWORK, 'outputs', { end: `${id(4)}:0`, before: `${id(3)}:2` }));
    expect(names()).toEqual(['layer_3: output', 'layer_4', 'layer_3: cell_state']);
    assign(state, reorderedEnds(state, NETWORK, 'outputs', { end: `${id(3)}:0`, before: undefined }));
    expect(names()).toEqual(['layer_4', 'layer_3: cell_state', 'layer_3: output']);
  });

  test('a layer that others take from becomes an output as well, the last one, and then no longer', () => {
    const state = network(
      layer(3, 'Dense', { units: 1 }),
      layer(4, 'Dense', { units: 1 }),
      connection(13, 3, 4),
    );
    const outputs = () => endsOf(state, NETWORK, 'outputs').map(({ name }) => name);
    const hidden = () => find(state, 'Layer', id(3)) as LayerRecord;
    assign(state, addedOutput(state, hidden(), 0));
    expect(outputs()).toEqual(['layer_4', 'layer_3']);
    expect(addedOutput(state, hidden(), 0)).toEqual([]);
    assign(state, removedOutput(hidden(), 0));
    expect(outputs()).toEqual(['layer_4']);
  });

  test('of several outputs each is one of the network by itself, and the first stays one', () => {
    const state = network(layer(3, 'LSTM', { units: 4, return_state: true }));
    const outputs = () => endsOf(state, NETWORK, 'outputs').map(({ name }) => name);
    const lstm = () => find(state, 'Layer', id(3)) as LayerRecord;
    assign(state, addedOutput(state, lstm(), 2));
    expect(outputs()).toEqual(['layer_3: output', 'layer_3: cell_state']);
    assign(state, removedOutput(lstm(), 0));
    expect(outputs()).toEqual(['layer_3: cell_state']);
  });
});

test('connections of one input are put in another order', () => {
  const state = network(
    ...[3, 4, 5].map((n) => layer(n, 'Dense')),
    layer(6, 'Concatenate'),
    ...[3, 4, 5].map((n) => connection(n + 10, n, 6, { order: `a${String(n)}` })),
  );
  assign(state, reorderedInputs(state, id(15), id(13)));
  expect(connectionsTo(state, id(6)).map(({ source }) => source)).toEqual([id(5), id(3), id(4)]);
});
