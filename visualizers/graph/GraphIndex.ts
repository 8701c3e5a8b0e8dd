import type { GraphEdge, GraphNode } from './types.ts';

/** The graph by id, by neighbourhood and by what lies inside what. */
export interface GraphIndex {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Of those that lie inside another. */
  readonly parents: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/**
 * A drawing shows what can be drawn: an edge whose ends are missing or lie in different parents is left out, and
 * a node whose parent is missing, or lies within the node itself, stands in the open.
 */
export function indexGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphIndex {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = parentsOf(byId);
  const drawn = edges.filter(
    ({ source, target }) =>
      byId.has(source.node) &&
      byId.has(target.node) &&
      (parents.size === 0 || parents.get(source.node) === parents.get(target.node)),
  );
  return {
    nodes: byId,
    edges: new Map(drawn.map((edge) => [edge.id, edge])),
    outgoing: grouped(drawn, (edge) => edge.source.node),
    incoming: grouped(drawn, (edge) => edge.target.node),
    parents,
    children: childrenOf(parents),
  };
}

export function edgesAt(index: GraphIndex, node: string): readonly GraphEdge[] {
  return [...(index.outgoing.get(node) ?? []), ...(index.incoming.get(node) ?? [])];
}

/** The edges that end at the same input as this one, in their order. */
export function edgesBeside({ incoming }: GraphIndex, { target }: GraphEdge): readonly GraphEdge[] {
  return (incoming.get(target.node) ?? []).filter((edge) => edge.target.port === target.port);
}

/** Those that share its parent, and itself. */
export function siblingsOf(index: GraphIndex, node: string): Iterable<string> {
  return nodesIn(index, index.parents.get(node));
}

/** What lies directly inside the frame, or in the open. */
export function nodesIn(
  { nodes, parents, children }: GraphIndex,
  frame: string | undefined,
): Iterable<string> {
  if (frame !== undefined) return children.get(frame) ?? [];
  return parents.size === 0 ? nodes.keys() : [...nodes.keys()].filter((id) => !parents.has(id));
}

/** Everything inside the nodes, however deep. */
export function withinAll({ children }: GraphIndex, nodes: Iterable<string>): ReadonlySet<string> {
  const within = new Set<string>();
  if (children.size === 0) return within;
  const open = [...nodes];
  for (const id of open) {
    for (const child of children.get(id) ?? []) {
      if (within.has(child)) continue;
      within.add(child);
      open.push(child);
    }
  }
  return within;
}

/** Without those that lie inside another of them, which stands for all that it holds. */
export function outermost(index: GraphIndex, nodes: ReadonlySet<string>): ReadonlySet<string> {
  const within = withinAll(index, nodes);
  return within.size === 0 ? nodes : new Set([...nodes].filter((id) => !within.has(id)));
}

/** The node itself or the frame around it that lies beside the other, so that the two can be connected. */
export function besideOf({ parents }: GraphIndex, node: string, other: string): string | undefined {
  const level = parents.get(other);
  for (let at: string | undefined = node; at !== undefined; at = parents.get(at)) {
    if (parents.get(at) === level) return at;
  }
  return undefined;
}

function parentsOf(nodes: ReadonlyMap<string, GraphNode>): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { id, parent } of nodes.values()) {
    if (parent !== undefined && nodes.has(parent)) parents.set(id, parent);
  }
  for (const id of [...parents.keys()]) breakCircle(parents, id);
  return parents;
}

function breakCircle(parents: Map<string, string>, id: string): void {
  const passed = new Set([id]);
  let at = id;
  for (let up = parents.get(at); up !== undefined; up = parents.get(at)) {
    if (passed.has(up)) {
      parents.delete(at);
      return;
    }
    passed.add(up);
    at = up;
  }
}

function childrenOf(parents: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [id, parent] of parents) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return children;
}

function grouped(edges: readonly GraphEdge[], key: (edge: GraphEdge) => string): Map<string, GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group) group.push(edge);
    else groups.set(key(edge), [edge]);
  }
  return groups;
}
