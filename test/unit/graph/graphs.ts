import * as fc from 'fast-check';
import type {
  Layout,
  LayoutEdge,
  LayoutInput,
  LayoutNode,
} from '../../../visualizers/graph/layout/layoutGraph.ts';
import type { GraphEdge, GraphNode } from '../../../visualizers/graph/types.ts';

export const WIDTH = 160;
export const HEIGHT = 56;

export function box(id: string, rest: Partial<LayoutNode> = {}): LayoutNode {
  return { id, width: WIDTH, height: HEIGHT, ...rest };
}

/** 'a>b' is an edge; '' is a graph without any. */
export function edges(text: string): LayoutEdge[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [source, target] = pair.split('>') as [string, string];
      return { id: pair, source, target, exit: 0, enter: 0 };
    });
}

/** Nodes are those that the edges name, in the order of their first appearance. */
export function graph(text: string, rest: Partial<LayoutInput> = {}): LayoutInput {
  const drawn = edges(text);
  const ids = new Set(drawn.flatMap(({ source, target }) => [source, target]));
  return { nodes: [...ids].map((id) => box(id)), edges: drawn, direction: 'vertical', ...rest };
}

export function chain(length: number): LayoutInput {
  const nodes = Array.from({ length }, (_, i) => box(`n${i}`));
  const links = nodes.slice(1).map((node, i) => ({
    ...{ id: `e${i}`, source: `n${i}`, target: node.id },
    ...{ exit: 0, enter: 0 },
  }));
  return { nodes, edges: links, direction: 'vertical' };
}

export function centre(layout: Layout, id: string): { x: number; y: number } {
  const { x, y, width, height } = layout.boxes.get(id)!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** Any graph without cycles, with nodes of any size. */
export const anyGraph: fc.Arbitrary<LayoutInput> = fc
  .record({
    sizes: fc.array(
      fc.record({ width: fc.integer({ min: 40, max: 300 }), height: fc.integer({ min: 30, max: 200 }) }),
      { minLength: 1, maxLength: 30 },
    ),
    links: fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 60 }),
    direction: fc.constantFrom('vertical' as const, 'horizontal' as const),
  })
  .map(({ sizes, links, direction }) => ({
    direction,
    nodes: sizes.map((size, i) => ({ id: `n${i}`, ...size })),
    edges: links
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
      .filter(([a, b]) => a < b && b < sizes.length)
      .map(([a, b], i) => ({ id: `e${i}`, source: `n${a}`, target: `n${b}`, exit: 0, enter: 0 })),
  }));

export function node(id: string, rest: Partial<GraphNode> = {}): GraphNode {
  return {
    ...{ id, label: id },
    inputs: [{ id: 'in', label: 'input' }],
    outputs: [{ id: 'out', label: 'output' }],
    ...rest,
  };
}

export function edge(source: string, target: string): GraphEdge {
  return {
    id: `${source}>${target}`,
    source: { node: source, port: 'out' },
    target: { node: target, port: 'in' },
  };
}
