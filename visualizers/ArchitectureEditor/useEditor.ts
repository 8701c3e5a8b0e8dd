import { useCallback, useMemo, useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import type { ArchitectureRecord } from '../../meta/index.ts';
import type { Anchor } from '../../src/domain/rearranging/attach.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import type { GraphHandle } from '../graph/index.ts';
import { useGraphState, usePicker, type GraphState, type Picker } from '../graphEditing/index.ts';
import { useEditing, useOpenProject, useProject, type Editing } from '../project/index.ts';
import type { ArchitectureGraph } from './architectureGraph.ts';
import { useArchitectureGraph } from './useArchitectureGraph.ts';
import { useGestures, type Gestures } from './gestures/useGestures.ts';
import { useNotice } from './gestures/useNotice.ts';
import { useArchitectureEdits, type ArchitectureEdits } from './useArchitectureEdits.ts';
import { useFolding, type Folding } from './useFolding.ts';

/**
 * One architecture on screen: what every part of the editor reads, and all that it can do. Nodes are named by
 * the way to them (see nodePath.ts), also in the selection.
 */
export interface Editor extends GraphState, Folding {
  readonly architecture: ArchitectureRecord;
  /** The project as it is now; the same object for ever. */
  readonly view: ProjectView;
  readonly editing: Editing;
  readonly graph: ArchitectureGraph;
  readonly edits: ArchitectureEdits;
  readonly picker: Picker<Anchor>;
  readonly handle: RefObject<GraphHandle | null>;
  /** Selects a node, unfolding what hides it, and keeps it in sight while it finds its place. */
  readonly showLayer: (node: string) => void;
  readonly openArchitecture: (id: string) => void;
  readonly gestures: Gestures;
}

export function useEditor(architecture: ArchitectureRecord): Editor {
  const { id } = architecture;
  const { view } = useProject();
  const editing = useEditing();
  const folding = useFolding();
  const graph = useArchitectureGraph(id, folding.unfolded);
  const state = useGraphState(graph);
  const picker = usePicker<Anchor>();
  const notice = useNotice();
  const handle = useRef<GraphHandle>(null);
  const showNodes = useShowing(state, folding, handle);
  const showLayer = useCallback((node: string) => showNodes([node]), [showNodes]);
  const openArchitecture = useOpening();
  const edits = useArchitectureEdits(id, editing, { onMade: showNodes, say: notice.say });
  const gestures = useGestures({ ...state, architecture: id, edits, handle, showLayer, notice });
  const looking = useMemo(
    () => ({ ...state, ...folding, graph, picker, handle, showLayer, openArchitecture }),
    [state, folding, graph, picker, showLayer, openArchitecture],
  );
  return useMemo(
    () => ({ ...looking, architecture, view, editing, edits, gestures }),
    [looking, architecture, view, editing, edits, gestures],
  );
}

function useShowing({ select }: GraphState, { reveal }: Folding, handle: Editor['handle']) {
  return useCallback(
    (nodes: readonly string[]) => {
      for (const node of nodes) reveal(node);
      select({ nodes: new Set(nodes), edges: new Set() });
      const [first] = nodes;
      if (first !== undefined) handle.current?.follow(first);
    },
    [select, reveal, handle],
  );
}

function useOpening() {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  return useCallback((id: string) => void navigate(`${base}/architectures/${id}`), [navigate, base]);
}
