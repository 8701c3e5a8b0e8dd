import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../../src/domain/change.ts';
import { ProjectState } from '../../../src/domain/state.ts';
import {
  ArchitectureDrawing,
  type ArchitectureGraph,
} from '../../../visualizers/ArchitectureEditor/architectureGraph.ts';
import { GraphReader } from '../../../visualizers/graph/GraphReader.ts';
import { measureNode } from '../../../visualizers/graph/measureNode.ts';
import { drawn, edit, steps } from './edits.ts';

/** All that one can see of a drawing, and all that the layout is told of it. */
function shown({ nodes, edges, facts }: ArchitectureGraph, reader: GraphReader) {
  const index = reader.index(nodes, edges);
  return {
    nodes: nodes.map((node) => ({ ...node, detail: facts.node?.(node) })),
    edges: edges.map((edge) => ({ ...edge, ...facts.edge?.(edge) })),
    index: {
      nodes: [...index.nodes],
      edges: [...index.edges],
      incoming: [...index.incoming],
      outgoing: [...index.outgoing],
      parents: [...index.parents],
      children: [...index.children],
    },
    input: reader.measure({ index, direction: 'vertical', sizeOf: measureNode }),
  };
}

test('what is drawn after any edits, folded or not, is what would be drawn from scratch', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const state = drawn();
      const drawing = new ArchitectureDrawing('outer');
      const reader = new GraphReader();
      let unfolded = new Set<string>();
      const compare = () => {
        const anew = new ArchitectureDrawing('outer').draw(new ProjectState(state.all()), unfolded);
        expect(shown(drawing.draw(state, unfolded), reader)).toEqual(shown(anew, new GraphReader()));
      };
      compare();
      const undo: Change[][] = [];
      all.forEach((step, made) => {
        undo.push(state.apply(edit(state, step, made)));
        if (step.b % 4 === 0) unfolded = new Set(step.c % 2 === 0 ? ['block', 'model', 'new0'] : ['model']);
        if (step.c % 4 > 0) compare();
      });
      for (const inverse of undo.reverse()) {
        state.apply(inverse);
        compare();
      }
    }),
    { numRuns: 40 },
  );
});
