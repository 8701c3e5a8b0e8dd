import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BranchStore } from '../../../src/sync/server/branchStore.ts';
import { SessionRegistry } from '../../../src/sync/server/registry.ts';
import { add, emptyProject, id, layer, setUnits } from '../../doubles/sync/editing.ts';
import { MemoryBranch } from '../../doubles/sync/memoryBranch.ts';

const instant = { pause: () => Promise.resolve() };
const branch = () => new MemoryBranch(emptyProject(layer(10, 'dense')));

test('everybody on a branch shares one session, and each branch has its own', async () => {
  const store = branch();
  const registry = new SessionRegistry(() => Promise.resolve(store), instant);
  const [ann, bob, other] = await Promise.all([
    registry.open('p', 'master'),
    registry.open('p', 'master'),
    registry.open('p', 'trial'),
  ]);
  expect(ann.session).toBe(bob.session);
  expect(other.session).not.toBe(ann.session);
  await registry.close();
});

describe('a session that nobody holds', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('is closed after a while, and one that is held is not', async () => {
    const store = branch();
    const registry = new SessionRegistry(() => Promise.resolve(store), { ...instant, linger: 1_000 });
    const ann = await registry.open('p', 'master');
    ann.release();
    const bob = await registry.open('p', 'master');
    ann.release();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(bob.session.closed).toBe(false);
    bob.release();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(bob.session.closed).toBe(true);
    expect((await registry.open('p', 'master')).session).not.toBe(bob.session);
    await registry.close();
  });

  test('is closed, and a command sent again still happens once', async () => {
    const store = branch();
    const registry = new SessionRegistry(() => Promise.resolve(store), { ...instant, linger: 1_000 });
    const command = crypto.randomUUID();
    const first = await registry.open('p', 'master');
    const result = await first.session.submit('ann', command, add(layer(20, 'more')));
    first.release();
    await vi.advanceTimersByTimeAsync(2_000);
    const second = await registry.open('p', 'master');
    expect(second.session).not.toBe(first.session);
    expect(await second.session.submit('ann', command, add(layer(20, 'more')))).toEqual(result);
    expect(store.commits).toHaveLength(2);
    await registry.close();
  });
});

test('closing finishes what was asked for', async () => {
  const store = branch();
  const registry = new SessionRegistry(() => Promise.resolve(store), instant);
  const { session } = await registry.open('p', 'master');
  const answer = session.submit('ann', crypto.randomUUID(), setUnits(10, 5));
  await registry.closeProject('p');
  expect(await answer).toMatchObject({ ok: true });
  await expect(session.submit('ann', crypto.randomUUID(), setUnits(10, 6))).rejects.toThrow('being closed');
});

test('a branch that could not be opened is tried again by the next', async () => {
  const store = branch();
  const storeOf = vi
    .fn<() => Promise<BranchStore>>()
    .mockRejectedValueOnce(new Error('no such project'))
    .mockResolvedValue(store);
  const registry = new SessionRegistry(storeOf, instant);
  await expect(registry.open('p', 'master')).rejects.toThrow('no such project');
  const { session } = await registry.open('p', 'master');
  expect((await session.read(id(2))).map((record) => record.id)).toEqual([id(10)]);
  await registry.close();
});
