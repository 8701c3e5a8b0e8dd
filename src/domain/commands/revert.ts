import { conceptOf, type ModelRecord } from '../../../meta/index.ts';
import type { Change, Set as SetChange } from '../change.ts';
import type { Revert } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import { nameOf } from '../names.ts';
import { problem, type Problem } from '../problem.ts';
import { faultOfValue } from '../record.ts';
import { holds, pointersOf, ProjectState, valueAt, type ProjectView } from '../state.ts';
import { protectedFromPeople, mayPeopleSet } from './protect.ts';

/**
 * Takes back what one did. A value that somebody else has changed since stays as they left it; a thing that cannot
 * come back because its place is gone is left out. Only when nothing at all can be taken back is the command refused.
 */
export function decideRevert(view: ProjectView, { changes, label, redo }: Revert): Decision {
  const draft = new Draft(view);
  const problems: Problem[] = [];
  const kept = changes.filter((change) => {
    const fault = draft.faultOf(change);
    if (fault) problems.push(fault);
    else draft.take(change);
    return !fault;
  });
  if (kept.length === 0) return refuse(...problems);
  return accept(kept, `${redo ? 'Redid' : 'Undid'}: ${label}`);
}

/** The state as it becomes while the changes are taken one by one, without copying the whole project. */
class Draft {
  readonly #view: ProjectView;
  readonly #added = new ProjectState();
  readonly #removed = new Set<string>();

  constructor(view: ProjectView) {
    this.#view = view;
  }

  take(change: Change) {
    if (change.op === 'put') {
      this.#removed.delete(change.record.id);
      this.#added.apply([change]);
    }
    if (change.op === 'remove') {
      this.#removed.add(change.id);
      this.#added.apply([change]);
    }
    const changed = change.op === 'set' ? this.#get(change.id) : undefined;
    if (changed) this.#added.apply([{ op: 'put', record: changed }, change]);
  }

  faultOf(change: Change): Problem | undefined {
    switch (change.op) {
      case 'put':
        return this.#faultOfPut(change.record);
      case 'remove':
        return this.#faultOfRemove(change.id);
      case 'set':
        return this.#faultOfSet(change);
      default:
        return change satisfies never;
    }
  }

  #get(id: string): ModelRecord | undefined {
    return this.#added.get(id) ?? (this.#removed.has(id) ? undefined : this.#view.get(id));
  }

  #faultOfPut(record: ModelRecord): Problem | undefined {
    const at = record.id;
    if (this.#get(at)) return problem('exists', { at }, nameOf(record));
    if (protectedFromPeople(record)) return problem('read-only', { at }, nameOf(record));
    const parent = record.parent === null ? undefined : this.#get(record.parent);
    if (!parent || pointersOf(record).some((target) => !this.#get(target))) {
      return problem('gone', { at }, `What ${nameOf(record)} belongs to`);
    }
    return conceptOf(parent.concept).contains.includes(record.concept)
      ? undefined
      : problem('wrong-place', { at }, nameOf(record), nameOf(parent));
  }

  #faultOfRemove(id: string): Problem | undefined {
    const record = this.#get(id);
    if (!record) return problem('gone', { at: id }, 'What you added');
    if (protectedFromPeople(record)) return problem('read-only', { at: id }, nameOf(record));
    const inside = [...this.#view.childrenOf(id), ...this.#view.referrersOf(id)].filter(({ id: user }) =>
      this.#get(user),
    );
    return inside.length > 0 ? problem('changed-since', { at: id }, nameOf(record)) : undefined;
  }

  #faultOfSet(change: SetChange): Problem | undefined {
    const { id, path, value } = change;
    const record = this.#get(id);
    const where = { at: id, part: path.at(-1) ?? '' };
    if (!record) return problem('gone', where, 'What you changed');
    if (!mayPeopleSet(record, path[0])) return problem('read-only', where, nameOf(record));
    const fault = faultOfValue(record.concept, path, value);
    if (fault) return problem('wrong-value', where, nameOf(record), fault);
    return holds(valueAt(record, path), change)
      ? undefined
      : problem('changed-since', where, `${where.part} of ${nameOf(record)}`);
  }
}
