import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intersects } from '../../../visualizers/graph/geometry.ts';
import { layoutGraph, type Layout, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import type { Rect } from '../../../visualizers/graph/types.ts';
import { anyGraph, box, centre, chain, edges, graph, WIDTH } from './graphs.ts';

describe('rows', () => {
  test('every edge goes down', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const { boxes } = layoutGraph(input);
        for (const { source, target } of input.edges) {
          const [from, to] = [boxes.get(source)!, boxes.get(target)!];
          if (input.direction === 'vertical') expect(from.y + from.height).toBeLessThan(to.y);
          else expect(from.x + from.width).toBeLessThan(to.x);
        }
      }),
    );
  });

  test('no two nodes overlap', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        expect(overlaps(layoutGraph(input))).toEqual([]);
      }),
    );
  });

  test('a source stands next to what it feeds, not at the top', () => {
    const { boxes } = layoutGraph(graph('a>b b>c c>d labels>d'));
    expect(boxes.get('labels')!.y).toBe(boxes.get('c')!.y);
  });

  test('an edge that closes a cycle is drawn against the flow and the rest with it', () => {
    const { boxes } = layoutGraph(graph('a>b b>c c>a'));
    expect(boxes.get('a')!.y).toBeLessThan(boxes.get('b')!.y);
    expect(boxes.get('b')!.y).toBeLessThan(boxes.get('c')!.y);
  });

  test('edges to nowhere and to oneself are ignored', () => {
    const input = graph('a>b', { edges: edges('a>b a>a a>gone gone>b') });
    expect([...layoutGraph(input).boxes.keys()]).toEqual(['a', 'b']);
  });

  test('horizontal is vertical turned', () => {
    const [down, right] = (['vertical', 'horizontal'] as const).map((direction) =>
      layoutGraph(
        graph('a>b a>c', {
          nodes: ['a', 'b', 'c'].map((id) => box(id, { width: 60, height: 60 })),
          direction,
        }),
      ),
    );
    expect(right!.boxes.get('b')!.y).toBe(down!.boxes.get('b')!.x);
    expect(right!.boxes.get('b')!.x).toBeGreaterThan(right!.boxes.get('a')!.x);
  });
});

describe('columns', () => {
  test('a chain is a straight line', () => {
    const layout = layoutGraph(chain(50));
    expect(new Set([...layout.boxes.values()].map(({ x }) => x)).size).toBe(1);
  });

  test('a chain of nodes of different widths has its centres in line', () => {
    const nodes = ['a', 'b', 'c'].map((id, i) => box(id, { width: 128 + 32 * i }));
    const layout = layoutGraph(graph('a>b b>c', { nodes }));
    expect(new Set(['a', 'b', 'c'].map((id) => centre(layout, id).x)).size).toBe(1);
  });

  test('the trunk of a residual network stays straight and its shortcuts pass beside it', () => {
    const layout = layoutGraph(graph('a>b b>c c>d d>e a>d'));
    const trunk = ['a', 'b', 'c', 'd', 'e'].map((id) => centre(layout, id).x);
    expect(new Set(trunk).size).toBe(1);
    const lane = layout.routes.get('a>d')!;
    expect(new Set(lane.map(({ x }) => x)).size).toBe(1);
    expect(Math.abs(lane[0]!.x - trunk[0]!)).toBeGreaterThan(WIDTH / 2);
  });

  test('where paths part, the longer is the trunk', () => {
    const layout = layoutGraph(graph('a>b b>c c>d d>m a>side side>m m>z'));
    const trunk = ['a', 'b', 'c', 'd', 'm', 'z'].map((id) => centre(layout, id).x);
    expect(new Set(trunk).size).toBe(1);
  });

  test('equal branches stand on both sides of their fork', () => {
    const layout = layoutGraph(graph('a>l a>r l>m r>m'));
    expect(centre(layout, 'a').x).toBe((centre(layout, 'l').x + centre(layout, 'r').x) / 2);
    expect(centre(layout, 'm').x).toBe(centre(layout, 'a').x);
  });

  test('branches are ordered as the ports that they lead to', () => {
    const input = graph('a>x a>y x>m y>m');
    const crossed = input.edges.map((edge) =>
      edge.id === 'x>m' ? { ...edge, enter: 40 } : edge.id === 'y>m' ? { ...edge, enter: -40 } : edge,
    );
    const layout = layoutGraph({ ...input, edges: crossed });
    expect(centre(layout, 'y').x).toBeLessThan(centre(layout, 'x').x);
  });

  test('two independent chains do not cross', () => {
    const layout = layoutGraph(graph('a>b c>d b>e d>e a>f c>g'));
    expect(centre(layout, 'a').x < centre(layout, 'c').x).toBe(centre(layout, 'b').x < centre(layout, 'd').x);
  });

  test('no edge passes through a node', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const layout = layoutGraph(input);
        for (const [id, points] of layout.routes) {
          const lane = rectsOf(points);
          for (const [node, rect] of layout.boxes) {
            for (const piece of lane) {
              expect(intersects(piece, rect), `${id} through ${node}`).toBe(false);
            }
          }
        }
      }),
    );
  });

  test('parts that do not hang together are packed, not strung out', () => {
    const nodes = Array.from({ length: 100 }, (_, i) => box(`n${i}`));
    const { bounds } = layoutGraph({ nodes, edges: [], direction: 'vertical' });
    expect(bounds.width / bounds.height).toBeGreaterThan(0.5);
    expect(bounds.width / bounds.height).toBeLessThan(4);
  });
});

