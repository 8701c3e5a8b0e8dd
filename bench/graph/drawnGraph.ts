import { layerType } from '../../meta/catalogue/index.ts';
import { indexGraph } from '../../visualizers/graph/GraphIndex.ts';
import { layoutGraph, type LayoutInput } from '../../visualizers/graph/layout/layoutGraph.ts';
import { layoutInput } from '../../visualizers/graph/layoutInput.ts';
import { measureNode } from '../../visualizers/graph/measureNode.ts';
import type { GraphEdge, GraphNode, Rect } from '../../visualizers/graph/types.ts';
import type { Network } from '../lib/network.ts';

/** A network as a graph to lay out and to draw, the same for everybody who is measured. */
export interface DrawnGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly input: LayoutInput;
  /** Where our layout puts the nodes; who is measured at drawing need not lay out. */
  readonly boxes: Readonly<Record<string, Rect>>;
}

export function drawnGraphOf({ layers, connections }: Network): DrawnGraph {
  const nodes = layers.map(({ id, name, type }): GraphNode => ({
    id,
    label: name,
    subtitle: type,
    inputs: (layerType(type)?.inputs ?? []).map((port) => ({ id: port.name, label: port.name })),
    outputs: [{ id: '0', label: 'output' }],
  }));
  const edges = connections.map(({ id, source, sourcePort, target, targetPort }): GraphEdge => ({
    id,
    source: { node: source, port: sourcePort },
    target: { node: target, port: targetPort },
  }));
  const input = layoutInput(indexGraph(nodes, edges), 'vertical', measureNode);
  return { nodes, edges, input, boxes: Object.fromEntries(layoutGraph(input).boxes) };
}
