export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

export type SelectionAction =
  | { readonly type: 'pick'; readonly kind: 'node' | 'edge'; readonly id: string; readonly extend: boolean }
  | { readonly type: 'area'; readonly nodes: readonly string[]; readonly base: Selection }
  | { readonly type: 'all'; readonly nodes: readonly string[] }
  | { readonly type: 'clear' };

/** Gives back the same value where nothing changes. */
export function select(selection: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'pick':
      return action.extend ? toggle(selection, action.kind, action.id) : only(selection, action);
    case 'area':
      return withNodes(selection, [...action.base.nodes, ...action.nodes], action.base.edges);
    case 'all':
      return withNodes(selection, action.nodes, NOTHING.edges);
    case 'clear':
      return isEmpty(selection) ? selection : NOTHING;
    default:
      return action satisfies never;
  }
}

export function isEmpty({ nodes, edges }: Selection): boolean {
  return nodes.size === 0 && edges.size === 0;
}

/** Without what is no longer there. */
export function prune(
  selection: Selection,
  nodes: Pick<ReadonlySet<string>, 'has'>,
  edges: Pick<ReadonlySet<string>, 'has'>,
): Selection {
  const [keptNodes, keptEdges] = [
    [...selection.nodes].filter((id) => nodes.has(id)),
    [...selection.edges].filter((id) => edges.has(id)),
  ];
  const whole = keptNodes.length === selection.nodes.size && keptEdges.length === selection.edges.size;
  return whole ? selection : { nodes: new Set(keptNodes), edges: new Set(keptEdges) };
}

function only(selection: Selection, { kind, id }: { kind: 'node' | 'edge'; id: string }): Selection {
  const nodes = kind === 'node' ? [id] : [];
  const edges = kind === 'edge' ? [id] : [];
  return withNodes(selection, nodes, new Set(edges));
}

function toggle(selection: Selection, kind: 'node' | 'edge', id: string): Selection {
  const toggled = new Set(kind === 'node' ? selection.nodes : selection.edges);
  if (!toggled.delete(id)) toggled.add(id);
  return kind === 'node' ? { ...selection, nodes: toggled } : { ...selection, edges: toggled };
}

function withNodes(selection: Selection, ids: Iterable<string>, edges: ReadonlySet<string>): Selection {
  const nodes = new Set(ids);
  return sameSet(nodes, selection.nodes) && sameSet(edges, selection.edges) ? selection : { nodes, edges };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
