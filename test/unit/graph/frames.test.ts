import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intersects } from '../../../visualizers/graph/geometry.ts';
import {
  besideOf,
  indexGraph,
  outermost,
  siblingsOf,
  withinAll,
} from '../../../visualizers/graph/GraphIndex.ts';
import {
  layoutGraph,
  type Layout,
  type LayoutInput,
  type LayoutNode,
} from '../../../visualizers/graph/layout/layoutGraph.ts';
import { layoutInput } from '../../../visualizers/graph/layoutInput.ts';
import { measureNode } from '../../../visualizers/graph/measureNode.ts';
import type { Point, Rect } from '../../../visualizers/graph/types.ts';
import { anyGraph, box, centre, edge, edges, node, WIDTH } from './graphs.ts';

const TITLE = 32;

/** 'block(p>q q>r)' puts what stands between the brackets inside the node before them. */
function nested(text: string, rest: Partial<Record<string, Partial<LayoutNode>>> = {}): LayoutInput {
  const nodes = new Map<string, LayoutNode>();
  const links: string[] = [];
  const stack: string[] = [];
  for (const [token] of text.matchAll(/\w+\(|\)|[\w>]+/g)) {
    const parent = stack.at(-1);
    if (token === ')') stack.pop();
    else if (token.endsWith('(')) stack.push(add(token.slice(0, -1), parent));
    else {
      for (const id of token.split('>')) add(id, parent);
      if (token.includes('>')) links.push(token);
    }
  }
  function add(id: string, parent: string | undefined): string {
    if (!nodes.has(id)) nodes.set(id, box(id, parent === undefined ? {} : { parent }));
    return id;
  }
  const parents = new Set([...nodes.values()].map(({ parent }) => parent));
  const sized = [...nodes.values()].map((one) => ({
    ...one,
    ...(parents.has(one.id) && { width: 120, height: TITLE }),
    ...rest[one.id],
  }));
  return { nodes: sized, edges: edges(links.join(' ')), direction: 'vertical' };
}

/** Any graph with its nodes put inside one another at will. */
const anyNested: fc.Arbitrary<LayoutInput> = fc
  .tuple(anyGraph, fc.array(fc.option(fc.nat(28), { freq: 2 }), { minLength: 30, maxLength: 30 }))
  .map(([input, choice]) => {
    const parentOf = (i: number) => {
      const chosen = choice[i] ?? i;
      return chosen < i ? `n${String(chosen)}` : undefined;
    };
    const nodes = input.nodes.map((one, i) => {
      const parent = parentOf(i);
      return parent === undefined ? one : { ...one, parent };
    });
    const parent = new Map(nodes.map(({ id, parent: up }) => [id, up]));
    const siblings = input.edges.filter(({ source, target }) => parent.get(source) === parent.get(target));
    return { ...input, nodes, edges: siblings };
  });

describe('a frame', () => {
  const layout = layoutGraph(nested('a>block block(p>q q>r) block>z'));
  const at = (id: string) => layout.boxes.get(id)!;

  test('holds its children below its title', () => {
    for (const child of ['p', 'q', 'r']) {
      expect(holds(at('block'), at(child))).toBe(true);
      expect(at(child).y).toBeGreaterThan(at('block').y + TITLE);
    }
  });

  test('is a node among its siblings, and in line with them', () => {
    expect(at('a').y + at('a').height).toBeLessThan(at('block').y);
    expect(at('block').y + at('block').height).toBeLessThan(at('z').y);
    expect(new Set(['a', 'block', 'q', 'z'].map((id) => centre(layout, id).x)).size).toBe(1);
  });

  test('is as wide as its title at least', () => {
    const wide = layoutGraph(nested('block(p)', { block: { width: 400 } }));
    expect(wide.boxes.get('block')!.width).toBeGreaterThanOrEqual(400);
    expect(centre(wide, 'p').x).toBe(centre(wide, 'block').x);
  });

  test('lies in another, which holds it with all that it holds', () => {
    const deep = layoutGraph(nested('a>outer outer(p>inner inner(x>y)) outer>z'));
    expect(holds(deep.boxes.get('outer')!, deep.boxes.get('inner')!)).toBe(true);
    expect(holds(deep.boxes.get('inner')!, deep.boxes.get('y')!)).toBe(true);
    expect([...deep.frames.keys()]).toEqual(['outer', 'inner']);
  });

  test('holds the lanes of the edges that pass beside its children', () => {
    const lanes = layoutGraph(nested('block(p>q q>r r>s p>s)'));
    const frame = lanes.boxes.get('block')!;
    for (const { x } of lanes.routes.get('p>s')!) {
      expect(x).toBeGreaterThan(frame.x);
      expect(x).toBeLessThan(frame.x + frame.width);
    }
  });

  test('in a horizontal graph its children run to the right', () => {
    const flat = layoutGraph({ ...nested('a>block block(p>q)'), direction: 'horizontal' });
    expect(flat.boxes.get('p')!.x + WIDTH).toBeLessThan(flat.boxes.get('q')!.x);
    expect(flat.boxes.get('a')!.x + WIDTH).toBeLessThan(flat.boxes.get('block')!.x);
    expect(flat.boxes.get('p')!.y).toBeGreaterThan(flat.boxes.get('block')!.y + TITLE);
  });
});

