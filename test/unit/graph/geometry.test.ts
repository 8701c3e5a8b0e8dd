import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutGraph, type Layout, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import type { LaidOut } from '../../../visualizers/graph/layout/layout.ts';
import { withNewcomers } from '../../../visualizers/graph/layout/newcomers.ts';
import { Geometry } from '../../../visualizers/graph/view/Geometry.ts';
import type { Rect } from '../../../visualizers/graph/types.ts';
import { anyGraph, box } from './graphs.ts';

interface Step {
  readonly kind: 'add' | 'remove' | 'move' | 'relay';
  readonly at: number;
  readonly to: number;
}

const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const, 'move' as const, 'relay' as const),
    at: fc.nat(100),
    to: fc.nat(100),
  }),
  { maxLength: 12 },
);

/** What an edit leads to: a card beside another, one that goes with its edges, one that is moved, or all anew. */
function edited({ input, layout }: LaidOut, { kind, at, to }: Step, made: number): LaidOut {
  const node = input.nodes[at % Math.max(1, input.nodes.length)];
  if (kind === 'add' || !node) return added({ input, layout }, node?.id, `new${String(made)}`);
  if (kind === 'relay') return { input, layout: layoutGraph({ ...input, previous: layout }) };
  const boxes = new Map(layout.boxes);
  const was = boxes.get(node.id);
  if (kind === 'move') {
    if (was) boxes.set(node.id, { ...was, x: was.x + 10 * to, y: was.y - to });
    return { input, layout: { ...layout, boxes } };
  }
  boxes.delete(node.id);
  return { input: without(input, node.id), layout: { ...layout, boxes } };
}

function added({ input, layout }: LaidOut, before: string | undefined, id: string): LaidOut {
  const ends = before === undefined ? [] : [{ id: `e${id}`, source: before, target: id, exit: 0, enter: 4 }];
  const next = { ...input, nodes: [box(id), ...input.nodes], edges: [...ends, ...input.edges] };
  return { input: next, layout: withNewcomers(layout, next) ?? layout };
}

const without = ({ nodes, edges, direction }: LayoutInput, gone: string): LayoutInput => ({
  direction,
  nodes: nodes.filter(({ id }) => id !== gone),
  edges: edges.filter(({ source, target }) => source !== gone && target !== gone),
});

/** All that can be asked. */
function told(geometry: Geometry, { edges }: LayoutInput, { bounds }: Layout, area: Rect) {
  const point = { x: bounds.x + area.x, y: bounds.y + area.y };
  const asked = { ...area, ...point };
  return {
    nodes: geometry.nodesIn(asked).sort(),
    edges: geometry.edgesIn(asked).sort(),
    under: geometry.edgeAt(point, 0.01) === undefined,
    lines: edges.map(({ id }) => geometry.line(id)),
  };
}

test('where everything is after any edits is where it would be found from scratch', () => {
  const areas = fc.record({
    ...{ x: fc.integer({ min: -200, max: 900 }), y: fc.integer({ min: -200, max: 900 }) },
    ...{ width: fc.integer({ min: 1, max: 600 }), height: fc.integer({ min: 1, max: 600 }) },
  });
  fc.assert(
    fc.property(anyGraph, anySteps, areas, (input, steps, area) => {
      let drawn: LaidOut = { input, layout: layoutGraph(input) };
      let geometry = new Geometry(drawn);
      steps.forEach((step, made) => {
        drawn = edited(drawn, step, made);
        geometry = new Geometry(drawn, geometry);
        const anew = new Geometry(drawn);
        expect(told(geometry, drawn.input, drawn.layout, area)).toEqual(
          told(anew, drawn.input, drawn.layout, area),
        );
      });
    }),
  );
});
