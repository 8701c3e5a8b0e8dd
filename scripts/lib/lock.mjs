import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 2000;
const SILENT_FOR_MS = 30_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process does, waiting for its turn. A holder that died is succeeded at once; one
 * that cannot be asked (another host, another container) when it has been silent for half a minute.
 * @template T
 * @param {string} file
 * @param {(holder: string) => void} onWait told once, when somebody else is at work
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!tryTake(file)) {
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (isGone(file, holder)) removeExactly(file, holder);
    else {
      if (!told) onWait(holder);
      told = true;
      await sleep(POLL_MS);
    }
  }
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS);
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} file */
function tryTake(file) {
  try {
    writeFileSync(file, `${process.pid}@${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function readHolder(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} holder
 */
function isGone(file, holder) {
  const [pid, host] = holder.split('@');
  if (host === hostname() && !isAlive(Number(pid))) return true;
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > SILENT_FOR_MS;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Two waiters may judge the same holder gone; the slower must not remove the lock of the faster. Renaming is
 * atomic, so each looks at what it really took away and puts a living lock back.
 * @param {string} file
 * @param {string} holder
 */
function removeExactly(file, holder) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (readFileSync(aside, 'utf8') !== holder) linkSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}
