import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PACKAGE_FOLDER, pythonEnvironment, jobPython } from './python.ts';
import { endGroup, signalGroup } from './process.ts';

/** Why there is no answer. */
export class NoAnswer extends Error {}

/** How long Python may take to import Keras, on a machine with much else to do. */
const START_LIMIT_MS = 120_000;

/** A Python process that keeps Keras imported and answers one question after the other. */
export class KerasProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #gone: Promise<void>;
  readonly #ready: Promise<unknown>;

  /** `folder` is where user code finds itself. */
  constructor(folder: string) {
    this.#child = spawn(jobPython(), ['-u', '-m', 'deepforge.infer', '--serve'], {
      cwd: folder,
      env: pythonEnvironment(PACKAGE_FOLDER),
      // A group of its own: what user code starts ends with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const { stdin, stdout } = this.#child;
    if (!stdin || !stdout) throw new Error('Expected pipes to Python.');
    // A process that ended cannot be asked; that its answers ended says so.
    stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', () => {
        resolve();
      });
      this.#child.once('exit', () => {
        if (this.#child.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
        resolve();
      });
    });
    this.#ready = this.#nextLine(START_LIMIT_MS, 'Keras did not start');
    this.#ready.catch(() => undefined);
  }

  /** The parsed answer. A process that gave none is of no further use. */
  async ask(question: unknown, limit: number): Promise<unknown> {
    await this.#ready;
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    return this.#nextLine(limit, `Keras gave no answer within ${String(limit / 1000)} s`);
  }

  async close(): Promise<void> {
    const { pid } = this.#child;
    if (pid !== undefined) await endGroup(pid, this.#gone, 0);
    await this.#gone;
  }

  async #nextLine(limit: number, late: string): Promise<unknown> {
    const timer = new AbortController();
    const next = await Promise.race([
      this.#lines.next(),
      this.#gone.then(() => ENDED),
      expiry(limit, timer.signal),
    ]).finally(() => {
      timer.abort();
    });
    if (next === LATE) throw new NoAnswer(late);
    if (next.done === true) throw new NoAnswer('Python ended while it was asked');
    return JSON.parse(next.value);
  }
}

const ENDED = { done: true, value: undefined } as const;
const LATE = { done: false, value: 'late' } as const;

async function expiry(limit: number, signal: AbortSignal): Promise<typeof LATE> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(LATE);
    }, limit);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
}