describe('any nesting', () => {
  test('a frame holds what lies in it, and siblings do not overlap', () => {
    fc.assert(
      fc.property(anyNested, (input) => {
        expect(misplaced(input, layoutGraph(input))).toEqual([]);
      }),
    );
  });

  test('what holds another comes before it, so that it is drawn beneath', () => {
    fc.assert(
      fc.property(anyNested, (input) => {
        const order = [...layoutGraph(input).boxes.keys()];
        for (const { id, parent } of input.nodes) {
          if (parent !== undefined) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(id));
        }
      }),
    );
  });

  test('laying out what is laid out moves nothing', () => {
    fc.assert(
      fc.property(anyNested, (input) => {
        const previous = layoutGraph(input);
        const again = layoutGraph({ ...input, previous });
        expect(again.boxes).toEqual(previous.boxes);
        expect(again.frames).toEqual(previous.frames);
      }),
    );
  });

  test('after any edit a frame holds what lies in it', () => {
    fc.assert(
      fc.property(anyNested, anyNested, (first, second) => {
        const previous = layoutGraph(first);
        const input = { ...second, direction: first.direction };
        expect(misplaced(input, layoutGraph({ ...input, previous }))).toEqual([]);
      }),
    );
  });
});

describe('an edit inside a frame', () => {
  const before = nested('a>block block(p>q q>r) block>z');
  const previous = layoutGraph(before);

  test('a branch that widens the frame moves nobody', () => {
    const after = nested('a>block block(p>q q>r p>new) block>z');
    const layout = layoutGraph({ ...after, previous });
    expect(movedBetween(previous, layout, ['a', 'p', 'q', 'r', 'z'])).toEqual([]);
    expect(layout.frames.get('block')!.origin).toEqual(previous.frames.get('block')!.origin);
  });

  test('a node that lengthens the frame pushes on what follows the frame', () => {
    const after = nested('a>block block(p>q q>r r>new) block>z');
    const layout = layoutGraph({ ...after, previous });
    expect(movedBetween(previous, layout, ['a', 'p', 'q', 'r', 'z'])).toEqual(['z']);
    expect(centre(layout, 'z').x).toBe(centre(previous, 'z').x);
  });

  test('unfolding keeps the centre of what was folded, and the rest in line', () => {
    const folded = layoutGraph(nested('a>block block>z'));
    const layout = layoutGraph({ ...before, previous: folded });
    expect(centre(layout, 'block').x).toBe(centre(folded, 'block').x);
    expect(movedBetween(folded, layout, ['a', 'z'])).toEqual(['z']);
    const again = layoutGraph({ ...nested('a>block block>z'), previous: layout });
    expect(again.boxes).toEqual(folded.boxes);
  });
});

