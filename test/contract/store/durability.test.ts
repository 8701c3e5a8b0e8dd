import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openStore } from '../../../src/store/open.ts';
import { isEmbedded, temporaryFolder } from './server.ts';

const KILLS = 50;
const WRITERS = 8;

describe.runIf(isEmbedded)('a store that is killed', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'store.sqlite');
  const socketPath = join(folder.path, 'store.sock');
  // Beside node_modules, so that the native part of libsql is found.
  const program = resolve('node_modules/.cache/deepforge/storeProcess.mjs');

  beforeAll(async () => {
    mkdirSync(resolve('node_modules/.cache/deepforge'), { recursive: true });
    await build({
      entryPoints: [join(import.meta.dirname, 'storeProcess.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['libsql'],
      // The driver is only used for its BSON; without the rest of it a process starts in half the time.
      alias: { mongodb: 'bson' },
    });
  });
  afterAll(() => folder.remove());

  test(`${KILLS} times during bursts of writes still has every acknowledged write`, async () => {
    const acknowledged = new Set<string>();
    let counter = 0;
    for (let round = 0; round < KILLS; round++) {
      const child = await start();
      counter = Math.max(counter, await burst(child, round));
    }

    const store = await openStore({ file, socketPath });
    const client = await MongoClient.connect(store.uri);
    const written = client.db('burst').collection<{ _id: string }>('written');
    const stored = new Set(
      (await written.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),
    );
    const last = await client.db('burst').collection('counters').findOne({});
    await client.close();
    await store.close();

    expect(acknowledged.size).toBeGreaterThan(KILLS * WRITERS);
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    expect(last?.['n']).toBeGreaterThanOrEqual(counter);

    /** Writes until enough is acknowledged, then kills the process while more is under way. */
    async function burst(child: ChildProcess, round: number): Promise<number> {
      const client = await MongoClient.connect(`mongodb://${encodeURIComponent(socketPath)}/`, {
        maxPoolSize: WRITERS + 2,
      });
      const db = client.db('burst');
      const enough = acknowledged.size + WRITERS * 2 + (round % 7) * 5;
      let highest = 0;
      const exited = once(child, 'exit');
      const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer)); // Closing also ends the operations that wait for a server to come back.
      await Promise.all([...writers, count(), exited.then(() => client.close())]);
      return highest;

      async function write(writer: number): Promise<void> {
        const written = db.collection<{ _id: string; body: string }>('written');
        for (let i = 0; ; i++) {
          const _id = `${round}.${writer}.${i}`;
          const done = await succeeds(written.insertOne({ _id, body: 'x'.repeat(500) }));
          if (!done) return;
          acknowledged.add(_id);
          if (acknowledged.size >= enough) child.kill('SIGKILL');
        }
      }

      async function count(): Promise<void> {
        const counters = db.collection<{ _id: string; n: number }>('counters');
        const next = { $inc: { n: 1 } };
        const options = { upsert: true, returnDocument: 'after' } as const;
        for (;;) {
          const counted = await counters.findOneAndUpdate({ _id: 'c' }, next, options).catch(() => null);
          if (!counted) return;
          highest = counted.n;
        }
      }
    }
  });

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [program, file, socketPath], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }
});

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
