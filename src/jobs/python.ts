import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { signalGroup } from './process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of the `deepforge` package. */
export const PACKAGE_FOLDER = path.join(root, 'python');

/** The interpreter of the environment that the set-up made, unless somebody chose another. */
export function jobPython(): string {
  const own = process.platform === 'win32' ? ['.venv', 'Scripts', 'python.exe'] : ['.venv', 'bin', 'python'];
  const made = path.join(root, ...own);
  return process.env['DEEPFORGE_JOB_PYTHON'] ?? (existsSync(made) ? made : 'python3');
}

/** The gateway's own environment holds things that are none of a job's business, so Python gets only what it needs. */
export function pythonEnvironment(packageFolder: string, kerasBackend = 'jax'): Record<string, string> {
  const present = PASSED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(present),
    PYTHONPATH: packageFolder,
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    KERAS_BACKEND: kerasBackend,
  };
}

const PASSED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'KERAS_HOME',
  'SSL_CERT_FILE',
  'LD_LIBRARY_PATH',
];

export interface PythonTask {
  /** After the interpreter: `-m`, the module, and what it takes. */
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Milliseconds after which it is ended. */
  readonly limit: number;
  /** Bytes of its standard output after which it is ended. */
  readonly largestOutput: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a short task ended: by itself, or because it took or printed too much, was not wanted any more, or never began. */
export type PythonOutcome =
  | {
      readonly status: 'ended';
      readonly code: number | null;
      readonly stdout: Buffer;
      readonly stderr: string;
    }
  | { readonly status: 'late' | 'overflowing' | 'aborted' }
  | { readonly status: 'missing'; readonly reason: string };

/** Runs a short task in a Python process of its own; whatever happens, neither it nor what it started is left behind. */
export async function runPython(task: PythonTask): Promise<PythonOutcome> {
  if (task.signal?.aborted) return { status: 'aborted' };
  const child = spawn(jobPython(), [...task.args], {
    cwd: task.cwd,
    env: pythonEnvironment(PACKAGE_FOLDER),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts ends with it.
    detached: true,
  });
  const end = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  process.once('exit', end);
  try {
    return await outcomeOf(child, task, end);
  } finally {
    process.removeListener('exit', end);
    end();
  }
}

const LONGEST_COMPLAINT = 100_000;

function outcomeOf(
  child: ChildProcess,
  { limit, largestOutput, signal }: PythonTask,
  end: () => void,
): Promise<PythonOutcome> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let [size, stderr] = [0, ''];
    const settle = (outcome: PythonOutcome) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      end();
      resolve(outcome);
    };
    const abort = () => {
      settle({ status: 'aborted' });
    };
    const timer = setTimeout(() => {
      settle({ status: 'late' });
    }, limit);
    signal?.addEventListener('abort', abort);
    child.stdout?.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > largestOutput) settle({ status: 'overflowing' });
      else pieces.push(piece);
    });
    child.stderr?.on('data', (piece: Buffer) => {
      stderr = (stderr + piece.toString()).slice(-LONGEST_COMPLAINT);
    });
    child.on('error', ({ message }) => {
      settle({ status: 'missing', reason: message });
    });
    child.on('close', (code) => {
      settle({ status: 'ended', code, stdout: Buffer.concat(pieces), stderr });
    });
  });
}
