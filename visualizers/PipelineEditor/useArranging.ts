import { useMemo, type RefObject } from 'react';
import { useActions } from '../actions/index.ts';
import type { GraphHandle, GraphNode, Selection } from '../graph/index.ts';
import { arrangeActions, directionAction, useDirection } from '../graphEditing/index.ts';
import type { usePipelineEdits } from './usePipelineEdits.ts';

export interface ArrangedPipeline {
  readonly pipeline: string;
  readonly nodes: readonly GraphNode[];
  readonly selection: Selection;
  readonly readOnly: boolean;
  readonly edits: ReturnType<typeof usePipelineEdits>;
  readonly handle: RefObject<GraphHandle | null>;
}

/** Aligning the steps of a pipeline, and the direction in which it is drawn. */
export function useArranging({ pipeline, nodes, selection, readOnly, edits, handle }: ArrangedPipeline) {
  const [direction, setDirection] = useDirection(pipeline);
  const actions = useMemo(() => {
    const { place, release } = edits;
    const parts = { nodes, selected: selection.nodes, handle, place, release };
    return [
      ...(readOnly ? [] : arrangeActions('pipeline', parts)),
      directionAction('pipeline', { direction, setDirection }),
    ];
  }, [nodes, selection, handle, edits, readOnly, direction, setDirection]);
  useActions(actions);
  return { direction, actions };
}
