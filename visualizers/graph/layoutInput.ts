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
  const nodes: LayoutNode[] = [];
  const sizes = new Map<string, Size>();
  for (const node of index.nodes.values()) {
    const { width, height } = sizeOf(node);
    const parent = index.parents.get(node.id);
    sizes.set(node.id, { width, height });
    nodes.push({
      ...{ id: node.id, width, height },
      ...(node.pinned && { pinned: node.pinned }),
      ...(parent !== undefined && { parent }),
    });
  }
  const offset = (node: string, ports: readonly Port[], port: string) => {
    const i = ports.findIndex(({ id }) => id === port);
    return i < 0 ? 0 : portOffset(sizes.get(node)!, i, ports.length, direction);
  };
  const spread = spreads(index, sizes, direction);
  const edges = [...index.edges.values()].map(({ id, source, target }): LayoutEdge => ({
    id,
    source: source.node,
    target: target.node,
    exit: offset(source.node, index.nodes.get(source.node)!.outputs, source.port),
    enter: offset(target.node, index.nodes.get(target.node)!.inputs, target.port) + (spread.get(id) ?? 0),
  }));
  return { nodes, edges, direction };
}

/** How far from the middle of their input the edges end that have to share it. */
function spreads(
  { incoming, nodes }: GraphIndex,
  sizes: ReadonlyMap<string, Size>,
  direction: Direction,
): ReadonlyMap<string, number> {
  const spread = new Map<string, number>();
  for (const [node, edges] of incoming) {
    if (edges.length < 2) continue;
    const { inputs } = nodes.get(node)!;
    for (const { id } of inputs) {
      const sharing = edges.filter(({ target }) => target.port === id);
      sharing.forEach((edge: GraphEdge, i) => {
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
    a.nodes.every((node, i) => sameNode(node, b.nodes[i]!)) &&
    a.edges.every((edge, i) => sameEdge(edge, b.edges[i]!))
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
