import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkArchitecture, type ArchitectureCheck } from '../../../src/domain/architecture/check.ts';
import { graphOf } from '../../../src/domain/architecture/graph.ts';
import type { Change } from '../../../src/domain/change.ts';
import { ProjectState } from '../../../src/domain/state.ts';
import { drawn, edit, steps } from './edits.ts';

/** What is read of the contents before anything is made of them. */
const read = (state: ProjectState) => {
  const { layers, connections, incoming, inputs, outputs } = graphOf(state, 'outer');
  return { layers, connections, incoming: [...incoming], inputs, outputs };
};

const told = ({ results, totals, problems, network }: ArchitectureCheck) => ({
  results: [...results],
  totals,
  problems,
  network: { layers: network.layers, parts: [...network.parts] },
});

test('what is known after any edits, and after they are taken back, is what a check from scratch finds', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (all, isUnfolded) => {
      const state = drawn();
      const unfolded = new Set(
        isUnfolded ? ['block', 'block/nest', 'model', 'model/nest', 'new0', 'new1', 'new2'] : [],
      );
      let known: ArchitectureCheck | undefined;
      const compare = () => {
        known = checkArchitecture(state, 'outer', known, unfolded);
        expect(read(state)).toEqual(read(new ProjectState(state.all())));
        const anew = checkArchitecture(new ProjectState(state.all()), 'outer', undefined, unfolded);
        expect(told(known)).toEqual(told(anew));
        expect(problemsByLayer(known)).toEqual(problemsByLayer(anew));
      };
      const undo: Change[][] = [];
      all.forEach((step, made) => {
        undo.push(state.apply(edit(state, step, made)));
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

const problemsByLayer = ({ inference }: ArchitectureCheck) =>
  [...inference.layers].map(([id, { inference: found, problems, inputs }]) => ({
    id,
    found,
    problems,
    inputs,
  }));
