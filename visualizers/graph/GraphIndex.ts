import { group } from 'd3';
import { changesBetween, counterparts, isNothing, type Changes } from '../../src/domain/changes.ts';
import { ListMap, listMapOf, Places } from '../../src/domain/listMap.ts';
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
  const parents = parentsAgain(before, nodes);
  const drawn = listMapOf(drawableAgain(before, edges, { nodes, parents }), before.edges);
  const changes = changesBetween(before.edges.list, drawn.list);
  const now = { nodes, edges: drawn };
  return {
    ...now,
    outgoing: groupedAgain(before, 'outgoing', now, changes),
    incoming: groupedAgain(before, 'incoming', now, changes),
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

type Placed = Pick<GraphIndex, 'nodes' | 'parents'>;

/** What was drawn is drawn again as long as no node has gone and none is in another frame. */
function drawableAgain(before: GraphIndex, edges: readonly GraphEdge[], now: Placed): readonly GraphEdge[] {
  const areEndsSame =
    now.parents === before.parents && changesBetween(before.nodes.list, now.nodes.list).removed.length === 0;
  const isSteady = areEndsSame && now.nodes.places === before.nodes.places;
  if (isSteady && edges === before.given) return before.edges.list;
  const counterpart = counterparts(areEndsSame ? before.edges.list : NO_EDGES, edges);
  const isDrawn = (edge: GraphEdge, place: number) =>
    before.edges.list[counterpart[place]!] === edge || isDrawable(edge, now);
  for (let place = 0; place < edges.length; place += 1) {
    if (!isDrawn(edges[place]!, place)) return edges.filter(isDrawn);
  }
  return edges;
}

const isDrawable = ({ source, target }: GraphEdge, { nodes, parents }: Placed) =>
  nodes.has(source.node) &&
  nodes.has(target.node) &&
  (parents.size === 0 || parents.get(source.node) === parents.get(target.node));

const NO_PARENTS: GraphIndex['parents'] = new Map();
const NO_CHILDREN: GraphIndex['children'] = new Map();

/** Where nothing lay in anything, only what is new can. */
function parentsAgain(before: GraphIndex, nodes: GraphIndex['nodes']): GraphIndex['parents'] {
  if (before.parents !== NO_PARENTS) return parentsOf(nodes);
  const { added, changed } = changesBetween(before.nodes.list, nodes.list);
  const fresh = [...added, ...changed.map(([, now]) => now)];
  return fresh.some(({ parent }) => parent !== undefined) ? parentsOf(nodes) : NO_PARENTS;
}

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
  { nodes, edges }: Pick<GraphIndex, 'nodes' | 'edges'>,
  changes: Changes<GraphEdge>,
): GraphIndex['incoming'] {
  const known = before[side];
  if (isNothing(changes) && known.places === nodes.places) return known;
  const nodeOf = NODE_AT[side];
  if (!isSmall(changes, edges.size)) return groupedAnew(nodeOf, nodes, edges);
  const counterpart = counterparts(before.nodes.list, nodes.list);
  const groups = new Array<readonly GraphEdge[]>(nodes.size);
  for (let place = 0; place < groups.length; place += 1) {
    groups[place] = known.list[counterpart[place]!] ?? NO_EDGES;
  }
  for (const [node, beside] of regrouped(known, nodeOf, edges, changes)) {
    const place = nodes.places.get(node);
    if (place !== undefined) groups[place] = beside;
  }
  return new ListMap(nodes.places, groups);
}

/** Where more has changed than so many edges, or such a part of them, everything is grouped anew. */
const FEW = 20;
const SMALL_PART = 0.1;

const isSmall = ({ added, removed, changed, inOrder }: Changes<GraphEdge>, all: number) =>
  inOrder && added.length + removed.length + changed.length < Math.max(FEW, all * SMALL_PART);

function groupedAnew(
  nodeOf: NodeOf,
  { places, list }: GraphIndex['nodes'],
  edges: GraphIndex['edges'],
): GraphIndex['incoming'] {
  const groups = list.map((): GraphEdge[] | undefined => undefined);
  for (const edge of edges.list) {
    const place = places.get(nodeOf(edge))!;
    const beside = groups[place];
    if (beside) beside.push(edge);
    else groups[place] = [edge];
  }
  return new ListMap(
    places,
    groups.map((beside) => beside ?? NO_EDGES),
  );
}

type NodeOf = (edge: GraphEdge) => string;

/** The groups in which something changed, while the others and the order of all stay. */
function regrouped(
  known: GraphIndex['incoming'],
  nodeOf: NodeOf,
  edges: GraphIndex['edges'],
  { added, removed, changed }: Changes<GraphEdge>,
): ReadonlyMap<string, readonly GraphEdge[]> {
  const gone = new Set([...removed, ...changed.map(([before]) => before)]);
  const fresh = group([...added, ...changed.map(([, now]) => now)], nodeOf);
  const touched = new Set([...[...gone].map(nodeOf), ...fresh.keys()]);
  const placeOf = ({ id }: GraphEdge) => edges.places.get(id)!;
  const regroup = (node: string) => {
    const kept = (known.get(node) ?? NO_EDGES).filter((edge) => !gone.has(edge));
    return [...kept, ...(fresh.get(node) ?? NO_EDGES)].sort((a, b) => placeOf(a) - placeOf(b));
  };
  return new Map([...touched].map((node) => [node, regroup(node)]));
}

const EMPTY: GraphIndex = {
  nodes: listMapOf<GraphNode>([]),
  edges: listMapOf<GraphEdge>([]),
  outgoing: new ListMap<readonly GraphEdge[]>(Places.of([]), []),
  incoming: new ListMap<readonly GraphEdge[]>(Places.of([]), []),
  parents: NO_PARENTS,
  children: NO_CHILDREN,
  given: NO_EDGES,
};
