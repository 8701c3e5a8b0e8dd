import type { ProjectView } from '../state.ts';

/** Whether `target` can be reached from `start` along connections (a node reaches itself). */
export function reaches(view: ProjectView, start: string, target: string): boolean {
  const seen = new Set([start]);
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === target) return true;
    for (const next of successorsOf(view, node)) {
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return false;
}

function successorsOf(view: ProjectView, node: string): string[] {
  return view
    .referrersOf(node)
    .flatMap((record) => (record.concept === 'Connection' && record.source === node ? [record.target] : []));
}
