import type { ProjectView } from '../state.ts';

/** Whether `target` can be reached from `start` along connections (a node reaches itself). */
export function reaches(view: ProjectView, start: string, target: string): boolean {
  for (const node of reachedFrom(view, start)) if (node === target) return true;
  return false;
}

/** Everything that connections lead to from a node, itself included. */
export function* reachedFrom(view: ProjectView, start: string): Generator<string> {
  const seen = new Set([start]);
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (const next of successorsOf(view, node)) {
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
}

function successorsOf(view: ProjectView, node: string): string[] {
  return view
    .referrersOf(node)
    .flatMap((record) => (record.concept === 'Connection' && record.source === node ? [record.target] : []));
}
