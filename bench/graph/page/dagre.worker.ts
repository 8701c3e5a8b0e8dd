import { Graph, layout } from '@dagrejs/dagre';
import type { LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';

addEventListener('message', ({ data: input }: MessageEvent<LayoutInput>) => {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of input.nodes) graph.setNode(id, { width, height });
  for (const { id, source, target } of input.edges) graph.setEdge(source, target, {}, id);
  layout(graph);
  postMessage(graph.nodes().map((id): unknown => graph.node(id)));
});
