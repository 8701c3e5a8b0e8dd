import { describe, expect, test } from 'vitest';
import { beginningOf as beginning } from '../../../visualizers/graph/layout/beginning.ts';
import { layoutGraph, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { packInput } from '../../../visualizers/graph/layout/packedLayout.ts';
import { box, chain, edges } from './graphs.ts';

const beginningOf = (input: LayoutInput) => beginning(input, packInput(input));

/** A trunk from which, again and again, a side way parts that is one node shorter. */
function ladder(steps: number): LayoutInput {
  const links = Array.from({ length: steps }, (_, i) => {
    const [here, next] = [`t${String(i)}`, `t${String(i + 1)}`];
    return `${here}>a${String(i)} a${String(i)}>b${String(i)} b${String(i)}>${next} ${here}>s${String(i)} s${String(i)}>${next}`;
  });
  const drawn = edges(links.join(' '));
  const ids = new Set(drawn.flatMap(({ source, target }) => [source, target]));
  return { nodes: [...ids].map((id) => box(id)), edges: drawn, direction: 'vertical' };
}

describe('the beginning of a large graph', () => {
  test('has the first rows whole', () => {
    const whole = layoutGraph(ladder(500));
    const { nodes } = beginningOf(ladder(500))!;
    const last = Math.max(...nodes.map(({ id }) => whole.boxes.get(id)!.y));
    const above = [...whole.boxes].filter(([, { y }]) => y <= last).map(([id]) => id);
    expect(new Set(nodes.map(({ id }) => id))).toEqual(new Set(above));
    expect(nodes.length).toBeLessThan(300);
  });

  test('lies as it will lie in the whole, but for where the whole stands', () => {
    const whole = layoutGraph(ladder(500));
    const first = layoutGraph(beginningOf(ladder(500))!);
    const shifts = [...first.boxes].map(([id, { x, y }]) => {
      const box = whole.boxes.get(id)!;
      return `${String(box.x - x)},${String(box.y - y)}`;
    });
    expect(new Set(shifts).size).toBe(1);
  });

  test('is not shown where it would be most of the graph', () => {
    expect(beginningOf(chain(600))).toBeUndefined();
    expect(beginningOf(chain(2_000))).toBeDefined();
  });

  test('has what feeds its nodes from beside, and not what feeds later ones', () => {
    const input = chain(2_000);
    const nodes = [...input.nodes, box('near'), box('far')];
    const more = edges('near>n20 far>n1500');
    const ids = beginningOf({ ...input, nodes, edges: [...input.edges, ...more] })!.nodes.map(({ id }) => id);
    expect(ids).toContain('near');
    expect(ids).not.toContain('far');
  });

  test('ends before a circle', () => {
    const input = chain(2_000);
    const circle = (from: string, to: string) => ({
      ...input,
      edges: [...input.edges, ...edges(`${from}>${to}`)],
    });
    expect(beginningOf(circle('n1500', 'n1000'))).toEqual(beginningOf(input));
    expect(beginningOf(circle('n50', 'n10'))).toBeUndefined();
  });

  test('is not guessed where hands, frames or several parts decide what stands where', () => {
    const input = chain(2_000);
    const [first, ...rest] = input.nodes;
    const with1st = (more: object) => ({ ...input, nodes: [{ ...first!, ...more }, ...rest] });
    expect(beginningOf(with1st({ pinned: { x: 0, y: 0 } }))).toBeUndefined();
    expect(beginningOf(with1st({ parent: 'n5' }))).toBeUndefined();
    expect(beginningOf({ ...input, nodes: [...input.nodes, box('alone')] })).toBeUndefined();
  });
});
