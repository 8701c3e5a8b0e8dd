import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import type { Backend, RunningJob } from './backend.ts';
import { onLines, sendLine, workerRequest, type WorkerRequest } from './workerProtocol.ts';

export interface WorkerOptions {
  readonly backend: Backend;
  readonly socket: string;
  /** The folder that holds the folders of all jobs; nothing outside it is run. */
  readonly jobs: string;
}

/** Runs jobs for a gateway that shares the data folder: in a container of its own, or as another user's process. */
export async function serveWorker(options: WorkerOptions): Promise<{ close(): Promise<void> }> {
  const worker = new Worker(options);
  await rm(options.socket, { force: true });
  const server = createServer((socket) => {
    worker.welcome(socket);
  });
  await listen(server, options.socket);
  return {
    close: async () => {
      server.close();
      await worker.close();
      await rm(options.socket, { force: true });
    },
  };
}

class Worker {
  readonly #options: WorkerOptions;
  readonly #running = new Map<string, RunningJob>();
  readonly #gateways = new Set<Socket>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  welcome(socket: Socket) {
    this.#gateways.add(socket);
    socket.on('close', () => this.#gateways.delete(socket));
    onLines(socket, workerRequest, (request) => void this.#answer(socket, request));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(async (job) => job.cancel()));
    for (const socket of this.#gateways) socket.destroy();
    await this.#options.backend.close();
  }

  async #answer(socket: Socket, request: WorkerRequest): Promise<void> {
    const { id } = request;
    try {
      sendLine(socket, { id, ok: true, ...(await this.#do(request)) });
    } catch (error) {
      sendLine(socket, { id, ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  async #do({ op, folder }: WorkerRequest): Promise<{ found?: boolean; slots?: number }> {
    if (op === 'hello') return { slots: this.#options.backend.slots };
    const inside = this.#insideJobs(folder ?? '');
    switch (op) {
      case 'submit':
        this.#keep(inside, await this.#options.backend.submit(inside));
        return {};
      case 'reattach':
        return { found: await this.#find(inside) };
      case 'cancel':
        await this.#running.get(inside)?.cancel();
        return {};
      default:
        return op satisfies never;
    }
  }

  async #find(folder: string): Promise<boolean> {
    if (this.#running.has(folder)) return true;
    const job = await this.#options.backend.reattach(folder);
    if (job) this.#keep(folder, job);
    return job !== undefined;
  }

  #keep(folder: string, job: RunningJob) {
    this.#running.set(folder, job);
    void job.ended.then(({ code, signal }) => {
      this.#running.delete(folder);
      for (const socket of this.#gateways) sendLine(socket, { ended: folder, code, signal });
    });
  }

  #insideJobs(folder: string): string {
    const whole = path.resolve(folder);
    if (path.dirname(whole) === path.resolve(this.#options.jobs)) return whole;
    throw new Error(`Expected the folder of a job in ${this.#options.jobs}. Received: ${folder}`);
  }
}

async function listen(server: Server, socket: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  await chmod(socket, 0o600);
}
