import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutGraph, type Layout, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import {
  packInput,
  packLayout,
  unpackInput,
  unpackLayout,
} from '../../../visualizers/graph/layout/packedLayout.ts';
import { anyGraph, box, edges, graph } from './graphs.ts';

/** As it is done in the worker, with the copies that a message makes. */
function layoutElsewhere(input: LayoutInput): Layout {
  const there = unpackInput(structuredClone(packInput(input)));
  return unpackLayout(structuredClone(packLayout(layoutGraph(there), there)), input);
}

/** With the order in which things are drawn. */
const inOrder = ({ boxes, routes, frames, ...rest }: Layout) => ({
  ...rest,
  boxes: [...boxes],
  frames: [...frames],
  routes: new Map(routes),
});

function expectSame(input: LayoutInput): void {
  expect(inOrder(layoutElsewhere(input))).toEqual(inOrder(layoutGraph(input)));
}

test('a graph is laid out in a worker as it is here', () => {
  fc.assert(fc.property(anyGraph, expectSame));
});

test('what was drawn before is kept in a worker as it is here', () => {
  fc.assert(
    fc.property(anyGraph, anyGraph, (before, after) => {
      expectSame({ ...after, previous: layoutGraph(before) });
    }),
  );
});

test('pins, frames and edges to nowhere arrive', () => {
  const nodes = [
    box('in'),
    box('block', { height: 32 }),
    box('a', { parent: 'block' }),
    box('b', { parent: 'block', pinned: { x: 300, y: 20.5 } }),
    box('lost', { parent: 'gone' }),
  ];
  const input = graph('', { nodes, edges: edges('in>block a>b block>gone') });
  expectSame(input);
  expectSame({ ...input, previous: layoutGraph(input) });
});
