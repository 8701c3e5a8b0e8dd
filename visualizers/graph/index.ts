export type { Connection } from './connecting.ts';
export { prune as pruneSelection, type Selection } from './selection.ts';
export { prepareLayout } from './layout/LayoutSession.ts';
export type * from './types.ts';
export { GraphView, type GraphHandle } from './view/GraphView.tsx';
