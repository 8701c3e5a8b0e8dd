import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backend, RunningJob } from './backend.ts';
import {
  onLines,
  sendLine,
  workerMessage,
  type WorkerMessage,
  type WorkerRequest,
} from './workerProtocol.ts';

type Ended = Awaited<RunningJob['ended']>;
type Answer = Extract<WorkerMessage, { id: number }>;

const AGAIN_MS = 500;

/** Has jobs run by a worker process that shares the data folder. When the worker is away for a moment, jobs are found again. */
export class WorkerBackend implements Backend {
  readonly name = 'worker';
  readonly slots: number;
  readonly #path: string;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  readonly #ends = new Map<string, (ended: Ended) => void>();
  /** Settles when the worker is there; while it is away, whoever asks waits. */
  #socket: Promise<Socket>;
  #last = 0;
  #closed = false;

  private constructor(socketPath: string, socket: Socket, slots: number) {
    this.#path = socketPath;
    this.#socket = Promise.resolve(socket);
    this.slots = slots;
    this.#listen(socket);
  }

  /** Waits until the worker answers, at most `patience` milliseconds. */
  static async connect(socketPath: string, patience = 60_000): Promise<WorkerBackend> {
    const giveUp = Date.now() + patience;
    for (;;) {
      const socket = await open(socketPath);
      if (socket) return new WorkerBackend(socketPath, socket, await slotsOf(socket));
      if (Date.now() > giveUp) {
        throw new Error(
          `No worker answers at ${socketPath}. Start one with "deepforge worker" on the same data folder.`,
        );
      }
      await delay(AGAIN_MS);
    }
  }

  async submit(folder: string): Promise<RunningJob> {
    // Only then is it followed: whoever comes back asks for all that is followed, and this did not run yet.
    const socket = await this.#socket;
    const job = this.#follow(folder);
    await this.#askOn(socket, 'submit', folder);
    return job;
  }

  async reattach(folder: string): Promise<RunningJob | undefined> {
    const socket = await this.#socket;
    const job = this.#follow(folder);
    const { found } = await this.#askOn(socket, 'reattach', folder);
    if (found) return job;
    this.#ends.delete(folder);
    return undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    (await this.#socket.catch(() => undefined))?.destroy();
  }

  #follow(folder: string): RunningJob {
    const ended = new Promise<Ended>((resolve) => this.#ends.set(folder, resolve));
    return {
      ended,
      cancel: async () => {
        await this.#askOn(await this.#socket, 'cancel', folder);
        await ended;
      },
    };
  }

  async #askOn(
    socket: Socket,
    op: WorkerRequest['op'],
    folder: string,
  ): Promise<Extract<Answer, { ok: true }>> {
    const id = (this.#last += 1);
    const answer = await new Promise<Answer>((resolve) => {
      this.#answers.set(id, resolve);
      sendLine(socket, { id, op, folder });
      if (!socket.writable) resolve({ id, ok: false, error: 'The worker went away.' });
    });
    this.#answers.delete(id);
    if (answer.ok) return answer;
    throw new Error(answer.error);
  }

  #listen(socket: Socket) {
    onLines(socket, workerMessage, (message) => {
      if ('ended' in message) this.#end(message.ended, { code: message.code, signal: message.signal });
      else this.#answers.get(message.id)?.(message);
    });
    socket.on('close', () => {
      for (const [id, answer] of this.#answers) answer({ id, ok: false, error: 'The worker went away.' });
      if (this.#closed) return;
      this.#socket = this.#reconnect();
      // Should it go away again meanwhile, the next close begins anew; who asks is told.
      this.#socket.catch(() => undefined);
    });
  }

  #end(folder: string, ended: Ended) {
    this.#ends.get(folder)?.(ended);
    this.#ends.delete(folder);
  }

  async #reconnect(): Promise<Socket> {
    let socket = await open(this.#path);
    while (!socket && !this.#closed) {
      await delay(AGAIN_MS);
      socket = await open(this.#path);
    }
    if (!socket) throw new Error('The gateway is being stopped.');
    this.#listen(socket);
    for (const folder of this.#ends.keys()) {
      const { found } = await this.#askOn(socket, 'reattach', folder);
      if (!found) this.#end(folder, { code: null, signal: null });
    }
    return socket;
  }
}

async function open(socketPath: string): Promise<Socket | undefined> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    socket.destroy();
    return undefined;
  }
}

async function slotsOf(socket: Socket): Promise<number> {
  sendLine(socket, { id: 0, op: 'hello' });
  const [piece] = (await once(socket, 'data')) as [Buffer];
  const answer = workerMessage.parse(JSON.parse(piece.toString()));
  return 'slots' in answer && answer.slots ? answer.slots : 1;
}