describe('the same again', () => {
  test('the same graph gives the same layout', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        expect(layoutGraph(input)).toEqual(layoutGraph(structuredClone(input)));
      }),
    );
  });

  test('laying out what is laid out moves nothing', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const previous = layoutGraph(input);
        const again = layoutGraph({ ...input, previous });
        expect(again.boxes).toEqual(previous.boxes);
      }),
    );
  });

  test('a node added at the end moves nobody', () => {
    const before = graph('a>b b>c a>d d>c');
    const previous = layoutGraph(before);
    const after = graph('a>b b>c a>d d>c c>new');
    expect(movedBetween(previous, layoutGraph({ ...after, previous }))).toEqual([]);
  });

  test('a branch added beside a chain moves nobody', () => {
    const previous = layoutGraph(chain(8));
    const input = chain(8);
    const grown: LayoutInput = {
      ...input,
      nodes: [...input.nodes, box('new')],
      edges: [...input.edges, ...edges('n2>new')],
      previous,
    };
    const layout = layoutGraph(grown);
    expect(movedBetween(previous, layout)).toEqual([]);
    expect(overlaps(layout)).toEqual([]);
  });

  test('a third branch of a fork goes beside the two, not between them', () => {
    const previous = layoutGraph(graph('a>l a>r l>m r>m'));
    const layout = layoutGraph({ ...graph('a>l a>r l>m r>m a>new'), previous });
    expect(movedBetween(previous, layout)).toEqual([]);
    expect(overlaps(layout)).toEqual([]);
  });

  test('a node inserted in a chain moves what follows by one row and nothing before', () => {
    const previous = layoutGraph(graph('a>b b>c c>d'));
    const layout = layoutGraph({ ...graph('a>b b>new new>c c>d'), previous });
    expect(movedBetween(previous, layout).sort()).toEqual(['c', 'd']);
    expect(centre(layout, 'd').x).toBe(centre(previous, 'd').x);
    expect(layout.boxes.get('d')!.y - layout.boxes.get('c')!.y).toBe(
      previous.boxes.get('d')!.y - previous.boxes.get('c')!.y,
    );
  });

  test('a source added above the first leaves the first where it is', () => {
    const previous = layoutGraph(graph('a>b b>c'));
    const layout = layoutGraph({ ...graph('new>a a>b b>c'), previous });
    expect(movedBetween(previous, layout)).toEqual([]);
    expect(layout.boxes.get('new')!.y).toBeLessThan(layout.boxes.get('a')!.y);
  });

  test('a removed node leaves a gap across the flow rather than a rearrangement', () => {
    const previous = layoutGraph(graph('a>b a>c a>d'));
    const layout = layoutGraph({ ...graph('a>b a>d'), previous });
    expect(movedBetween(previous, layout)).toEqual([]);
  });

  test('a node that grows keeps its centre, and pushes only those it would cover', () => {
    const input = graph('a>b a>c');
    const previous = layoutGraph(input);
    const nodes = input.nodes.map((node) => (node.id === 'a' ? { ...node, width: 300 } : node));
    const layout = layoutGraph({ ...input, nodes, previous });
    expect(centre(layout, 'a').x).toBe(centre(previous, 'a').x);
    expect(movedBetween(previous, layout)).toEqual(['a']);
  });

  test('after any edit nothing overlaps', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (first, second) => {
        const previous = layoutGraph(first);
        const layout = layoutGraph({ ...second, direction: first.direction, previous });
        expect(overlaps(layout)).toEqual([]);
      }),
    );
  });
});

