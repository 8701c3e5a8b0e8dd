import type { GraphEdge, GraphNode } from './types.ts';

/** The graph by id and by neighbourhood. */
export interface GraphIndex {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** Edges whose ends are missing are left out: a drawing shows what can be drawn. */
export function indexGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphIndex {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = edges.filter((edge) => byId.has(edge.source.node) && byId.has(edge.target.node));
  return {
    nodes: byId,
    edges: new Map(drawn.map((edge) => [edge.id, edge])),
    outgoing: grouped(drawn, (edge) => edge.source.node),
    incoming: grouped(drawn, (edge) => edge.target.node),
  };
}

export function edgesAt(index: GraphIndex, node: string): readonly GraphEdge[] {
  return [...(index.outgoing.get(node) ?? []), ...(index.incoming.get(node) ?? [])];
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
