import { find, type ProjectView } from '../state.ts';

/** Architectures and, as far as the view knows them, those that their layers stand for, each once. */
export function withBlocks(view: ProjectView, architectures: Iterable<string | null>): string[] {
  const wanted = new Set<string>();
  const waiting = [...architectures];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === null || wanted.has(id) || !find(view, 'Architecture', id)) continue;
    wanted.add(id);
    for (const child of view.childrenOf(id)) {
      if (child.concept === 'Layer' && child.block !== null) waiting.push(child.block);
    }
  }
  return [...wanted];
}
