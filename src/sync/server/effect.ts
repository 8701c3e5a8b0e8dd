import type { ModelRecord } from '../../../meta/index.ts';
import { conceptOf } from '../../../meta/index.ts';
import type { Change, Set as SetChange } from '../../domain/change.ts';
import { kindOf, nameOf } from '../../domain/names.ts';
import { problem, type Problem } from '../../domain/problem.ts';
import { faultOfValue } from '../../domain/record.ts';
import { scopeOf, type Scope } from '../../domain/scope.ts';
import { holds, valueAt, type ProjectState, type ProjectView } from '../../domain/state.ts';

/** What a list of changes did: each change with the scope it belongs to, and the changes that take it back. */
export type Effect =
  | {
      readonly ok: true;
      readonly changes: readonly { readonly scope: Scope; readonly change: Change }[];
      readonly inverse: readonly Change[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Applies changes to the state, all of them or, when one does not fit, none. */
export function carryOut(state: ProjectState, changes: readonly Change[]): Effect {
  const done: { scope: Scope; change: Change }[] = [];
  const undone: Change[][] = [];
  const inverse = () => undone.toReversed().flat();
  for (const change of changes) {
    const fault = faultOf(state, change);
    if (fault) {
      state.apply(inverse());
      return { ok: false, problems: [fault] };
    }
    const before = change.op === 'put' ? undefined : state.get(change.id);
    const scope = before && scopeOf(state, before);
    undone.push(state.apply([change]));
    done.push({ scope: scope ?? scopeOfPut(state, change), change });
  }
  return { ok: true, changes: done, inverse: inverse() };
}

const scopeOfPut = (state: ProjectState, change: Change): Scope =>
  scopeOf(state, (change as Extract<Change, { op: 'put' }>).record);

function faultOf(view: ProjectView, change: Change): Problem | undefined {
  switch (change.op) {
    case 'put':
      return faultOfPut(view, change.record);
    case 'set':
      return faultOfSet(view, change);
    case 'remove':
      return faultOfRemove(view, change.id);
    default:
      return change satisfies never;
  }
}

function faultOfPut(view: ProjectView, record: ModelRecord): Problem | undefined {
  const at = record.id;
  // The engine writes GUIDs in lower case: the same one in upper case would be two things now and one after a restart.
  if (at !== at.toLowerCase()) return problem('malformed', { at }, 'an id is not in lower case');
  if (view.get(at)) return problem('exists', { at }, nameOf(record));
  const parent = record.parent === null ? undefined : view.get(record.parent);
  if (!parent) return problem('gone', { at }, 'What should contain it');
  return conceptOf(parent.concept).contains.includes(record.concept)
    ? undefined
    : problem('wrong-place', { at }, `A ${kindOf(record)}`, `a ${kindOf(parent)}`);
}

function faultOfSet(view: ProjectView, change: SetChange): Problem | undefined {
  const record = view.get(change.id);
  const where = { at: change.id, part: change.path.at(-1) ?? '' };
  if (!record) return problem('gone', where, 'What you changed');
  const fault = faultOfValue(record.concept, change.path, change.value);
  const what = `${where.part} of ${nameOf(record)}`;
  if (fault !== undefined) return problem('wrong-value', where, what, fault);
  return holds(valueAt(record, change.path), change) ? undefined : problem('changed-since', where, what);
}

function faultOfRemove(view: ProjectView, id: string): Problem | undefined {
  const record = view.get(id);
  if (!record) return problem('gone', { at: id }, 'What you removed');
  const [inside] = view.childrenOf(id);
  return inside && problem('in-use', { at: id }, nameOf(record), nameOf(inside));
}
