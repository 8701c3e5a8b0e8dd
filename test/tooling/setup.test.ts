import { spawn } from 'node:child_process';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sameContent, takeManifest } from '../../scripts/lib/fingerprint.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { run } from '../../scripts/lib/processes.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'deepforge-tooling-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('what a build was made from', () => {
  const take = (previous = {}) => takeManifest(folder, ['a.ts', 'nothing'], () => true, previous);

  test('a touched file with the same content changes nothing', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'one');
    const before = take();
    await utimes(path.join(folder, 'a.ts'), 1, 1);
    expect(sameContent(before, take(before))).toBe(true);
  });

  test('other content of the same length is noticed', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'one');
    const before = take();
    await writeFile(path.join(folder, 'a.ts'), 'two');
    await utimes(path.join(folder, 'a.ts'), 1, 1);
    expect(sameContent(before, take(before))).toBe(false);
  });

  test('a file that is gone is noticed', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'one');
    const before = take();
    await rm(path.join(folder, 'a.ts'));
    expect(sameContent(before, take(before))).toBe(false);
  });
});

describe('the lock of the set-up', () => {
  const nobodyWaits = () => expect.unreachable('somebody had to wait');

  test('two at once take turns', async () => {
    const lock = path.join(folder, 'lock');
    const steps: string[] = [];
    const waiters: string[] = [];
    const slow = withLock(lock, nobodyWaits, async () => {
      steps.push('first starts');
      await expect.poll(() => waiters).toHaveLength(1);
      steps.push('first ends');
    });
    const second = withLock(
      lock,
      (holder) => waiters.push(holder),
      async () => void steps.push('second'),
    );
    await Promise.all([slow, second]);
    expect(steps).toEqual(['first starts', 'first ends', 'second']);
    expect(waiters).toEqual([`${process.pid}@${hostname()}`]);
  });

  test('one whose holder was killed is taken over', async () => {
    const lock = path.join(folder, 'lock');
    const killed = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => killed.once('exit', resolve));
    await writeFile(lock, `${killed.pid}@${hostname()}`);
    expect(await withLock(lock, nobodyWaits, async () => 'done')).toBe('done');
  });

  test('one of another machine is taken over when it has been silent', async () => {
    const lock = path.join(folder, 'lock');
    await writeFile(lock, '1@elsewhere');
    await utimes(lock, 1, 1);
    expect(await withLock(lock, nobodyWaits, async () => 'done')).toBe('done');
  });

  test('it is released when the work fails', async () => {
    const lock = path.join(folder, 'lock');
    const failing = withLock(lock, nobodyWaits, () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(await withLock(lock, nobodyWaits, async () => 'done')).toBe('done');
  });
});

describe('a command', () => {
  test('that does not exist ends with code 127', async () => {
    expect((await run('deepforge-has-no-such-command', [])).code).toBe(127);
  });

  test('takes what it started with it when its time is up', async () => {
    // The grandchild holds on to the output, so waiting ends only when it has ended too.
    const script = `require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' })`;
    expect((await run(process.execPath, ['-e', script], { timeoutMs: 300 })).timedOut).toBe(true);
  });
});
