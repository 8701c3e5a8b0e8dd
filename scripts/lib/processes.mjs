import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import readline from 'node:readline';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the environment of this process
 * @property {(line: string) => void} [onLine] told every line of stdout and stderr
 * @property {string} [stdoutFile] where stdout goes instead
 * @property {number} [timeoutMs]
 *
 * @typedef {{ code: number, output: string, timedOut: boolean }} Finished
 */

/**
 * Runs a command in a process group of its own, so that ending it ends whatever it started.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>} code 127 when the command does not exist
 */
export function run(command, args, { cwd, env, onLine, stdoutFile, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const stdout = stdoutFile === undefined ? 'pipe' : openSync(stdoutFile, 'w');
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdout, 'pipe'],
      detached: process.platform !== 'win32',
    });
    if (typeof stdout === 'number') closeSync(stdout);
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      readline.createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        onLine?.(line);
      });
    }
    const release = track(child);
    let timedOut = false;
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), endGroup(child)), timeoutMs);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      release();
      // Interrupted is not failed: nobody is told, this process ends.
      if (interrupted) return;
      resolve({ code, output: lines.join('\n'), timedOut });
    };
    child.once('error', () => finish(127));
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();

/**
 * Ends the child's group when this process is interrupted or exits. The signal handlers live only as long
 * as there are children: afterwards Ctrl-C belongs to whatever runs next in this process.
 * @param {ChildProcess} child
 * @returns {() => void}
 */
export function track(child) {
  if (running.size === 0) {
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
    process.on('exit', killAll);
  }
  running.add(child);
  return () => {
    if (!running.delete(child) || running.size > 0) return;
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt);
    process.off('exit', killAll);
  };
}

const GRACE_MS = 2000;

/** @param {ChildProcess} child */
export function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS).unref();
}

let interrupted = false;

function interrupt() {
  interrupted = true;
  for (const child of running) endGroup(child);
  setTimeout(() => process.exit(130), GRACE_MS + 200);
  const whenAllGone = setInterval(
    () => running.size === 0 && (clearInterval(whenAllGone), process.exit(130)),
    20,
  );
}

function killAll() {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}
