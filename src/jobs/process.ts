import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process as it can be found again after a restart: numbers are reused, start times are not. */
export interface ProcessMark {
  readonly pid: number;
  readonly startedAt: string;
}

export async function markProcess(pid: number): Promise<ProcessMark | undefined> {
  const startedAt = await startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export async function isAlive(mark: ProcessMark): Promise<boolean> {
  return (await startTime(mark.pid)) === mark.startedAt;
}

/** Ends a whole process group: asks, and insists after `patience` milliseconds. */
export async function endGroup(pid: number, gone: Promise<unknown>, patience = 1000): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const late = new AbortController();
  await Promise.race([gone, delay(patience, late.signal)]);
  late.abort();
  signalGroup(pid, 'SIGKILL');
}

export function signalGroup(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Gone, or (as macOS says of a group that has just gone) nobody's to signal.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const delay = async (milliseconds: number, signal: AbortSignal) =>
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** When a process started, in whatever form the system tells it; undefined when it is gone or only a zombie. */
async function startTime(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
}

async function fromProc(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  // The second field is the name in brackets and may hold anything; the state and the start time come after it.
  const fields = status?.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

async function fromPs(pid: number): Promise<string | undefined> {
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  const line = stdout.trim();
  return line === '' || line.startsWith('Z') ? undefined : line.slice(line.indexOf(' ')).trim();
}
