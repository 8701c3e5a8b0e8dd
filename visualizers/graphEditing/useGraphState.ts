import { useCallback, useMemo } from 'react';
import { useQuery } from '../Frame/index.ts';
import { pruneSelection, type GraphEdge, type GraphNode, type Selection } from '../graph/index.ts';

export interface GraphState {
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly selectNode: (id: string) => void;
  /** The one node that is selected. */
  readonly selected: string | undefined;
  readonly expanded: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

const EDGE = '~';

interface Drawn {
  readonly nodes: readonly Pick<GraphNode, 'id'>[];
  readonly edges: readonly Pick<GraphEdge, 'id'>[];
}

/** What is selected and unfolded, kept in the address; what is gone from the graph is no longer selected. */
export function useGraphState({ nodes, edges }: Drawn): GraphState {
  const [chosen, setChosen] = useQuery('select');
  const [unfolded, setUnfolded] = useQuery('open');
  const selection = useMemo(() => pruned(parseSelection(chosen), nodes, edges), [chosen, nodes, edges]);
  const expanded = useMemo(() => new Set(ids(unfolded)), [unfolded]);
  const select = useCallback((next: Selection) => setChosen(printSelection(next)), [setChosen]);
  const selectNode = useCallback((id: string) => setChosen(id), [setChosen]);
  const toggle = useCallback(
    (id: string) => {
      const next = new Set(ids(unfolded));
      if (!next.delete(id)) next.add(id);
      setUnfolded([...next].join(',') || null);
    },
    [unfolded, setUnfolded],
  );
  const [only] = selection.nodes;
  const selected = selection.nodes.size === 1 && selection.edges.size === 0 ? only : undefined;
  return useMemo(
    () => ({ selection, select, selectNode, selected, expanded, toggle }),
    [selection, select, selectNode, selected, expanded, toggle],
  );
}

const pruned = (selection: Selection, nodes: Drawn['nodes'], edges: Drawn['edges']) =>
  pruneSelection(selection, among(nodes, selection.nodes), among(edges, selection.edges));

/** Those of the ids that there are. */
function among(things: Drawn['nodes'], ids: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (let place = 0; found.size < ids.size && place < things.length; place += 1) {
    const { id } = things[place]!;
    if (ids.has(id)) found.add(id);
  }
  return found;
}

const ids = (text: string | null) => (text === null || text === '' ? [] : text.split(','));

function parseSelection(text: string | null): Selection {
  const all = ids(text);
  return {
    nodes: new Set(all.filter((id) => !id.startsWith(EDGE))),
    edges: new Set(all.filter((id) => id.startsWith(EDGE)).map((id) => id.slice(1))),
  };
}

function printSelection({ nodes, edges }: Selection): string | null {
  return [...nodes, ...[...edges].map((id) => EDGE + id)].join(',') || null;
}
