import { availableParallelism } from 'node:os';
import { openSync, closeSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PythonShell } from 'python-shell';
import type { Backend, RunningJob } from './backend.ts';
import { endGroup, isAlive, markProcess, signalGroup, type ProcessMark } from './process.ts';
import { pythonEnvironment } from './python.ts';

export interface LocalOptions {
  /** The Python interpreter of the environment that jobs run in. */
  readonly python: string;
  /** The folder that holds the `deepforge` package. */
  readonly packageFolder: string;
  readonly slots?: number | undefined;
  /** How many interpreters wait with Keras already imported; each runs one job. */
  readonly spares?: number | undefined;
  readonly kerasBackend?: string | undefined;
}

type Ended = Awaited<RunningJob['ended']>;

const LOOK_MS = 300;

/** Runs each job as a Python process of its own, in its own folder and process group, on this machine. */
export class LocalBackend implements Backend {
  readonly name = 'local';
  readonly slots: number;
  readonly #options: LocalOptions;
  readonly #spares: Interpreter[] = [];
  readonly #wanted: number;
  #closed = false;

  constructor(options: LocalOptions) {
    this.#options = options;
    this.slots = options.slots ?? availableParallelism();
    this.#wanted = options.spares ?? 0;
  }

  /** Starts the spare interpreters, so that the first job need not wait for Keras. */
  warmUp() {
    while (!this.#closed && this.#spares.length < this.#wanted) {
      const spare = startSpare(this.#options);
      if (!spare) return;
      this.#spares.push(spare);
      void spare.ended.then(() => {
        const index = this.#spares.indexOf(spare);
        if (index >= 0) this.#spares.splice(index, 1);
      });
    }
  }

  async submit(folder: string): Promise<RunningJob> {
    const spare = this.#spares.shift();
    const interpreter = spare ? useSpare(spare, folder) : startFresh(this.#options, folder);
    const mark = await markProcess(interpreter.pid);
    if (mark) await writeFile(path.join(folder, 'process.json'), JSON.stringify(mark));
    void interpreter.ended.then(() => {
      this.warmUp();
    });
    return runningJob(interpreter);
  }

  async reattach(folder: string): Promise<RunningJob | undefined> {
    const mark = await readMark(path.join(folder, 'process.json'));
    if (!mark || !(await isAlive(mark))) return undefined;
    return runningJob({ pid: mark.pid, ended: untilGone(mark) });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#spares.splice(0).map(async (spare) => {
        await endGroup(spare.pid, spare.ended, 0);
      }),
    );
  }
}

interface Interpreter {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly shell?: PythonShell;
}

/** None when Python is not there: the next job says so. */
function startSpare(options: LocalOptions): Interpreter | undefined {
  try {
    return startInterpreter(options, ['--warm'], ['pipe', 'ignore', 'ignore']);
  } catch {
    return undefined;
  }
}

function startFresh(options: LocalOptions, folder: string): Interpreter {
  const log = openSync(path.join(folder, 'stdout.log'), 'a', 0o600);
  try {
    return startInterpreter(options, [folder], ['ignore', log, log]);
  } finally {
    closeSync(log);
  }
}

/** A spare reads the folder of its one job from its standard input, and takes its output there by itself. */
function useSpare(spare: Interpreter, folder: string): Interpreter {
  spare.shell?.childProcess.stdin?.end(`${folder}\n`);
  return spare;
}

function startInterpreter(
  options: LocalOptions,
  args: string[],
  stdio: readonly ['ignore' | 'pipe', number | 'ignore', number | 'ignore'],
): Interpreter {
  const shell = new PythonShell('deepforge.run', {
    pythonPath: options.python,
    pythonOptions: ['-u', '-m'],
    args,
    env: pythonEnvironment(options.packageFolder, options.kerasBackend),
    // A group of its own: what the job starts ends with it.
    detached: true,
    stdio: [...stdio],
  });
  // python-shell reports a failed start or exit as an error too; the events of the job say it better.
  shell.on('error', () => undefined);
  // A spare that died just now cannot be told its folder; that it ended says enough.
  shell.childProcess.stdin?.on('error', () => undefined);
  const { pid } = shell.childProcess;
  if (pid === undefined) throw new Error(`Python could not be started: ${options.python}`);
  const ended = new Promise<Ended>((resolve) => {
    shell.childProcess.once('exit', (code, signal) => {
      // What it left behind in its group must not outlive it.
      signalGroup(pid, 'SIGKILL');
      resolve({ code, signal });
    });
  });
  return { pid, ended, shell };
}

function runningJob({ pid, ended }: Interpreter): RunningJob {
  return {
    ended,
    cancel: async () => {
      await endGroup(pid, ended);
      await ended;
    },
  };
}

async function readMark(file: string): Promise<ProcessMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessMark>;
    const { pid, startedAt } = mark;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** A process that is not our child can only be looked at. */
async function untilGone(mark: ProcessMark): Promise<Ended> {
  while (await isAlive(mark)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  signalGroup(mark.pid, 'SIGKILL');
  return { code: null, signal: null };
}
