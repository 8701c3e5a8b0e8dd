import { useCallback, useMemo } from 'react';
import type { ProjectView } from '../../src/domain/state.ts';
import { useAnswers, useAsking, useKerasAnswers } from '../asking/useAnswers.ts';
import { useView } from '../project/index.ts';
import { ArchitectureDrawing, type ArchitectureGraph, type Unfolded } from './architectureGraph.ts';

/** The drawing of a network as it is now. What only Keras can tell is asked, and drawn when it arrives. */
export function useArchitectureGraph(architecture: string, unfolded: Unfolded): ArchitectureGraph {
  const asked = useKerasAnswers();
  const answers = useAnswers(asked);
  const drawing = useMemo(() => new ArchitectureDrawing(architecture), [architecture]);
  const draw = useCallback(
    (view: ProjectView) => drawing.draw(view, unfolded, answers),
    [drawing, unfolded, answers],
  );
  const graph = useView(draw);
  useAsking(asked, graph.check.inference);
  return graph;
}
