export type { CanConnect, Connection } from './connecting.ts';
export { formatDuration } from './formatDuration.ts';
export {
  layoutGraph,
  type Layout,
  type LayoutEdge,
  type LayoutInput,
  type LayoutNode,
} from './layout/layoutGraph.ts';
export { measureNode } from './measureNode.ts';
export {
  isEmpty,
  NOTHING,
  prune as pruneSelection,
  select,
  type Selection,
  type SelectionAction,
} from './selection.ts';
export type * from './types.ts';
export type { GraphHandlers } from './view/GraphContext.ts';
export { GraphView, type GraphHandle, type GraphViewProps } from './view/GraphView.tsx';
export type { Hit } from './view/interaction.ts';
