import type { LayoutEdge, LayoutInput, LayoutNode } from './layout.ts';

/** A part of the graph that hangs together. `from` and `to` are indexes into its nodes. */
export interface Component {
  readonly nodes: LayoutNode[];
  readonly edges: LayoutEdge[];
  readonly from: number[];
  readonly to: number[];
}

/** In the order of their first nodes. */
export function componentsOf({ nodes, edges }: LayoutInput): readonly Component[] {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const leader = Int32Array.from(nodes, (_, i) => i);
  const ends: { readonly edge: LayoutEdge; readonly from: number; readonly to: number }[] = [];
  for (const edge of edges) {
    const [from, to] = [index.get(edge.source), index.get(edge.target)];
    if (from !== undefined && to !== undefined && from !== to) ends.push({ edge, from, to });
  }
  for (const { from, to } of ends) join(leader, from, to);
  const components = new Map<number, Component>();
  const local = new Int32Array(nodes.length);
  nodes.forEach((node, i) => {
    const component = componentOf(components, find(leader, i));
    local[i] = component.nodes.push(node) - 1;
  });
  for (const { edge, from, to } of ends) {
    const component = componentOf(components, find(leader, from));
    component.edges.push(edge);
    component.from.push(local[from]!);
    component.to.push(local[to]!);
  }
  return [...components.values()];
}

function componentOf(components: Map<number, Component>, leader: number): Component {
  const known = components.get(leader);
  if (known) return known;
  const made: Component = { nodes: [], edges: [], from: [], to: [] };
  components.set(leader, made);
  return made;
}

function find(leader: Int32Array, node: number): number {
  let at = node;
  while (leader[at] !== at) {
    leader[at] = leader[leader[at]!]!;
    at = leader[at]!;
  }
  return at;
}

function join(leader: Int32Array, a: number, b: number): void {
  const [one, other] = [find(leader, a), find(leader, b)];
  leader[Math.max(one, other)] = Math.min(one, other);
}
