import { expect, test } from 'vitest';
import { layoutGraph, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { withNewcomers } from '../../../visualizers/graph/layout/newcomers.ts';

const size = { width: 128, height: 48 };
const edge = (source: string, target: string) => ({ id: source + target, source, target, exit: 0, enter: 0 });
const graph = (nodes: readonly string[], ...ends: readonly [string, string][]): LayoutInput => ({
  direction: 'vertical',
  nodes: nodes.map((id) => ({ id, ...size })),
  edges: ends.map(([source, target]) => edge(source, target)),
});
const input = graph(['a', 'b'], ['a', 'b']);
const chain = { input, layout: layoutGraph(input) };

test('what is put into a chain is seen after the one before it, and nothing else moves yet', () => {
  const shown = withNewcomers(chain, graph(['a', 'b', 'n'], ['a', 'n'], ['n', 'b']));
  const [a, n] = [shown?.boxes.get('a'), shown?.boxes.get('n')];
  expect(n).toMatchObject({ ...size, x: a?.x });
  expect(n?.y).toBeGreaterThanOrEqual((a?.y ?? 0) + size.height);
  for (const [id, box] of chain.layout.boxes) expect(shown?.boxes.get(id)).toBe(box);
});

test('what is put before everything is seen before it', () => {
  const shown = withNewcomers(chain, graph(['a', 'b', 'n'], ['n', 'a'], ['a', 'b']));
  expect((shown?.boxes.get('n')?.y ?? 0) + size.height).toBeLessThanOrEqual(
    chain.layout.boxes.get('a')?.y ?? 0,
  );
});

test('what was put somewhere is seen there', () => {
  const placed = graph(['a', 'b'], ['a', 'b']);
  const pinned = { id: 'n', ...size, pinned: { x: 900, y: 70 } };
  const shown = withNewcomers(chain, { ...placed, nodes: [...placed.nodes, pinned] });
  expect(shown?.boxes.get('n')).toEqual({ x: 900, y: 70, ...size });
});

test.each<[string, LayoutInput]>([
  ['nothing is new', graph(['a', 'b'], ['a', 'b'])],
  ['what is new has no neighbour', graph(['a', 'b', 'n'], ['a', 'b'])],
  ['it lies in a frame', { ...graph(['a', 'b']), nodes: [{ id: 'n', ...size, parent: 'a' }] }],
])('where %s there is nothing to be seen before the layout', (_, input) => {
  expect(withNewcomers(chain, input)).toBeUndefined();
});
