import type { ConceptName, ModelRecord, RecordFor } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Command } from '../../domain/command.ts';
import type { Problem } from '../../domain/problem.ts';
import { PROJECT_SCOPE, type Scope } from '../../domain/scope.ts';
import type { Answer, BranchName, CommandResult, JobOutput, Patch, Snapshot } from '../protocol/socket.ts';
import { JobWatch } from './jobWatch.ts';
import { Outbox, type Outgoing } from './outbox.ts';
import type { ProjectReader, ScopeStatus } from './reader.ts';
import { Replica } from './replica.ts';
import type { ClientSocket, SocketEvents } from './socket.ts';
import { Topics, type Topic } from './topics.ts';
import { UndoHistory, type Way } from './undo.ts';

/** What becomes of a command: shown at once and on its way, or refused at once. */
export type Run =
  | { readonly ok: true; readonly done: Promise<CommandResult> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type SaveStatus =
  | { readonly state: 'saved' }
  /** `count` changes are shown but not durable yet. */
  | { readonly state: 'saving'; readonly count: number }
  | { readonly state: 'offline'; readonly count: number }
  /** The server is there but does not take the changes; they are kept and sent again. */
  | { readonly state: 'attention'; readonly count: number; readonly message: string };

export type RejectionListener = (command: Command, problems: readonly Problem[]) => void;

export interface ClientOptions {
  readonly newId?: () => string;
  /** Calls back later; the release takes it back. */
  readonly later?: (milliseconds: number, callback: () => void) => () => void;
  /** Scopes that somebody will open soon: they are asked for at once. */
  readonly expected?: readonly Scope[];
}

type Started = Run & { readonly message?: string; readonly inverse?: readonly Change[] };

const RETRY_AFTER = 2_000;
/** A scope stays loaded this long after the last one left it: people come back. */
const LINGER = 10_000;

/** One person's view of one branch: what the server told, with their own commands shown at once on top of it. */
export class ProjectClient implements ProjectReader {
  readonly name: BranchName;
  readonly writable = true;
  readonly #socket: ClientSocket;
  readonly #newId: () => string;
  readonly #later: (milliseconds: number, callback: () => void) => () => void;
  readonly #topics = new Topics();
  readonly #replica = new Replica(this.#topics);
  readonly #history = new UndoHistory();
  readonly #outbox: Outbox;
  readonly #answers = new Map<string, (result: CommandResult) => void>();
  readonly #rejectionListeners = new Set<RejectionListener>();
  readonly #releases: (() => void)[] = [];
  /** How many use a scope; the project itself is always open, for every decision asks for it. */
  readonly #users = new Map<Scope, number>([[PROJECT_SCOPE, 1]]);
  #failed = new Set<Scope>();
  /** Asked for beside what is open already, and on their way. */
  readonly #asked = new Set<Scope>();
  /** Answers to what was asked in an earlier epoch are stale. */
  #epoch = 0;
  #synced = false;
  #lost = false;
  #attention: string | undefined;
  #status: SaveStatus = { state: 'saved' };
  #stopRetrying: () => void = () => undefined;

  constructor(socket: ClientSocket, name: BranchName, options: ClientOptions = {}) {
    this.name = name;
    this.#socket = socket;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    this.#later = options.later ?? laterByTimer;
    this.#outbox = new Outbox(socket, name, {
      answered: (sent, result) => this.#answered(sent, result),
      unavailable: (reason) => this.#tryAgain(reason, () => this.#resync()),
    });
    this.#on('connect', () => this.#resync());
    this.#on('disconnect', () => this.#disconnected());
    this.#on('connect_error', () => this.#disconnected());
    this.#on('patches', ({ list, ...branch }) => this.#isThis(branch) && this.#receive(list));
    this.#on('reset', (branch) => this.#isThis(branch) && this.#resync());
    for (const scope of options.expected ?? []) this.open(scope)();
    if (socket.connected) this.#resync();
  }

  get view() {
    return this.#replica.observed.view;
  }

  get version() {
    return this.#replica.observed.version;
  }

  /** The same object until it changes. */
  get status(): SaveStatus {
    return this.#status;
  }

  children(parent: string): readonly ModelRecord[];
  children<Name extends ConceptName>(parent: string, concept: Name): readonly RecordFor<Name>[];
  children(parent: string, concept?: ConceptName): readonly ModelRecord[] {
    const { observed } = this.#replica;
    return concept ? observed.children(parent, concept) : observed.children(parent);
  }

  subscribe(topic: Topic, listener: () => void): () => void {
    return this.#topics.subscribe(topic, listener);
  }

  open(scope: Scope): () => void {
    const users = this.#users.get(scope) ?? 0;
    this.#users.set(scope, users + 1);
    if (!this.isOpen(scope)) this.#openMissing();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#users.set(scope, (this.#users.get(scope) ?? 1) - 1);
      this.#later(LINGER, () => this.#closeUnused(scope));
    };
  }

  isOpen(scope: Scope): boolean {
    return this.#replica.has(scope);
  }

  scopeStatus(scope: Scope): ScopeStatus {
    if (this.#replica.has(scope)) return 'open';
    if (this.#failed.has(scope)) return 'failed';
    return this.#users.has(scope) ? 'opening' : 'closed';
  }

  run(command: Command): Run {
    const id = this.#newId();
    const started = this.#start(id, command);
    if (started.inverse && started.inverse.length > 0) {
      this.#history.add(id, started.message ?? '', started.inverse);
      this.#topics.tell('undo');
    }
    return started;
  }

  /** Takes back the latest of one's own commands, where nobody else has changed it since; undefined when there is none. */
  undo(): Run | undefined {
    return this.#turn('undo');
  }

  redo(): Run | undefined {
    return this.#turn('redo');
  }

  /** What undo would take back, or redo do again, in the words of history. */
  undoLabel(way: Way): string | undefined {
    return this.#history.label(way);
  }

  /** Hears of commands that the server refused, after their effect has gone from the view. */
  onRejected(listener: RejectionListener): () => void {
    this.#rejectionListeners.add(listener);
    return () => void this.#rejectionListeners.delete(listener);
  }

  watchJob(job: string, listener: (output: JobOutput) => void): () => void {
    return new JobWatch(this.#socket, { project: this.name.project, job }, listener).start();
  }

  /** Leaves the branch. What the server has not taken yet is lost, so look at `status` before. */
  close() {
    this.#epoch += 1;
    this.#stopRetrying();
    for (const release of this.#releases) release();
    if (this.#socket.connected) this.#socket.emit('close', { ...this.name, scopes: [...this.#users.keys()] });
  }

  #start(id: string, command: Command): Started {
    const decision = this.#replica.run(id, command);
    if (!decision.ok) return decision;
    const { message } = decision;
    const { position } = this.#replica;
    if (decision.changes.length === 0 && position) {
      return { ok: true, done: Promise.resolve({ id, ok: true, ...position, message, inverse: [] }) };
    }
    const done = new Promise<CommandResult>((resolve) => this.#answers.set(id, resolve));
    const inverse = this.#replica.inverseOf(id) ?? [];
    this.#outbox.add({ id, command });
    this.#flush();
    return { ok: true, done, message, inverse };
  }

  #turn(way: Way): Run | undefined {
    const revert = this.#history.take(way, (command) => this.#replica.inverseOf(command));
    if (!revert) return undefined;
    const id = this.#newId();
    const started = this.#start(id, revert);
    if (started.inverse) this.#history.turned(way, id, revert.label, started.inverse);
    this.#topics.tell('undo');
    return started;
  }

  #answered({ id, command }: Outgoing, result: CommandResult) {
    this.#replica.settle(result);
    this.#history.settle(result);
    this.#attention = undefined;
    this.#updateStatus();
    this.#topics.tell('undo');
    this.#answers.get(id)?.(result);
    this.#answers.delete(id);
    if (!result.ok) for (const listener of this.#rejectionListeners) listener(command, result.problems);
  }

  #receive(patches: readonly Patch[]) {
    if (this.#synced && !this.#replica.receive(patches)) this.#resync();
  }

  /**
   * Opens anew what is open, as it is at one moment; until then what is shown stays. What else is in use is asked for
   * in the same breath, and follows.
   */
  #resync() {
    this.#epoch += 1;
    this.#asked.clear();
    this.#synced = false;
    this.#lost = false;
    this.#stopRetrying();
    this.#updateStatus();
    const isOpen = (scope: Scope) => scope === PROJECT_SCOPE || this.#replica.has(scope);
    const scopes = [...this.#users.keys()].filter(isOpen);
    this.#ask(scopes, (snapshot) => {
      this.#synced = true;
      this.#attention = undefined;
      this.#takeOver(snapshot);
      this.#openMissing();
      this.#flush();
    });
    this.#askFor([...this.#users.keys()].filter((scope) => !isOpen(scope)));
  }

  #openMissing() {
    if (this.#synced) this.#askFor([...this.#users.keys()].filter((scope) => !this.#replica.has(scope)));
  }

  #askFor(scopes: readonly Scope[]) {
    const missing = scopes.filter((scope) => !this.#asked.has(scope));
    if (missing.length === 0) return;
    for (const scope of missing) this.#asked.add(scope);
    this.#ask(missing, (snapshot) => {
      for (const scope of missing) this.#asked.delete(scope);
      // What is open could not be opened anew, and that is tried again.
      if (!this.#synced) return;
      const { position } = this.#replica;
      // The server sends it between the patches before and after it; if it did not, begin again.
      const fits = snapshot.session === position?.session && snapshot.seq === position.seq;
      if (fits) this.#takeOver(snapshot);
      else this.#resync();
    });
  }

  #ask(scopes: readonly Scope[], take: (snapshot: Snapshot) => void) {
    if (!this.#socket.connected) return;
    const epoch = this.#epoch;
    const answer = (given: Answer<{ readonly snapshot: Snapshot }>) => {
      if (epoch !== this.#epoch) return;
      if (given.ok) take(given.snapshot);
      else if (given.refusal === 'unavailable') this.#tryAgain(given.error, () => this.#resync());
      else this.#refused(scopes, given.error);
    };
    this.#socket.emit('open', { ...this.name, scopes: [...scopes] }, answer);
  }

  #takeOver(snapshot: Snapshot) {
    this.#failed = new Set();
    this.#replica.takeOver(snapshot);
    for (const { scope } of snapshot.scopes) this.#topics.tell({ scope });
  }

  #refused(scopes: readonly Scope[], reason: string) {
    for (const scope of scopes) {
      this.#asked.delete(scope);
      this.#failed.add(scope);
    }
    this.#attention = reason;
    this.#updateStatus();
    for (const scope of scopes) this.#topics.tell({ scope });
  }

  #tryAgain(reason: string, again: () => void) {
    this.#attention = reason;
    this.#updateStatus();
    this.#stopRetrying();
    this.#stopRetrying = this.#later(RETRY_AFTER, again);
  }

  #disconnected() {
    this.#epoch += 1;
    this.#synced = false;
    this.#lost = true;
    this.#stopRetrying();
    this.#outbox.lost();
    this.#updateStatus();
  }

  #flush() {
    if (this.#synced) this.#outbox.flush();
    this.#updateStatus();
  }

  #closeUnused(scope: Scope) {
    if (this.#users.get(scope) !== 0 || scope === PROJECT_SCOPE) return;
    this.#users.delete(scope);
    this.#failed.delete(scope);
    this.#replica.drop(scope);
    if (this.#socket.connected) this.#socket.emit('close', { ...this.name, scopes: [scope] });
    this.#topics.tell({ scope });
  }

  #updateStatus() {
    const next = this.#presentStatus();
    if (JSON.stringify(next) === JSON.stringify(this.#status)) return;
    this.#status = next;
    this.#topics.tell('status');
  }

  #presentStatus(): SaveStatus {
    const count = this.#outbox.size;
    if (this.#lost) return { state: 'offline', count };
    if (this.#attention !== undefined) return { state: 'attention', count, message: this.#attention };
    return count > 0 ? { state: 'saving', count } : { state: 'saved' };
  }

  #isThis({ project, branch }: BranchName) {
    return project === this.name.project && branch === this.name.branch;
  }

  #on<Event extends keyof SocketEvents>(event: Event, listener: SocketEvents[Event]) {
    this.#socket.on(event, listener);
    this.#releases.push(() => this.#socket.off(event, listener));
  }
}

function laterByTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
