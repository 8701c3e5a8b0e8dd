import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointOn } from '../../../visualizers/graph/edgePath.ts';
import { layoutGraph, type Layout, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { Geometry } from '../../../visualizers/graph/view/Geometry.ts';
import { graph } from './graphs.ts';

const LARGE = { width: 560, height: 456 };

/** Any network in which every node but the first takes something from one before it; some hold a network of their own. */
const anyNetwork = fc
  .record({
    givers: fc.array(fc.nat(), { minLength: 5, maxLength: 15 }),
    more: fc.array(fc.tuple(fc.nat(15), fc.nat(15)), { maxLength: 20 }),
    isLarge: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    direction: fc.constantFrom('vertical' as const, 'horizontal' as const),
  })
  .map(({ givers, more, isLarge, direction }) => {
    const chain = givers.map((giver, i) => [giver % (i + 1), i + 1] as const);
    const others = more.filter(([a, b]) => a < b && b <= givers.length);
    const text = [...new Set([...chain, ...others].map(([a, b]) => `${String(a)}>${String(b)}`))].join(' ');
    const folded = graph(text, { direction });
    const nodes = folded.nodes.map((node) => (isLarge[Number(node.id)] ? { ...node, ...LARGE } : node));
    return { folded, unfolded: { ...folded, nodes } };
  });

test('no edge passes through a node that is not one of its ends, before and after some of them are unfolded', () => {
  fc.assert(
    fc.property(anyNetwork, ({ folded, unfolded }) => {
      const before = layoutGraph(folded);
      expect(crossed(folded, before)).toEqual([]);
      expect(crossed(unfolded, layoutGraph(unfolded))).toEqual([]);
      expect(crossed(unfolded, layoutGraph({ ...unfolded, previous: before }))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('what is laid out again with edges that turn at the ends of their rows stays where it is', () => {
  fc.assert(
    fc.property(anyNetwork, ({ unfolded }) => {
      const previous = layoutGraph(unfolded);
      expect(layoutGraph({ ...unfolded, previous }).boxes).toEqual(previous.boxes);
    }),
  );
});

const PIECES = 20;

function crossed({ nodes, edges, direction }: LayoutInput, layout: Layout): string[] {
  const geometry = new Geometry({ input: { nodes, edges, direction }, layout });
  return edges.flatMap(({ id, source, target }) => {
    const line = geometry.line(id) ?? [];
    const points = line
      .slice(1)
      .flatMap((to, i) =>
        Array.from({ length: PIECES + 1 }, (_, t) => pointOn(line[i]!, to, t / PIECES, direction)),
      );
    const others = nodes.filter((node) => node.id !== source && node.id !== target);
    return others.flatMap((other) => {
      const { x, y, width, height } = layout.boxes.get(other.id)!;
      const isIn = points.some(
        (p) => p.x > x + 1 && p.x < x + width - 1 && p.y > y + 1 && p.y < y + height - 1,
      );
      return isIn ? [`${id} through ${other.id}`] : [];
    });
  });
}
