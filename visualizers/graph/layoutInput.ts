import { endSpread, portOffset } from './geometry.ts';
import type { GraphIndex } from './GraphIndex.ts';
import type { LayoutEdge, LayoutInput, LayoutNode } from './layout/layoutGraph.ts';
import type { Direction, GraphEdge, GraphNode, Port, Size } from './types.ts';

/** What the layout depends on: sizes, pins, what holds what and who is connected to whom at which port. */
export function layoutInput(
  index: GraphIndex,
  direction: Direction,
  sizeOf: (node: GraphNode) => Size,
): LayoutInput {
  const nodes = new Map<string, LayoutNode>();
  for (const node of index.nodes.values()) {
    nodes.set(node.id, layoutNode(node, index.parents.get(node.id), sizeOf(node)));
  }
  const spread = spreads(index, nodes, direction);
  const edges = [...index.edges.values()].map((edge) =>
    layoutEdge(edge, index, nodes, direction, spread.get(edge.id) ?? 0),
  );
  return { nodes: [...nodes.values()], edges, direction };
}

/** Nodes and edges are values: of ten thousand, an edit makes anew what it is about and no more. */
const knownNodes = new WeakMap<GraphNode, LayoutNode>();
const knownEdges = new WeakMap<GraphEdge, KnownEdge>();

interface KnownEdge {
  readonly from: LayoutNode;
  readonly to: LayoutNode;
  readonly direction: Direction;
  readonly spread: number;
  readonly edge: LayoutEdge;
}

function layoutNode(node: GraphNode, parent: string | undefined, { width, height }: Size): LayoutNode {
  const known = knownNodes.get(node);
  if (known && known.width === width && known.height === height && known.parent === parent) return known;
  const made: LayoutNode = {
    ...{ id: node.id, width, height },
    ...(node.pinned && { pinned: node.pinned }),
    ...(parent !== undefined && { parent }),
  };
  knownNodes.set(node, made);
  return made;
}

function layoutEdge(
  given: GraphEdge,
  index: GraphIndex,
  nodes: ReadonlyMap<string, LayoutNode>,
  direction: Direction,
  spread: number,
): LayoutEdge {
  const { id, source, target } = given;
  const [from, to] = [nodes.get(source.node)!, nodes.get(target.node)!];
  const known = knownEdges.get(given);
  if (known?.from === from && known.to === to && known.direction === direction && known.spread === spread) {
    return known.edge;
  }
  const offset = (size: Size, ports: readonly Port[], port: string) => {
    const i = ports.findIndex((one) => one.id === port);
    return i < 0 ? 0 : portOffset(size, i, ports, direction);
  };
  const edge = {
    id,
    source: source.node,
    target: target.node,
    exit: offset(from, index.nodes.get(source.node)!.outputs, source.port),
    enter: offset(to, index.nodes.get(target.node)!.inputs, target.port) + spread,
  };
  knownEdges.set(given, { from, to, direction, spread, edge });
  return edge;
}

/** How far from the middle of their input the edges end that have to share it. */
function spreads(
  { incoming, nodes }: GraphIndex,
  sizes: ReadonlyMap<string, Size>,
  direction: Direction,
): ReadonlyMap<string, number> {
  const spread = new Map<string, number>();
  for (const [node, edges] of incoming) {
    if (edges.length < 2 || (edges.length === 2 && edges[0]!.target.port !== edges[1]!.target.port)) continue;
    const { inputs } = nodes.get(node)!;
    for (const { id } of inputs) {
      const sharing = edges.filter(({ target }) => target.port === id);
      sharing.forEach((edge, i) => {
        spread.set(edge.id, endSpread(sizes.get(node)!, inputs.length, i, sharing.length, direction));
      });
    }
  }
  return spread;
}

/** Most edits change a name or an argument; the drawing then stays as it is. */
export function sameLayoutInput(a: LayoutInput, b: LayoutInput): boolean {
  return (
    a.direction === b.direction &&
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every((node, i) => node === b.nodes[i] || sameNode(node, b.nodes[i]!)) &&
    a.edges.every((edge, i) => edge === b.edges[i] || sameEdge(edge, b.edges[i]!))
  );
}

function sameNode(a: LayoutNode, b: LayoutNode): boolean {
  return (
    a.id === b.id &&
    a.parent === b.parent &&
    a.width === b.width &&
    a.height === b.height &&
    a.pinned?.x === b.pinned?.x &&
    a.pinned?.y === b.pinned?.y
  );
}

function sameEdge(a: LayoutEdge, b: LayoutEdge): boolean {
  return (
    a.id === b.id &&
    a.source === b.source &&
    a.target === b.target &&
    a.exit === b.exit &&
    a.enter === b.enter
  );
}
