import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Command } from '../../domain/command.ts';
import { decide } from '../../domain/decide.ts';
import { accept, refuse, type Decision } from '../../domain/decision.ts';
import { problem, type Problem } from '../../domain/problem.ts';
import type { Scope } from '../../domain/scope.ts';
import type { ProjectView } from '../../domain/state.ts';
import type { CommandResult, Patch, Position, Snapshot } from '../protocol/socket.ts';
import { Answers } from './answers.ts';
import type { BranchStore } from './branchStore.ts';
import { commitNote } from './commitNote.ts';
import type { Effect } from './effect.ts';
import { mentionsOf, mentionsOfChanges, type Mentions } from './mentions.ts';
import { WorkingCopy, WriteFailed } from './workingCopy.ts';

/** The store did not take a commit: nothing of it happened, and it can be tried again. */
export class NotSaved extends Error {}

export interface SessionListener {
  /** What one commit did, once it is durable. */
  readonly patches?: (patches: readonly Patch[]) => void;
  /** The branch is not what the patches lead to any more. */
  readonly reset?: () => void;
}

export interface SessionOptions {
  readonly now?: () => number;
  /** Edits that arrive within this many milliseconds of the first become one commit. */
  readonly grouping?: number;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
  readonly report?: (error: unknown) => void;
  /** Outlives the session, so that a command sent again after it was closed still happens once. */
  readonly answers?: Answers;
}

interface Edit {
  readonly id: string;
  readonly author: string;
  readonly mentions: Mentions;
  readonly decide: (view: ProjectView) => Decision;
  readonly settle: (result: CommandResult) => void;
  readonly fail: (error: Error) => void;
}

/** An edit that was accepted, with what it did. */
interface Accepted {
  readonly edit: Edit;
  readonly message: string;
  readonly effect: Extract<Effect, { ok: true }>;
}

interface Attempt {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly { readonly edit: Edit; readonly result: CommandResult }[];
}

const MOST_IN_ONE_COMMIT = 500;
/** In milliseconds: what a page needs to be shown goes before what edits of it will need. */
const UNTIL_SHOWN = 2_000;
const MOST_CONFLICTS = 20;

/**
 * The only writer of one branch. Edits of everybody stand in one queue; each is decided on the state that those
 * before it left, what arrives together becomes one commit, and nobody is told of an edit before it is durable.
 */
export class BranchSession {
  readonly id = randomUUID();
  readonly #store: BranchStore;
  readonly #answers: Answers;
  readonly #now: () => number;
  readonly #grouping: number;
  readonly #pause: (milliseconds: number) => Promise<unknown>;
  readonly #report: (error: unknown) => void;
  readonly #listeners = new Set<SessionListener>();
  readonly #underway = new Map<string, Promise<CommandResult>>();
  readonly #edits: Edit[] = [];
  readonly #tasks: (() => Promise<void>)[] = [];
  /** Undefined while the store cannot be read. */
  #copy: WorkingCopy | undefined;
  #head: string;
  #seq = 0;
  #working: Promise<void> | undefined;
  #closed = false;

  private constructor(store: BranchStore, copy: WorkingCopy, options: SessionOptions) {
    this.#store = store;
    this.#copy = copy;
    this.#head = copy.head;
    this.#answers = options.answers ?? new Answers();
    this.#now = options.now ?? Date.now;
    this.#grouping = options.grouping ?? 10;
    this.#pause = options.pause ?? ((milliseconds) => delay(milliseconds));
    this.#report = options.report ?? ((error) => console.error(error));
  }

  static async open(store: BranchStore, options: SessionOptions = {}): Promise<BranchSession> {
    return new BranchSession(store, await WorkingCopy.open(store), options);
  }

