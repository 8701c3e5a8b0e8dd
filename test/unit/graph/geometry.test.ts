import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutGraph, type Layout, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import type { LaidOut } from '../../../visualizers/graph/layout/layout.ts';
import { withNewcomers } from '../../../visualizers/graph/layout/newcomers.ts';
import { Geometry } from '../../../visualizers/graph/view/Geometry.ts';
import type { Rect } from '../../../visualizers/graph/types.ts';
import { anyGraph, box } from './graphs.ts';

interface Step {
  readonly kind: 'add' | 'remove' | 'relay';
  readonly at: number;
}

const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('add' as const, 'add' as const, 'remove' as const, 'relay' as const),
    at: fc.nat(100),
  }),
  { maxLength: 12 },
);

/** What an edit leads to: a card put in beside another, on its edge if it has one, or all laid out anew. */
function edited(drawn: LaidOut, { kind, at }: Step, made: number): LaidOut {
  const { input, layout } = drawn;
  const node = input.nodes[at % Math.max(1, input.nodes.length)];
  if (kind === 'add' || !node) return added(drawn, node?.id, `new${String(made)}`);
  const left = kind === 'remove' ? without(input, node.id) : input;
  return { input: left, layout: layoutGraph({ ...left, previous: layout }) };
}

function added(drawn: LaidOut, before: string | undefined, id: string): LaidOut {
  const { input } = drawn;
  const split = input.edges.find(({ source }) => source === before);
  const into = { id: `to-${id}`, source: before ?? '', target: id, exit: 0, enter: 4 };
  const out = split && { ...split, id: `from-${id}`, source: id };
  const others = input.edges
    .filter((edge) => edge !== split)
    .map((edge, place) => (place === 0 ? { ...edge, exit: edge.exit + 1 } : edge));
  const edges = [...(before === undefined ? [] : [into]), ...others, ...(out ? [out] : [])];
  const next = { ...input, nodes: [box(id), ...input.nodes], edges };
  return { input: next, layout: withNewcomers(drawn, next) ?? layoutGraph(next) };
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
