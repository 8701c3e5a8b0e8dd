import { expect, test } from 'vitest';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import {
  ArchitectureDrawing,
  type ArchitectureGraph,
} from '../../../visualizers/ArchitectureEditor/architectureGraph.ts';

const layer = (id: string, type: string, args = {}, given = {}) =>
  blank('Layer', { id, parent: 'net', name: id, type, args, ...given });
const line = (source: string, target: string) =>
  blank('Connection', {
    ...{ id: `${source}-${target}`, parent: 'net', source, sourcePort: '0', target },
    targetPort: 'inputs',
  });
const state = () =>
  new ProjectState([
    blank('Project', { id: 'project', parent: null }),
    blank('Architecture', { id: 'net', parent: 'project', name: 'net' }),
    layer('data', 'InputLayer', { shape: [6] }),
    layer('hidden', 'Dense', { units: 4 }),
    layer('again', 'Dense', {}, { shares: 'hidden' }),
    layer('end', 'Dense', { units: 2 }),
    line('data', 'hidden'),
    line('hidden', 'again'),
    line('again', 'end'),
  ]);

test.each([
  ['Unit', 'Block'],
  ['other', 'Unit'],
])('the card of a block called %s says %s', (name, subtitle) => {
  const view = state();
  view.apply([
    { op: 'put', record: blank('Architecture', { id: 'unit', parent: 'project', name: 'Unit' }) },
    { op: 'put', record: layer('block', 'Block', {}, { name, block: 'unit' }) },
  ]);
  const { nodes } = new ArchitectureDrawing('net').draw(view, new Set());
  expect(nodes.find(({ id }) => id === 'block')?.subtitle).toBe(subtitle);
});

test.each([
  [{ layer: 'LSTMCell', args: { units: 4 } }, 'RNN · LSTMCell'],
  [['GRUCell', 'GRUCell'].map((cell) => ({ layer: cell, args: { units: 4 } })), 'RNN · GRUCell ×2'],
  [['LSTMCell', 'GRUCell'].map((cell) => ({ layer: cell, args: { units: 4 } })), 'RNN · LSTMCell, GRUCell'],
  [['SimpleRNNCell', 'GRUCell'].map((cell) => ({ layer: cell, args: { units: 4 } })), 'RNN · 2 cells'],
])('a card names the cells that a layer holds: %j', (cell, subtitle) => {
  const view = state();
  view.apply([{ op: 'put', record: layer('rnn', 'RNN', { cell }) }]);
  const { nodes } = new ArchitectureDrawing('net').draw(view, new Set());
  expect(nodes.find(({ id }) => id === 'rnn')?.subtitle).toBe(subtitle);
});

/** All that one can see of a drawing. */
const shown = ({ nodes, edges, facts }: ArchitectureGraph) => [
  ...nodes.map((node) => ({ ...node, detail: facts.node?.(node) })),
  ...edges.map((edge) => ({ ...edge, ...facts.edge?.(edge) })),
];

test.each([
  ['a new name', { id: 'hidden', path: ['name'], value: 'renamed' }],
  ['an argument', { id: 'hidden', path: ['args', 'units'], value: 6 }],
  ['a wrong argument', { id: 'hidden', path: ['args', 'units'], value: -1 }],
  ['a note', { id: 'end', path: ['note'], value: 'why' }],
  ['another input', { id: 'data', path: ['args', 'shape'], value: [5, 6] }],
] as const)(
  'after %s the drawing is what it would be anew, and other cards are the same objects',
  (_, change) => {
    const view = state();
    const drawing = new ArchitectureDrawing('net');
    const before = drawing.draw(view, new Set());
    view.apply([{ op: 'set', ...change, path: [...change.path] as [string, string] }]);
    const after = drawing.draw(view, new Set());
    const anew = new ArchitectureDrawing('net').draw(new ProjectState(view.all()), new Set());
    expect(shown(after)).toEqual(shown(anew));
    expect(after.nodes).not.toBe(before.nodes);
    const kept = after.nodes.filter((node) => before.nodes.includes(node));
    expect(kept.length).toBeGreaterThan(0);
  },
);

/** More layers than are checked in one piece. */
function long(): ProjectState {
  const names = Array.from({ length: 4_000 }, (_, n) => `dense_${String(n)}`);
  return new ProjectState([
    blank('Project', { id: 'project', parent: null }),
    blank('Architecture', { id: 'net', parent: 'project', name: 'net' }),
    layer('data', 'InputLayer', { shape: [6] }),
    ...names.map((name) => layer(name, 'Dense', { units: 4 })),
    ...names.map((name, n) => line(names[n - 1] ?? 'data', name)),
  ]);
}

test('a sketch says nothing of what has not been checked, and nothing wrong', () => {
  const { nodes, edges, facts, check } = new ArchitectureDrawing('net').sketch(long(), new Set());
  expect(nodes).toHaveLength(4_001);
  expect(nodes.every((node) => node.problems === undefined && facts.node?.(node) === undefined)).toBe(true);
  expect(edges.every((edge) => facts.edge?.(edge) === undefined)).toBe(true);
  expect(check.totals.params.isComplete).toBe(false);
});

test('checked in pieces, the drawing is what it would be at once, whatever is edited in between', () => {
  const view = long();
  const drawing = new ArchitectureDrawing('net');
  drawing.sketch(view, new Set());
  let pieces = 0;
  for (const work = drawing.checkInPieces(view); !work.next().done; pieces += 1) {
    const value = [pieces + 1];
    view.apply([{ op: 'set', id: `dense_${String(pieces * 700)}`, path: ['args', 'units'], value }]);
  }
  expect(pieces).toBeGreaterThan(3);
  const after = drawing.draw(view, new Set());
  const anew = new ArchitectureDrawing('net').draw(new ProjectState(view.all()), new Set());
  expect(after.nodes).toEqual(anew.nodes);
  expect(after.edges).toEqual(anew.edges);
  expect(after.check.totals).toEqual(anew.check.totals);
  expect(after.check.problems).toEqual(anew.check.problems);
});
