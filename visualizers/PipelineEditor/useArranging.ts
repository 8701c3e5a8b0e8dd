import { useMemo } from 'react';
import { useActions } from '../actions/index.ts';
import { arrangeActions, directionAction, useDirection } from '../graphEditing/index.ts';
import type { PipelineEditorState } from './usePipelineEditor.ts';

/** Aligning the steps of a pipeline, and the direction in which it is drawn. */
export function useArranging({ pipeline, graph, selection, editing, edits, handle }: PipelineEditorState) {
  const [direction, setDirection] = useDirection(pipeline.id);
  const { nodes } = graph;
  const { readOnly } = editing;
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
