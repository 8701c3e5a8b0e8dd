import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * What Linux says of processes. Elsewhere there is no /proc, and the measurements that need it fail.
 */

/** Bytes of memory that a process occupies. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

export async function childProcesses(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const parents = await Promise.all(pids.map(async (pid) => (await fieldsOf(pid))[PARENT]));
  return pids.filter((_pid, index) => parents[index] === String(parent));
}

const QUIET_MS = 1_000;

/** Resolves when a process has stopped computing: it waits for something. */
export async function untilQuiet(pid: number): Promise<void> {
  let before = await ticksOf(pid);
  for (;;) {
    await delay(QUIET_MS);
    const now = await ticksOf(pid);
    if (now > 0 && now === before) return;
    before = now;
  }
}

async function ticksOf(pid: number): Promise<number> {
  const fields = await fieldsOf(pid);
  return Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
}

/** The fields after the name of the program, which stands in brackets and may hold anything. */
const PARENT = 1;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

async function fieldsOf(pid: number): Promise<string[]> {
  // A process may end between being listed and being looked at.
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
