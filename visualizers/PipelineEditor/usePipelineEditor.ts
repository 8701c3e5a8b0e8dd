import { useCallback, useMemo, useRef, type RefObject } from 'react';
import type { PipelineRecord } from '../../meta/index.ts';
import { checkPipeline } from '../../src/domain/pipeline/check.ts';
import type { Problem } from '../../src/domain/problem.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import type { GraphHandle } from '../graph/index.ts';
import { useGraphState, usePicker, type GraphState, type Picker } from '../graphEditing/index.ts';
import { useEditing, useProject, useView, type Editing } from '../project/index.ts';
import { pipelineGraphOf } from './pipelineGraph.ts';
import type { StepAnchor } from './stepLinks.ts';
import { usePipelineEdits, type PipelineEdits } from './usePipelineEdits.ts';

/** One pipeline on screen: what every part of the editor reads, and all that it can do. */
export interface PipelineEditorState extends GraphState {
  readonly pipeline: PipelineRecord;
  readonly editing: Editing;
  readonly graph: ReturnType<ReturnType<typeof pipelineGraphOf>>;
  readonly problems: readonly Problem[];
  readonly edits: PipelineEdits;
  readonly picker: Picker<StepAnchor>;
  readonly handle: RefObject<GraphHandle | null>;
}

export function usePipelineEditor(pipeline: PipelineRecord): PipelineEditorState {
  const editing = useEditing();
  const check = useCallback((view: ProjectView) => checkPipeline(view, pipeline.id), [pipeline.id]);
  const graph = useView(useMemo(() => pipelineGraphOf(pipeline.id, check), [pipeline.id, check]));
  const state = useGraphState(graph);
  const { selectNode } = state;
  const handle = useRef<GraphHandle>(null);
  const selectAndFollow = useCallback(
    (step: string) => {
      selectNode(step);
      handle.current?.follow(step);
    },
    [selectNode],
  );
  return {
    ...state,
    pipeline,
    editing,
    graph,
    problems: useProblems(check),
    edits: usePipelineEdits(pipeline.id, editing, selectAndFollow),
    picker: usePicker<StepAnchor>(),
    handle,
  };
}

function useProblems(check: (view: ProjectView) => readonly Problem[]): readonly Problem[] {
  const { view } = useProject();
  const key = useView(useCallback((now: ProjectView) => JSON.stringify(check(now)), [check]));
  // The texts are compared, not the objects, which are new each time.
  return useMemo(() => (key === '' ? [] : check(view)), [key, check, view]);
}
