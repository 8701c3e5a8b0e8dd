import { changesBetween, counterparts, isNothing, type Changes } from '../../src/domain/changes.ts';
import { ListMap, listMapOf } from '../../src/domain/listMap.ts';
import type { GraphEdge, GraphNode } from './types.ts';

/** The graph by id, by neighbourhood and by what lies inside what. */
export interface GraphIndex {
  readonly nodes: ListMap<GraphNode>;
  readonly edges: ListMap<GraphEdge>;
  /** The edges that begin at each node, in their order. */
  readonly outgoing: ListMap<readonly GraphEdge[]>;
  readonly incoming: ListMap<readonly GraphEdge[]>;
  /** Of those that lie inside another. */
  readonly parents: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** All edges that there are, also those that cannot be drawn. */
  readonly given: readonly GraphEdge[];
}

/**
 * A drawing shows what can be drawn: an edge whose ends are missing or lie in different parents is left out, and
 * a node whose parent is missing, or lies within the node itself, stands in the open. Of the index before an edit
 * everything is kept that the edit is not about.
 */
export function indexGraph(
  given: readonly GraphNode[],
  edges: readonly GraphEdge[],
  before: GraphIndex = EMPTY,
): GraphIndex {
  const nodes = listMapOf(given, before.nodes);
  const parents = parentsOf(nodes);
  const isFormSame = nodes.places === before.nodes.places && parents === before.parents;
  const drawn =
    isFormSame && edges === before.given
      ? before.edges
      : listMapOf(drawable(edges, nodes, parents), before.edges);
  const changes = changesBetween(before.edges.list, drawn.list);
  return {
    nodes,
    edges: drawn,
    outgoing: groupedAgain(before, 'outgoing', nodes, drawn.list, changes),
    incoming: groupedAgain(before, 'incoming', nodes, drawn.list, changes),
    parents,
    children: childrenOf(parents),
    given: edges,
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

function drawable(
  edges: readonly GraphEdge[],
  nodes: GraphIndex['nodes'],
  parents: GraphIndex['parents'],
): readonly GraphEdge[] {
  const isDrawable = ({ source, target }: GraphEdge) =>
    nodes.has(source.node) &&
    nodes.has(target.node) &&
    (parents.size === 0 || parents.get(source.node) === parents.get(target.node));
  return edges.every(isDrawable) ? edges : edges.filter(isDrawable);
}

const NO_PARENTS: GraphIndex['parents'] = new Map();
const NO_CHILDREN: GraphIndex['children'] = new Map();

function parentsOf({ list, places }: GraphIndex['nodes']): GraphIndex['parents'] {
  if (!list.some(({ parent }) => parent !== undefined)) return NO_PARENTS;
  const parents = new Map<string, string>();
  for (const { id, parent } of list) {
    if (parent !== undefined && places.has(parent)) parents.set(id, parent);
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

function childrenOf(parents: GraphIndex['parents']): GraphIndex['children'] {
  if (parents.size === 0) return NO_CHILDREN;
  const children = new Map<string, string[]>();
  for (const [id, parent] of parents) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return children;
}

const NO_EDGES: readonly GraphEdge[] = [];
const NODE_AT = {
  outgoing: ({ source }: GraphEdge) => source.node,
  incoming: ({ target }: GraphEdge) => target.node,
};

/** The edges at each node; the very same list where none came, went, changed or took another place among them. */
function groupedAgain(
  before: GraphIndex,
  side: keyof typeof NODE_AT,
  { list, places }: GraphIndex['nodes'],
  edges: readonly GraphEdge[],
  changes: Changes<GraphEdge>,
): GraphIndex['incoming'] {
  const known = before[side];
  if (isNothing(changes) && known.places === places) return known;
  const nodeOf = NODE_AT[side];
  const { added, removed, changed, inOrder } = changes;
  const touched = [...removed, ...changed.flat(), ...(inOrder ? added : edges)];
  const groups = new Map(touched.map((edge): [string, GraphEdge[]] => [nodeOf(edge), []]));
  for (const edge of edges) groups.get(nodeOf(edge))?.push(edge);
  const counterpart = counterparts(before.nodes.list, list);
  return new ListMap(
    places,
    list.map(({ id }, place) => groups.get(id) ?? known.list[counterpart[place]!] ?? NO_EDGES),
  );
}

const EMPTY: GraphIndex = {
  nodes: listMapOf<GraphNode>([]),
  edges: listMapOf<GraphEdge>([]),
  outgoing: new ListMap<readonly GraphEdge[]>(new Map(), []),
  incoming: new ListMap<readonly GraphEdge[]>(new Map(), []),
  parents: NO_PARENTS,
  children: NO_CHILDREN,
  given: NO_EDGES,
};
