import type { ModelRecord } from '../../meta/index.ts';
import { decide } from '../../src/domain/decide.ts';
import type { ProjectState } from '../../src/domain/state.ts';

export interface Insertion {
  readonly records: readonly ModelRecord[];
  readonly replaces: readonly string[];
}

/** Does it as the editor does: with one command, which one undo takes back. */
export function inserted(view: ProjectState, { records, replaces }: Insertion) {
  const decision = decide(view, { type: 'insert', records: [...records], replaces: [...replaces] });
  if (!decision.ok) throw new Error(decision.problems.map(({ message }) => message).join());
  const changes = view.apply(decision.changes);
  const undo = () => {
    const reverted = decide(view, { type: 'revert', changes, label: decision.message });
    if (reverted.ok) view.apply(reverted.changes);
  };
  return { message: decision.message, undo };
}
