import { childrenOf, find, type ProjectView } from '../../src/domain/state.ts';
import { layerCategory } from './bandOf.ts';
import type { ThumbnailGraph } from './Thumbnail.tsx';

/** A document in few strokes: its nodes with their category, and what connects them. */
export function graphOf(view: ProjectView, document: string): ThumbnailGraph {
  const layers = childrenOf(view, document, 'Layer').map(({ id, name, type }) => ({
    id,
    label: name,
    category: layerCategory(type),
  }));
  const steps = childrenOf(view, document, 'Step').map(({ id, name, operation }) => ({
    id,
    label: name,
    category: find(view, 'Operation', operation)?.role ?? 'python',
  }));
  const edges = childrenOf(view, document, 'Connection').map(({ source, target }) => ({ source, target }));
  return { nodes: [...layers, ...steps], edges };
}
