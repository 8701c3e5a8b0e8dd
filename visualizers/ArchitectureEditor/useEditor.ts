import { useCallback, useMemo, useRef, type RefObject } from 'react';
import type { ArchitectureRecord } from '../../meta/index.ts';
import type { GraphHandle } from '../graph/index.ts';
import { useGraphState, type GraphState } from '../graphEditing/index.ts';
import { useEditing, useView, type Editing } from '../project/index.ts';
import { useGestures, type Gestures } from './gestures/useGestures.ts';
import { architectureGraphOf, type ArchitectureGraph } from './architectureGraph.ts';
import { useArchitectureEdits, type ArchitectureEdits } from './useArchitectureEdits.ts';
import { usePicker, type Picker } from './usePicker.ts';

/** One architecture on screen: what every part of the editor reads, and all that it can do. */
export interface Editor extends GraphState {
  readonly architecture: ArchitectureRecord;
  readonly editing: Editing;
  readonly graph: ArchitectureGraph;
  readonly edits: ArchitectureEdits;
  readonly picker: Picker;
  readonly handle: RefObject<GraphHandle | null>;
  /** Selects a layer and keeps it in sight while it finds its place. */
  readonly showLayer: (layer: string) => void;
  readonly gestures: Gestures;
}

export function useEditor(architecture: ArchitectureRecord): Editor {
  const { id } = architecture;
  const editing = useEditing();
  const graph = useView(useMemo(() => architectureGraphOf(id), [id]));
  const state = useGraphState(graph);
  const picker = usePicker();
  const handle = useRef<GraphHandle>(null);
  const { selectNode } = state;
  const showLayer = useCallback(
    (layer: string) => {
      selectNode(layer);
      handle.current?.follow(layer);
    },
    [selectNode],
  );
  const edits = useArchitectureEdits(id, editing, showLayer);
  const gestures = useGestures({ ...state, architecture: id, edits, handle, showLayer });
  return useMemo(
    () => ({ ...state, architecture, editing, graph, edits, picker, handle, showLayer, gestures }),
    [state, architecture, editing, graph, edits, picker, showLayer, gestures],
  );
}