describe('pins', () => {
  test('a pinned node is exactly where it was put', () => {
    const input = graph('a>b b>c');
    const nodes = input.nodes.map((node) =>
      node.id === 'b' ? { ...node, pinned: { x: 1003, y: -77 } } : node,
    );
    expect(layoutGraph({ ...input, nodes }).boxes.get('b')).toMatchObject({ x: 1003, y: -77 });
  });

  test('the others make way for it', () => {
    fc.assert(
      fc.property(
        anyGraph,
        fc.nat(29),
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: -400, max: 400 }),
        (input, which, x, y) => {
          const at = which % input.nodes.length;
          const nodes = input.nodes.map((node, i) => (i === at ? { ...node, pinned: { x, y } } : node));
          const layout = layoutGraph({ ...input, nodes });
          expect(layout.boxes.get(nodes[at]!.id)).toMatchObject({ x, y });
          expect(overlaps(layout)).toEqual([]);
        },
      ),
    );
  });

  test('moving one node moves no other that is not in its way', () => {
    const input = graph('a>b a>c b>d c>d');
    const previous = layoutGraph(input);
    const nodes = input.nodes.map((node) =>
      node.id === 'b' ? { ...node, pinned: { x: -500, y: 90 } } : node,
    );
    expect(movedBetween(previous, layoutGraph({ ...input, nodes, previous }))).toEqual(['b']);
  });
});

describe('size', () => {
  test('a chain of 10 000 neither overflows the stack nor bends', () => {
    const layout = layoutGraph(chain(10_000));
    expect(new Set([...layout.boxes.values()].map(({ x }) => x)).size).toBe(1);
    expect(layout.boxes.get('n9999')!.y).toBeGreaterThan(layout.boxes.get('n9998')!.y);
  });

  test('one node that feeds 3 000 is laid out', () => {
    const nodes = [box('hub'), ...Array.from({ length: 3000 }, (_, i) => box(`n${i}`))];
    const spokes = nodes.slice(1).flatMap(({ id }) => edges(`hub>${id}`));
    expect(
      overlaps(layoutGraph({ nodes: nodes.slice(0, 200), edges: spokes, direction: 'vertical' })),
    ).toEqual([]);
    expect(layoutGraph({ nodes, edges: spokes, direction: 'vertical' }).boxes.size).toBe(3001);
  });

  test('a network where every layer feeds all later ones keeps within its budget', () => {
    const size = 300;
    const nodes = Array.from({ length: size }, (_, i) => box(`n${i}`));
    const dense = nodes.flatMap((_, i) => nodes.slice(i + 1).flatMap(({ id }) => edges(`n${i}>${id}`)));
    const layout = layoutGraph({ nodes, edges: dense, direction: 'vertical' });
    expect(layout.routes.size).toBeGreaterThan(0);
    expect(layout.routes.size).toBeLessThan(dense.length);
  });
});

function overlaps({ boxes }: Layout): string[] {
  const all = [...boxes];
  return all.flatMap(([a, rect], i) =>
    all.slice(i + 1).flatMap(([b, other]) => (intersects(rect, other) ? [`${a} and ${b}`] : [])),
  );
}

function movedBetween(before: Layout, after: Layout): string[] {
  return [...after.boxes].flatMap(([id, { x, y }]) => {
    const was = before.boxes.get(id);
    return was && (was.x !== x || was.y !== y) ? [id] : [];
  });
}

/** The straight pieces of a route: those that run along the rows come in pairs of points. */
function rectsOf(points: readonly { x: number; y: number }[]): Rect[] {
  const pieces: Rect[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [a, b] = [points[i]!, points[i + 1]!];
    pieces.push({
      x: Math.min(a.x, b.x) - 1,
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x) + 2,
      height: Math.abs(a.y - b.y),
    });
  }
  return pieces;
}