  get position(): Position {
    return { session: this.id, seq: this.#seq, commit: this.#head };
  }

  /** Decides and commits what a person asks for. A command known by its id is answered as it was the first time. */
  submit(author: string, id: string, command: Command): Promise<CommandResult> {
    const known = this.#answers.get(id);
    if (known) return Promise.resolve(known);
    return (
      this.#underway.get(id) ??
      this.#enqueue({ id, author, mentions: mentionsOf(command), decide: (view) => decide(view, command) })
    );
  }

  /** What plugins, executions and the recorder write; the rules for people do not bind them. */
  change(author: string, changes: readonly Change[], message: string): Promise<CommandResult> {
    return this.#enqueue({
      id: randomUUID(),
      author,
      mentions: mentionsOfChanges(changes),
      decide: () => accept(changes, message),
    });
  }

  /** Adds records by the rules that bind people (names that are taken get a number), in words of its own. */
  insert(author: string, records: readonly ModelRecord[], message: string): Promise<CommandResult> {
    const command: Command = { type: 'insert', records: [...records] };
    return this.#enqueue({
      id: randomUUID(),
      author,
      mentions: mentionsOf(command),
      decide: (view) => {
        const decision = decide(view, command);
        return decision.ok ? accept(decision.changes, message) : decision;
      },
    });
  }

  async snapshot(scopes: readonly Scope[]): Promise<Snapshot> {
    return this.withSnapshot(scopes, (snapshot) => snapshot);
  }

  /** Loads what somebody will ask for soon. */
  async prepare(scopes: readonly Scope[]): Promise<void> {
    await this.#between(async () => {
      const copy = await this.#ready();
      for (const scope of scopes) await copy.load(scope);
    });
  }

  async read(scope: Scope): Promise<readonly ModelRecord[]> {
    const { scopes } = await this.snapshot([scope]);
    return scopes[0]?.records ?? [];
  }

  /**
   * Calls `use` with scopes between two commits, in the same turn: what it sends stands exactly between the patches
   * that the snapshot contains and those that it does not.
   */
  withSnapshot<T>(scopes: readonly Scope[], use: (snapshot: Snapshot) => T): Promise<T> {
    return this.#between(async () => {
      const copy = await this.#ready();
      for (const scope of scopes) await copy.load(scope);
      const contents = scopes.map((scope) => ({
        scope,
        records: copy.has(scope) ? copy.recordsOf(scope) : [],
      }));
      const used = use({ ...this.position, scopes: contents });
      setTimeout(() => copy.state, UNTIL_SHOWN).unref();
      return used;
    });
  }

  /** Makes the branch as it was at an earlier commit, by a new one. */
  restore(commit: string, author: string): Promise<void> {
    return this.#between(async () => {
      await this.#store.restore(commit, author);
      await this.#reload();
    });
  }

  /** Takes up what somebody committed past this session; whoever opened the session calls it now and then. */
  checkOutside(): Promise<void> {
    return this.#between(async () => {
      if ((await this.#store.head()) !== this.#head) await this.#reload();
    });
  }

  subscribe(listener: SessionListener): () => void {
    const own = { ...listener };
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  get closed() {
    return this.#closed;
  }

  /** Finishes what was asked for and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
    // It makes the next opening faster and nothing else.
    await this.#copy?.keep().catch(this.#report);
    this.#tell((listener) => listener.reset?.());
  }

  #enqueue(request: Omit<Edit, 'settle' | 'fail'>): Promise<CommandResult> {
    if (this.#closed) return Promise.reject(new NotSaved('The project is being closed.'));
    const result = new Promise<CommandResult>((settle, fail) => {
      this.#edits.push({ ...request, settle, fail });
    });
    this.#underway.set(request.id, result);
    const forget = () => void this.#underway.delete(request.id);
    result.then(forget, forget);
    this.#wake();
    return result;
  }

  /** Runs a task when no commit is under way. */
  #between<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new NotSaved('The project is being closed.'));
    return new Promise((resolve, reject) => {
      this.#tasks.push(() => task().then(resolve, reject));
      this.#wake();
    });
  }

  #wake() {
    this.#working ??= this.#work();
  }

  async #work() {
    let gathered = false;
    while (this.#tasks.length > 0 || this.#edits.length > 0) {
      const task = this.#tasks.shift();
      if (task) {
        await task();
        continue;
      }
      // Those that arrived during a commit have waited long enough.
      if (!gathered) await this.#pause(this.#grouping);
      gathered = true;
      await this.#save(this.#edits.splice(0, MOST_IN_ONE_COMMIT));
    }
    // In the same turn as the last look at the queue, so that nothing that arrives now is left lying.
    this.#working = undefined;
  }

  async #save(edits: readonly Edit[]) {
    let left = edits;
    try {
      for (let conflicts = 0; left.length > 0; conflicts += 1) {
        if (conflicts > MOST_CONFLICTS) throw new Error('others keep moving the branch');
        left = await this.#attempt(left);
      }
    } catch (error) {
      const reason = messageOf(error);
      await this.#reload().catch(() => undefined);
      for (const edit of left)
        edit.fail(new NotSaved(`The project could not be saved: ${reason}`, { cause: error }));
    }
  }

  /** Returns the edits that must be decided again because the ground moved under them. */
  async #attempt(edits: readonly Edit[]): Promise<readonly Edit[]> {
    const copy = await this.#ready();
    const attempt = { accepted: [] as Accepted[], refused: [] as { edit: Edit; result: CommandResult }[] };
    for (const edit of edits) {
      try {
        const outcome = await this.#decide(copy, edit);
        if ('effect' in outcome) attempt.accepted.push(outcome);
        else attempt.refused.push({ edit, result: outcome });
      } catch (error) {
        if (!(error instanceof WriteFailed)) throw error;
        // The tree holds half an edit: begin again without it. When the store itself is away, this throws.
        await this.#reload();
        edit.settle({ id: edit.id, ok: false, problems: [notWritten(edit.mentions, error)] });
        return edits.filter((other) => other !== edit);
      }
    }
    return (await this.#commit(copy, attempt)) ? [] : edits;
  }

  async #decide(copy: WorkingCopy, edit: Edit): Promise<Accepted | CommandResult> {
    await copy.prepare(edit.mentions);
    const decision = this.#decision(edit, copy.state);
    if (happenedBefore(decision)) return { edit, message: 'Added what is there already', effect: NOTHING };
    if (!decision.ok) return { id: edit.id, ok: false, problems: decision.problems };
    const effect = await copy.write(decision.changes);
    if (!effect.ok) return { id: edit.id, ok: false, problems: effect.problems };
    return { edit, message: decision.message, effect };
  }

  /** An edit over which the rules stumble must not hold up those of others. */
  #decision({ decide, mentions }: Edit, view: ProjectView): Decision {
    try {
      return decide(view);
    } catch (error) {
      this.#report(error);
      return refuse(notWritten(mentions, error));
    }
  }

  /** False when the branch was moved from outside. */
  async #commit(copy: WorkingCopy, { accepted, refused }: Attempt): Promise<boolean> {
    const effective = accepted.filter(({ effect }) => effect.changes.length > 0);
    if (effective.length > 0) {
      const notes = effective.map(({ edit, message }) => ({ author: edit.author, message }));
      const outcome = await copy.commit(commitNote(notes));
      if (outcome.status === 'conflict') {
        await this.#reload();
        return false;
      }
      this.#head = outcome.hash;
    }
    for (const { edit, result } of refused) this.#answer(edit, result);
    this.#publish(accepted);
    return true;
  }

  #publish(accepted: readonly Accepted[]) {
    const time = this.#now();
    const patches: Patch[] = [];
    const answers: (() => void)[] = [];
    for (const { edit, message, effect } of accepted) {
      const { changes, inverse } = effect;
      if (changes.length > 0) {
        this.#seq += 1;
        patches.push({ ...this.position, command: edit.id, author: edit.author, message, time, changes });
      }
      const result: CommandResult = { id: edit.id, ok: true, ...this.position, message, inverse };
      answers.push(() => this.#answer(edit, result));
    }
    if (patches.length > 0) this.#tell((listener) => listener.patches?.(patches));
    for (const answer of answers) answer();
  }

  #answer(edit: Edit, result: CommandResult) {
    this.#answers.remember(result);
    edit.settle(result);
  }

  async #ready(): Promise<WorkingCopy> {
    return this.#copy ?? (await this.#reload());
  }

  /** Begins again from what is durable. */
  async #reload(): Promise<WorkingCopy> {
    this.#copy = undefined;
    const copy = await WorkingCopy.open(this.#store);
    this.#copy = copy;
    if (copy.head === this.#head) return copy;
    this.#head = copy.head;
    this.#tell((listener) => listener.reset?.());
    return copy;
  }

  /** A listener that fails must not make a durable commit look like a failed one. */
  #tell(tell: (listener: SessionListener) => void) {
    for (const listener of this.#listeners) {
      try {
        tell(listener);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}

const NOTHING = { ok: true, changes: [], inverse: [] } as const;

/**
 * Ids of new things are made up by whoever adds them. What is there under such an id was put there by this very
 * command, before a crash of the server took its answer away.
 */
const happenedBefore = (decision: Decision) =>
  !decision.ok && decision.problems.length > 0 && decision.problems.every(({ code }) => code === 'exists');

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const notWritten = ({ things }: Mentions, error: unknown): Problem =>
  problem('not-written', { at: things[0] ?? '' }, messageOf(error));
