import type * as z from 'zod';
import { command } from '../../domain/command.ts';
import { problem } from '../../domain/problem.ts';
import type { Scope } from '../../domain/scope.ts';
import {
  openScopes,
  submitCommands,
  unwatchJob,
  watchJob,
  type BranchName,
  type CommandResult,
  type OpenScopes,
  type Refusal,
  type ServerToClient,
  type UnwatchJob,
  type WatchJob,
} from '../protocol/socket.ts';
import { hasOverlongText, isTooDeep } from '../../domain/depth.ts';
import type { JobOutputs } from './jobOutputs.ts';
import type { HeldSession } from './registry.ts';
import { NotSaved, type BranchSession } from './session.ts';

/** What is used of one browser's socket. */
export interface PeerSocket {
  // The listener's own types are those of socket.io; nothing that arrives is believed before it is parsed.
  on(event: string, listener: (...details: unknown[]) => void): unknown;
  emit(event: string, ...details: unknown[]): unknown;
  join(room: string): unknown;
  leave(room: string): unknown;
}

export interface PeerPorts {
  readonly author: string;
  readonly mayOpen: (project: string) => Promise<boolean>;
  readonly open: (name: BranchName) => Promise<HeldSession>;
  readonly jobOutputs: JobOutputs;
  readonly report: (error: unknown) => void;
}

interface OpenBranch {
  readonly held: Promise<HeldSession>;
  /** Set once `held` is there. */
  session: BranchSession | undefined;
  readonly scopes: Set<Scope>;
  opening: number;
}

type Reply = (answer: object) => void;

/** Those who have a branch open. */
export const roomOf = ({ project, branch }: BranchName) => `branch ${JSON.stringify([project, branch])}`;

/** One browser, as the server sees it. */
export class Peer {
  readonly #socket: PeerSocket;
  readonly #ports: PeerPorts;
  readonly #branches = new Map<string, OpenBranch>();
  readonly #watches = new Map<string, Promise<() => void>>();
  #gone = false;

  constructor(socket: PeerSocket, ports: PeerPorts) {
    this.#socket = socket;
    this.#ports = ports;
  }

  listen() {
    this.#on('open', openScopes, (request, reply) => this.#open(request, reply));
    this.#on('close', openScopes, (request) => this.#close(request));
    this.#on('submit', submitCommands, (request, reply) => this.#submit(request, reply));
    this.#on('watchJob', watchJob, (request, reply) => this.#watchJob(request, reply));
    this.#on('unwatchJob', unwatchJob, (request) => this.#unwatchJob(request));
    this.#socket.on('disconnect', () => this.#leave());
  }

