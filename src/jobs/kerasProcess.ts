import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PACKAGE_FOLDER, pythonEnvironment, jobPython } from './python.ts';
import { endGroup, signalGroup } from './process.ts';

/** Why there is no answer. */
export class NoAnswer extends Error {}

/** Python or Keras is not there, whatever was to be asked. */
export class NotStarted extends NoAnswer {}

const LONGEST_COMPLAINT = 4_000;

/** How long Python may take to import Keras, on a machine with much else to do. */
const START_LIMIT_MS = 120_000;

/** A Python process that keeps Keras imported and answers one question after the other. */
export class KerasProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #gone: Promise<void>;
  readonly #closed: Promise<void>;
  readonly #ready: Promise<unknown>;
  #complaints = '';

  /** `folder` is where user code finds itself. */
  constructor(folder: string) {
    this.#child = spawn(jobPython(), ['-u', '-m', 'deepforge.infer', '--serve'], {
      cwd: folder,
      env: pythonEnvironment(PACKAGE_FOLDER),
      // A group of its own: what user code starts ends with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = this.#child;
    if (!stdin || !stdout || !stderr) throw new Error('Expected pipes to Python.');
    // A process that ended cannot be asked; that its answers ended says so.
    stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', ({ message }) => {
        this.#complaints = message;
        resolve();
      });
      this.#child.once('exit', () => {
        if (this.#child.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
        resolve();
      });
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('close', () => {
        resolve();
      });
    });
    stderr.setEncoding('utf8').on('data', (piece: string) => {
      this.#complaints = `${this.#complaints}${piece}`.slice(-LONGEST_COMPLAINT);
    });
    this.#ready = this.#start();
    this.#ready.catch(() => undefined);
  }

  /** The parsed answer. A process that gave none is of no further use. */
  async ask(question: unknown, limit: number): Promise<unknown> {
    await this.#ready;
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const seconds = String(limit / 1000);
    const late = new NoAnswer(
      `Keras gave no answer within ${seconds} s; the code of its class may never end`,
    );
    return this.#nextLine(limit, late);
  }

  async #start(): Promise<unknown> {
    const late = new NoAnswer(`it took more than ${String(START_LIMIT_MS / 1000)} s`);
    try {
      return await this.#nextLine(START_LIMIT_MS, late);
    } catch (error) {
      // What it complained of has arrived once its streams are closed.
      if (error !== late) await this.#closed;
      const reason = this.#complaints.trim().split('\n').at(-1) || (error as Error).message;
      throw new NotStarted(`Keras could not be started: ${reason}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    const { pid } = this.#child;
    if (pid !== undefined) await endGroup(pid, this.#gone, 0);
    await this.#gone;
  }

  async #nextLine(limit: number, late: NoAnswer): Promise<unknown> {
    const timer = new AbortController();
    const next = await Promise.race([
      this.#lines.next(),
      this.#gone.then(() => ENDED),
      expiry(limit, timer.signal),
    ]).finally(() => {
      timer.abort();
    });
    if (next === LATE) throw late;
    if (next.done === true)
      throw new NoAnswer('Python ended while it was asked; the code of its class may end it');
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
