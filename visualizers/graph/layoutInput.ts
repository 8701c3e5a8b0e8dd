import { endSpread, portOffset } from './geometry.ts';
import { counterparts } from '../../src/domain/changes.ts';
import { edgesAt, edgesBeside, type GraphIndex } from './GraphIndex.ts';
import type { LayoutEdge, LayoutInput, LayoutNode } from './layout/layoutGraph.ts';
import type { Direction, GraphEdge, GraphNode, Port, Size } from './types.ts';

/** A graph as it is to be laid out. `sizeOf` tells the same of the same node as long as it is the same function. */
export interface Form {
  readonly index: GraphIndex;
  readonly direction: Direction;
  readonly sizeOf: (node: GraphNode) => Size;
}

/** What the layout depends on: sizes, pins, what holds what and who is connected to whom at which port. */
export interface MeasuredForm extends Form {
  readonly input: LayoutInput;
}

export const layoutInput = (
  index: GraphIndex,
  direction: Direction,
  sizeOf: (node: GraphNode) => Size,
): LayoutInput => measureForm({ index, direction, sizeOf }).input;

/** Of what was measured before an edit everything is kept that the edit is not about, and the whole where it changed no form. */
export function measureForm(form: Form, before?: MeasuredForm): MeasuredForm {
  const comparable =
    before?.direction === form.direction && before.sizeOf === form.sizeOf ? before : undefined;
  const { index, direction } = form;
  if (comparable?.index === index) return comparable;
  const counterpart = counterparts(comparable?.index.nodes.list ?? [], index.nodes.list);
  const touched = new Set<string>();
  const nodes = new Array<LayoutNode>(index.nodes.size);
  for (let place = 0; place < nodes.length; place += 1) {
    const at = counterpart[place]!;
    const known = comparable?.input.nodes[at];
    if (known && isSameAt(comparable.index, at, index, place)) {
      nodes[place] = known;
      continue;
    }
    const node = index.nodes.list[place]!;
    touched.add(node.id);
    nodes[place] = layoutNode(node, index.parents.get(node.id), form.sizeOf(node));
  }
  const edges = edgesAgain(form, comparable, nodes, touched);
  const input = { nodes, edges, direction };
  return { ...form, input: before && sameLayoutInput(before.input, input) ? before.input : input };
}

function isSameAt(before: GraphIndex, at: number, now: GraphIndex, place: number): boolean {
  const node = now.nodes.list[place]!;
  return (
    before.nodes.list[at] === node &&
    before.incoming.list[at] === now.incoming.list[place] &&
    (before.parents === now.parents || before.parents.get(node.id) === now.parents.get(node.id))
  );
}

function layoutNode(node: GraphNode, parent: string | undefined, { width, height }: Size): LayoutNode {
  return {
    ...{ id: node.id, width, height },
    ...(node.pinned && { pinned: node.pinned }),
    ...(parent !== undefined && { parent }),
  };
}

/** An edge is as it was while both of its ends are, with all that arrives there. */
function edgesAgain(
  { index, direction }: Form,
  before: MeasuredForm | undefined,
  nodes: readonly LayoutNode[],
  touched: ReadonlySet<string>,
): readonly LayoutEdge[] {
  const { list, places } = index.edges;
  if (before?.index.edges.list === list && touched.size === 0) return before.input.edges;
  const edges: LayoutEdge[] = [];
  const counterpart = counterparts(before?.index.edges.list ?? [], list);
  for (let place = 0; place < list.length; place += 1) {
    const edge = list[place]!;
    const at = counterpart[place]!;
    const isKept = before !== undefined && before.index.edges.list[at] === edge;
    edges.push(isKept ? before.input.edges[at]! : layoutEdge(edge, index, nodes, direction));
  }
  for (const node of before ? touched : []) {
    for (const edge of edgesAt(index, node)) {
      edges[places.get(edge.id)!] = layoutEdge(edge, index, nodes, direction);
    }
  }
  return edges;
}

function layoutEdge(
  edge: GraphEdge,
  index: GraphIndex,
  nodes: readonly LayoutNode[],
  direction: Direction,
): LayoutEdge {
  const { id, source, target } = edge;
  const { places } = index.nodes;
  const [from, to] = [places.get(source.node)!, places.get(target.node)!];
  const offset = (size: Size, ports: readonly Port[], port: string) => {
    const i = ports.findIndex((one) => one.id === port);
    return i < 0 ? 0 : portOffset(size, i, ports, direction);
  };
  const { inputs } = index.nodes.list[to]!;
  return {
    id,
    source: source.node,
    target: target.node,
    exit: offset(nodes[from]!, index.nodes.list[from]!.outputs, source.port),
    enter:
      offset(nodes[to]!, inputs, target.port) + spreadOf(edge, index, nodes[to]!, inputs.length, direction),
  };
}

/** How far from the middle of its input an edge ends that has to share it. */
function spreadOf(
  edge: GraphEdge,
  index: GraphIndex,
  size: Size,
  inputs: number,
  direction: Direction,
): number {
  if (index.incoming.get(edge.target.node)!.length < 2) return 0;
  const sharing = edgesBeside(index, edge);
  return sharing.length < 2 ? 0 : endSpread(size, inputs, sharing.indexOf(edge), sharing.length, direction);
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

export function sameNode(a: LayoutNode, b: LayoutNode): boolean {
  return (
    a.id === b.id &&
    a.parent === b.parent &&
    a.width === b.width &&
    a.height === b.height &&
    a.pinned?.x === b.pinned?.x &&
    a.pinned?.y === b.pinned?.y
  );
}

export function sameEdge(a: LayoutEdge, b: LayoutEdge): boolean {
  return (
    a.id === b.id &&
    a.source === b.source &&
    a.target === b.target &&
    a.exit === b.exit &&
    a.enter === b.enter
  );
}
