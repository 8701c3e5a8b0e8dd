import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Command } from '../../domain/command.ts';
import { decide } from '../../domain/decide.ts';
import type { Decision } from '../../domain/decision.ts';
import type { Scope } from '../../domain/scope.ts';
import { sameJson } from '../../domain/state.ts';
import type { Json } from '../../../meta/json.ts';
import type { CommandResult, Patch, Position, Snapshot } from '../protocol/socket.ts';
import { ObservedState } from './observedState.ts';
import type { Topics } from './topics.ts';

/** A command whose effect is shown but has not come back from the server yet. */
interface Pending {
  readonly id: string;
  readonly command: Command;
  changes: readonly Change[];
  inverse: readonly Change[];
  /** Known once the server has answered: from there on the patches contain it. */
  landsAt?: Position;
}

/**
 * The open scopes of a branch as the server last told, with one's own pending commands on top of them.
 * What arrives goes beneath the pending commands: they are rolled back, it is applied, and they are decided again.
 */
export class Replica {
  readonly observed: ObservedState;
  #position: Position | undefined;
  #pending: Pending[] = [];
  /** The scope of every record that came from the server. */
  readonly #scopes = new Map<string, Scope>();
  readonly #open = new Set<Scope>();

  constructor(topics: Topics) {
    this.observed = new ObservedState(topics);
  }

  get position() {
    return this.#position;
  }

  has(scope: Scope) {
    return this.#open.has(scope);
  }

  /** Decides a command on what is shown now and, when it can be, shows the result. */
  run(id: string, command: Command): Decision {
    const decision = decide(this.observed.view, command);
    if (!decision.ok || decision.changes.length === 0) return decision;
    this.observed.change((apply) => {
      this.#pending.push({ id, command, changes: decision.changes, inverse: apply(decision.changes) });
    });
    return decision;
  }

  /** What takes back a pending command as it stands now. */
  inverseOf(id: string): readonly Change[] | undefined {
    return this.#pending.find((pending) => pending.id === id)?.inverse;
  }

  /** Takes over patches; false when some before them are missing. */
  receive(list: readonly Patch[]): boolean {
    const patches = list.filter((patch) => !this.#isKnown(patch));
    for (const [index, patch] of patches.entries()) {
      if (!this.#isNext(patch)) return false;
      if (!this.#foresaw(patch)) {
        this.#receiveBeneath(patches.slice(index));
        return true;
      }
      this.#position = positionOf(patch);
    }
    this.#land();
    return true;
  }

  /** Takes over scopes whole. What the server no longer has of them goes. */
  takeOver(snapshot: Snapshot) {
    this.#rebase((apply) => {
      this.#position = positionOf(snapshot);
      const arriving = new Map(
        snapshot.scopes.flatMap(({ scope, records }) =>
          records.map((record) => [record.id, { scope, record }]),
        ),
      );
      const replaced = new Set(snapshot.scopes.map(({ scope }) => scope));
      const stale = [...this.#scopes].flatMap(([id, scope]) =>
        replaced.has(scope) && !arriving.has(id) ? [id] : [],
      );
      for (const id of stale) this.#apply(apply, '', { op: 'remove', id });
      const changes: Change[] = [];
      for (const { scope, record } of arriving.values()) {
        const present = this.observed.view.get(record.id);
        this.#scopes.set(record.id, scope);
        if (present && sameJson(asJson(present), asJson(record))) continue;
        if (present) changes.push({ op: 'remove', id: record.id });
        changes.push({ op: 'put', record });
      }
      apply(changes);
      for (const scope of replaced) this.#open.add(scope);
    });
  }

  /** Forgets a scope that nobody looks at any more. */
  drop(scope: Scope) {
    this.#rebase((apply) => {
      const ids = [...this.#scopes].flatMap(([id, of]) => (of === scope ? [id] : []));
      for (const id of ids) this.#apply(apply, scope, { op: 'remove', id });
      this.#open.delete(scope);
    });
  }

  /** Takes note of the server's verdict on a pending command. */
  settle(result: CommandResult) {
    const pending = this.#pending.find(({ id }) => id === result.id);
    if (!pending) return;
    if (result.ok) {
      pending.landsAt = positionOf(result);
      this.#land();
    } else {
      this.#rebase(() => {
        this.#pending = this.#pending.filter((other) => other !== pending);
      });
    }
  }

  #isKnown({ session, seq }: Patch) {
    return session === this.#position?.session && seq <= this.#position.seq;
  }

  #isNext({ session, seq }: Patch) {
    return session === this.#position?.session && seq === this.#position.seq + 1;
  }

  /** The common case: one's own edit comes back as it was shown, so that nothing moves. */
  #foresaw(patch: Patch): boolean {
    const [first] = this.#pending;
    if (first?.id !== patch.command) return false;
    const relevant = this.#relevant(patch);
    const changes = relevant.map(({ change }) => change);
    if (!sameJson(asJson(changes), asJson(first.changes))) return false;
    for (const { scope, change } of relevant) this.#file(scope, change);
    this.#pending.shift();
    return true;
  }

  #receiveBeneath(patches: readonly Patch[]) {
    this.#rebase((apply) => {
      const landed = new Set(patches.map(({ command }) => command));
      this.#pending = this.#pending.filter(({ id }) => !landed.has(id));
      for (const patch of patches) {
        this.#position = positionOf(patch);
        for (const { scope, change } of this.#relevant(patch)) this.#apply(apply, scope, change);
      }
    });
  }

  #relevant({ changes }: Patch) {
    return changes.filter(({ scope }) => this.#open.has(scope));
  }

  #land() {
    if (this.#pending.some((pending) => this.#hasLanded(pending))) this.#rebase(() => undefined);
  }

  #hasLanded({ landsAt }: Pending): boolean {
    if (!landsAt || !this.#position) return false;
    return landsAt.session !== this.#position.session || landsAt.seq <= this.#position.seq;
  }

  #rebase(update: (apply: (changes: readonly Change[]) => Change[]) => void) {
    this.observed.change((apply) => {
      for (const { inverse } of this.#pending.toReversed()) apply(inverse);
      update(apply);
      this.#pending = this.#pending.filter((pending) => !this.#hasLanded(pending));
      for (const pending of this.#pending) {
        // One that no longer applies waits without effect: whether it is refused is for the server to say.
        const decision = decide(this.observed.view, pending.command);
        pending.changes = decision.ok ? decision.changes : [];
        pending.inverse = apply(pending.changes);
      }
    });
  }

  #apply(apply: (changes: readonly Change[]) => unknown, scope: Scope, change: Change) {
    apply([change]);
    this.#file(scope, change);
  }

  #file(scope: Scope, change: Change) {
    if (change.op === 'put') this.#scopes.set(change.record.id, scope);
    if (change.op === 'remove') this.#scopes.delete(change.id);
  }
}

/** Changes and records are JSON by their declaration; their types only say it less plainly. */
const asJson = (value: readonly Change[] | ModelRecord) => value as unknown as Json;

const positionOf = ({ session, seq, commit }: Position): Position => ({ session, seq, commit });
