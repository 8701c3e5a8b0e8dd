import { describe, expect, test } from 'vitest';
import { indexGraph } from '../../../visualizers/graph/GraphIndex.ts';
import { layoutGraph } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { layoutInput } from '../../../visualizers/graph/layoutInput.ts';
import { measureNode } from '../../../visualizers/graph/measureNode.ts';
import { inputEnds, movedTo, nextAfter, orderAt } from '../../../visualizers/graph/reorder.ts';
import { Geometry } from '../../../visualizers/graph/view/Geometry.ts';
import { Scene } from '../../../visualizers/graph/view/Scene.ts';
import { edge, node } from './graphs.ts';

const nodes = ['a', 'b', 'c', 'sum'].map((id) => node(id));
const index = indexGraph(nodes, [edge('b', 'sum'), edge('a', 'sum'), edge('c', 'sum')]);
const input = layoutInput(index, 'vertical', measureNode);
const scene = new Scene(index, new Geometry({ input, layout: layoutGraph(input) }));
const ends = inputEnds(index, 'a>sum', scene.layout.boxes.get('sum')!, 'vertical');

describe('several connections at one input', () => {
  test('end apart from each other, in the order in which they are given', () => {
    expect(ends.order).toEqual(['b>sum', 'a>sum', 'c>sum']);
    expect(ends.places).toEqual([...ends.places].sort((x, y) => x - y));
    expect(ends.order.map((id) => scene.line(id)!.at(-1)!.x)).toEqual(ends.places);
  });

  test('stay on the side of their node however many they are', () => {
    const many = Array.from({ length: 60 }, (_, i) => node(`n${String(i)}`));
    const crowd = indexGraph(
      [...many, node('sum')],
      many.map(({ id }) => edge(id, 'sum')),
    );
    const offsets = layoutInput(crowd, 'vertical', measureNode).edges.map(({ enter }) => enter);
    expect(Math.max(...offsets)).toBeLessThan(measureNode(node('sum')).width / 2);
    expect(new Set(offsets).size).toBe(60);
  });

  test('change places with those that they are dragged past', () => {
    expect(orderAt(ends, 'b>sum', ends.places[1]! + 1)).toEqual(['a>sum', 'b>sum', 'c>sum']);
    expect(orderAt(ends, 'b>sum', 1e6)).toEqual(['a>sum', 'c>sum', 'b>sum']);
    expect(orderAt(ends, 'b>sum', ends.places[0]! + 2)).toEqual(ends.order);
  });

  test('the host is told before which one, or none for the last', () => {
    expect(nextAfter(movedTo(ends.order, 'c>sum', 0), 'c>sum')).toBe('b>sum');
    expect(nextAfter(movedTo(ends.order, 'b>sum', 2), 'b>sum')).toBeUndefined();
  });

  test('are grasped by their ends, a little before the port', () => {
    const { x, y } = scene.line('a>sum')!.at(-1)!;
    expect(scene.hit({ x, y: y - 11 }, 1, true)).toEqual({ kind: 'edge', id: 'a>sum', end: true });
    expect(scene.hit({ x, y: y + 2 }, 1, true)).toMatchObject({ kind: 'port', id: 'sum' });
  });
});

describe('pointing at frames', () => {
  const framed = indexGraph(
    [node('block'), node('p', { parent: 'block' }), node('q', { parent: 'block' })],
    [edge('p', 'q')],
  );
  const given = layoutInput(framed, 'vertical', measureNode);
  const inside = new Scene(framed, new Geometry({ input: given, layout: layoutGraph(given) }));
  const box = inside.layout.boxes.get('block')!;

  test('the title and the border hold the frame', () => {
    expect(inside.hit({ x: box.x + 30, y: box.y + 10 }, 1, false)).toEqual({ kind: 'node', id: 'block' });
    expect(inside.hit({ x: box.x + 2, y: box.y + box.height / 2 }, 1, false)).toEqual({
      kind: 'node',
      id: 'block',
    });
  });

  test('what it holds is above it, edges as well', () => {
    const p = inside.layout.boxes.get('p')!;
    expect(inside.hit({ x: p.x + 20, y: p.y + 20 }, 1, false)).toEqual({ kind: 'node', id: 'p' });
    const [from] = inside.line('p>q')!;
    expect(inside.hit({ x: from!.x, y: from!.y + 10 }, 1, false)).toEqual({ kind: 'edge', id: 'p>q' });
  });

  test('between them is room, inside the frame, and counts from its origin', () => {
    const point = { x: box.x + 12, y: box.y + box.height - 12 };
    expect(inside.hit(point, 1, false)).toEqual({ kind: 'empty', inside: 'block' });
    const { origin } = inside.layout.frames.get('block')!;
    expect(inside.local(point, 'block')).toEqual({ x: point.x - origin.x, y: point.y - origin.y });
  });
});