  #on<Request>(
    event: string,
    schema: z.ZodType<Request>,
    handle: (request: Request, reply: Reply) => Promise<void> | void,
  ) {
    this.#socket.on(event, (request, answer) => void this.#handle(schema, handle, request, replyTo(answer)));
  }

  async #handle<Request>(
    schema: z.ZodType<Request>,
    handle: (request: Request, reply: Reply) => Promise<void> | void,
    request: unknown,
    reply: Reply,
  ) {
    try {
      const parsed = schema.safeParse(request);
      if (parsed.success) await handle(parsed.data, reply);
      else reply(refusal('malformed', 'The request was malformed.'));
    } catch (error) {
      if (!(error instanceof NotSaved)) this.#ports.report(error);
      const message = error instanceof NotSaved ? error.message : 'The server could not do this just now.';
      reply(refusal('unavailable', message));
    }
  }

  async #open({ project, branch, scopes }: OpenScopes, reply: Reply) {
    if (!(await this.#ports.mayOpen(project))) {
      reply(refusal('forbidden', 'There is no such project, or you may not open it.'));
      return;
    }
    if (this.#isGone()) return;
    const open = this.#branchOf({ project, branch });
    open.opening += 1;
    for (const scope of scopes) open.scopes.add(scope);
    try {
      const { session } = await open.held;
      if (this.#isGone()) return;
      open.session = session;
      // Before the snapshot, so that no patch falls between the two.
      await this.#socket.join(roomOf({ project, branch }));
      await session.withSnapshot(scopes, (snapshot) => reply({ ok: true, snapshot }));
    } catch (error) {
      for (const scope of scopes) open.scopes.delete(scope);
      throw error;
    } finally {
      open.opening -= 1;
      this.#leaveWhenUnused({ project, branch }, open);
    }
  }

  #branchOf(name: BranchName): OpenBranch {
    const known = this.#branches.get(roomOf(name));
    if (known && !known.session?.closed) return known;
    if (known) release(known);
    const open: OpenBranch = {
      held: this.#ports.open(name),
      session: undefined,
      scopes: new Set(),
      opening: 0,
    };
    this.#branches.set(roomOf(name), open);
    return open;
  }

  #close({ project, branch, scopes }: OpenScopes) {
    const open = this.#branches.get(roomOf({ project, branch }));
    if (!open) return;
    for (const scope of scopes) open.scopes.delete(scope);
    this.#leaveWhenUnused({ project, branch }, open);
  }

  #leaveWhenUnused(name: BranchName, open: OpenBranch) {
    if (open.scopes.size > 0 || open.opening > 0) return;
    if (this.#branches.get(roomOf(name)) === open) this.#branches.delete(roomOf(name));
    void this.#socket.leave(roomOf(name));
    release(open);
  }

  /** Nothing is awaited before the commands stand in the queue: they must stand there in the order they came. */
  async #submit({ project, branch, commands }: z.infer<typeof submitCommands>, reply: Reply): Promise<void> {
    const session = this.#branches.get(roomOf({ project, branch }))?.session;
    if (!session) {
      reply(refusal('unavailable', 'Open the project before changing it.'));
      return;
    }
    const results = await Promise.allSettled(commands.map((entry) => this.#submitOne(session, entry)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    reply({ ok: true, results: results.flatMap((result) => ('value' in result ? [result.value] : [])) });
  }

  #submitOne(
    session: BranchSession,
    { id, command: given }: { readonly id: string; readonly command?: unknown },
  ): Promise<CommandResult> {
    const refuse = (fault: string) =>
      Promise.resolve({ id, ok: false, problems: [problem('malformed', { at: id }, fault)] } as const);
    if (isTooDeep(given)) return refuse('it nests too deep');
    if (hasOverlongText(given)) return refuse('it holds a text that is too long');
    const parsed = command.safeParse(given);
    return parsed.success
      ? session.submit(this.#ports.author, id, parsed.data)
      : refuse(parsed.error.issues[0]?.message ?? 'unknown command');
  }

  async #watchJob(request: WatchJob, reply: Reply) {
    if (!(await this.#ports.mayOpen(request.project))) {
      reply(refusal('forbidden', 'There is no such project, or you may not open it.'));
      return;
    }
    if (this.#isGone()) return;
    this.#unwatchJob(request);
    const send = (output: Parameters<ServerToClient['jobOutput']>[0]) =>
      this.#socket.emit('jobOutput', output);
    const watch = this.#ports.jobOutputs.watch(request, (output) =>
      send({ ...output, project: request.project }),
    );
    const stop = watch.then((watching) => watching.stop);
    stop.catch(() => undefined);
    this.#watches.set(watchKey(request), stop);
    const { output } = await watch;
    reply({ ok: true, output });
  }

  #unwatchJob(request: UnwatchJob) {
    const watch = this.#watches.get(watchKey(request));
    this.#watches.delete(watchKey(request));
    watch?.then((stop) => stop()).catch(() => undefined);
  }

  /** Asked anew after each wait, for the browser may leave during any of them. */
  #isGone() {
    return this.#gone;
  }

  #leave() {
    this.#gone = true;
    for (const open of this.#branches.values()) release(open);
    this.#branches.clear();
    for (const watch of this.#watches.values()) watch.then((stop) => stop()).catch(() => undefined);
    this.#watches.clear();
  }
}

const refusal = (kind: Refusal, error: string) => ({ ok: false, refusal: kind, error }) as const;
const watchKey = ({ project, job }: UnwatchJob) => JSON.stringify([project, job]);

function release(open: OpenBranch) {
  open.session = undefined;
  // Where opening failed there is nothing to give back.
  open.held.then((held) => held.release()).catch(() => undefined);
}

/** What a browser hands over for the answer may be anything; a function of socket.io must be called once at most. */
function replyTo(answer: unknown): Reply {
  let answered = false;
  return (given) => {
    if (answered || typeof answer !== 'function') return;
    answered = true;
    // All that is known of it is that it can be called.
    (answer as (given: object) => void)(given);
  };
}
