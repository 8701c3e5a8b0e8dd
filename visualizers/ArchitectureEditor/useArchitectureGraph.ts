import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Answers } from '../../src/domain/shapes/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { useAnswers, useAsking, useKerasAnswers } from '../asking/useAnswers.ts';
import { useProject, useView } from '../project/index.ts';
import { ArchitectureDrawing, type ArchitectureGraph, type Unfolded } from './architectureGraph.ts';
import { inPieces } from './inPieces.ts';

/** The drawing of a network as it is now. What only Keras can tell is asked, and drawn when it arrives. */
export function useArchitectureGraph(architecture: string, unfolded: Unfolded): ArchitectureGraph {
  const asked = useKerasAnswers();
  const answers = useAnswers(asked);
  const drawing = useMemo(() => new ArchitectureDrawing(architecture), [architecture]);
  const isChecked = useChecking(drawing, architecture, answers);
  const draw = useCallback(
    (view: ProjectView) =>
      isChecked ? drawing.draw(view, unfolded, answers) : drawing.sketch(view, unfolded),
    [drawing, unfolded, answers, isChecked],
  );
  const graph = useView(draw);
  useAsking(asked, graph.check.inference);
  return graph;
}

/** Up to here a network is checked while one waits for its first picture. */
const CHECKED_AT_ONCE = 1_000;

/** Whether the network has been checked once; a large one is, after it has been painted. */
function useChecking(drawing: ArchitectureDrawing, architecture: string, answers: Answers): boolean {
  const { view } = useProject();
  const [isChecked, setChecked] = useState(
    () => childrenOf(view, architecture, 'Layer').length <= CHECKED_AT_ONCE,
  );
  useEffect(() => {
    if (isChecked) return undefined;
    return inPieces(drawing.checkInPieces(view, answers), () => setChecked(true));
  }, [isChecked, drawing, view, answers]);
  return isChecked;
}