describe('pins in a frame', () => {
  const pinned = (at: Point, frame: Partial<LayoutNode> = {}) =>
    nested('a>block block(p>q q>r) block>z', {
      q: { pinned: at },
      block: { width: 120, height: TITLE, ...frame },
    });

  test('count from the origin of its content', () => {
    const layout = layoutGraph(pinned({ x: 400, y: -30 }));
    const { origin } = layout.frames.get('block')!;
    expect(layout.boxes.get('q')).toMatchObject({ x: origin.x + 400, y: origin.y - 30 });
    expect(holds(layout.boxes.get('block')!, layout.boxes.get('q')!)).toBe(true);
  });

  test('go with the frame when it is moved', () => {
    const previous = layoutGraph(pinned({ x: 400, y: 10 }));
    const frame = previous.boxes.get('block')!;
    const to = { x: frame.x + 1000, y: frame.y + 70 };
    const layout = layoutGraph({ ...pinned({ x: 400, y: 10 }, { pinned: to }), previous });
    for (const child of ['p', 'q', 'r']) {
      const was = previous.boxes.get(child)!;
      expect(layout.boxes.get(child)).toEqual({ ...was, x: was.x + 1000, y: was.y + 70 });
    }
  });

  test('a child that is put outside widens the frame and leaves its siblings', () => {
    const plain = nested('a>block block(p>q q>r) block>z');
    const previous = layoutGraph(plain);
    const layout = layoutGraph({ ...pinned({ x: -600, y: 96 }), previous });
    expect(movedBetween(previous, layout, ['a', 'p', 'r'])).toEqual([]);
    expect(holds(layout.boxes.get('block')!, layout.boxes.get('q')!)).toBe(true);
  });
});

describe('what lies inside what', () => {
  const inside = (id: string, parent: string) => node(id, { parent });
  const index = indexGraph(
    [
      node('a'),
      node('block'),
      inside('p', 'block'),
      inside('q', 'block'),
      inside('x', 'q'),
      inside('y', 'gone'),
    ],
    [edge('a', 'block'), edge('p', 'q'), edge('a', 'p'), edge('x', 'p')],
  );

  test('edges join siblings only', () => {
    expect([...index.edges.keys()]).toEqual(['a>block', 'p>q']);
  });

  test('a node whose parent is gone stands in the open', () => {
    expect([...siblingsOf(index, 'a')]).toEqual(['a', 'block', 'y']);
    expect([...siblingsOf(index, 'p')]).toEqual(['p', 'q']);
  });

  test('a frame has all within it, however deep, and stands for it', () => {
    expect([...withinAll(index, ['block'])]).toEqual(['p', 'q', 'x']);
    expect([...outermost(index, new Set(['block', 'x', 'a']))]).toEqual(['block', 'a']);
  });

  test('what is dropped on something deep reaches the frame that lies beside its origin', () => {
    expect(besideOf(index, 'x', 'a')).toBe('block');
    expect(besideOf(index, 'x', 'p')).toBe('q');
    expect(besideOf(index, 'a', 'p')).toBeUndefined();
  });

  test('nodes that lie in a circle within each other are drawn all the same', () => {
    const circle = indexGraph([inside('a', 'b'), inside('b', 'c'), inside('c', 'a'), inside('d', 'a')], []);
    const { boxes } = layoutGraph(layoutInput(circle, 'vertical', measureNode));
    expect([...boxes.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

function holds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x > outer.x &&
    inner.y > outer.y &&
    inner.x + inner.width < outer.x + outer.width &&
    inner.y + inner.height < outer.y + outer.height
  );
}

function misplaced({ nodes }: LayoutInput, { boxes }: Layout): string[] {
  return nodes.flatMap(({ id, parent }, i) => [
    ...(parent === undefined || holds(boxes.get(parent)!, boxes.get(id)!) ? [] : [`${id} outside ${parent}`]),
    ...nodes
      .slice(i + 1)
      .filter((other) => other.parent === parent && intersects(boxes.get(id)!, boxes.get(other.id)!))
      .map((other) => `${id} and ${other.id}`),
  ]);
}

function movedBetween(before: Layout, after: Layout, ids: readonly string[]): string[] {
  return ids.filter((id) => {
    const [was, is] = [before.boxes.get(id)!, after.boxes.get(id)!];
    return was.x !== is.x || was.y !== is.y;
  });
}
