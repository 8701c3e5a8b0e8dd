import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import { MongoClient, type Db } from 'mongodb';
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
      minify: true,
      platform: 'node',
      format: 'esm',
      external: ['libsql'],
      // The driver is only used for its BSON; without the rest of it a process starts in half the time.
      alias: { mongodb: 'bson' },
    });
  });
  afterAll(() => folder.remove());

  test(`${KILLS} times during bursts of writes still has every acknowledged write`, async () => {
    const acknowledged: Acknowledged = { ids: new Set(), count: 0 };
    const endings: Promise<unknown>[] = [];
    for (let round = 0; round < KILLS; round++) {
      const child = await start();
      const client = await MongoClient.connect(`mongodb://${encodeURIComponent(socketPath)}/`);
      const exited = once(child, 'exit');
      const enough = acknowledged.ids.size + WRITERS * 2 + (round % 7) * 5;
      const onWritten = (): void => {
        if (acknowledged.ids.size >= enough) child.kill('SIGKILL');
      };
      endings.push(burst(client.db('burst'), round, acknowledged, onWritten));
      await exited;
      // Also ends the operations that wait for a server to come back.
      endings.push(client.close());
    }
    await Promise.all(endings);

    const { ids, count } = await readBack();
    expect(acknowledged.ids.size).toBeGreaterThan(KILLS * WRITERS);
    expect([...acknowledged.ids].filter((id) => !ids.has(id))).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(acknowledged.count);
  }, 180_000);

  async function readBack(): Promise<Acknowledged> {
    const store = await openStore({ file, socketPath });
    const client = await MongoClient.connect(store.uri);
    const documents = await client.db('burst').collection<Written>('written').find({}).toArray();
    const counter = await client.db('burst').collection<Counter>('counters').findOne({});
    await client.close();
    await store.close();
    return { ids: new Set(documents.map(({ _id }) => _id)), count: counter?.n ?? 0 };
  }

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [program, file, socketPath], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }
});

interface Acknowledged {
  readonly ids: Set<string>;
  count: number;
}

interface Written {
  readonly _id: string;
  readonly body: string;
}

interface Counter {
  readonly _id: string;
  readonly n: number;
}

/** Inserts and increments, several at a time, until the server is gone. */
async function burst(
  db: Db,
  round: number,
  acknowledged: Acknowledged,
  onWritten: () => void,
): Promise<void> {
  await Promise.all([...Array.from({ length: WRITERS }, (_, writer) => insert(writer)), increment()]);

  async function insert(writer: number): Promise<void> {
    for (let i = 0; ; i++) {
      const _id = `${round}.${writer}.${i}`;
      const insertion = db.collection<Written>('written').insertOne({ _id, body: 'x'.repeat(500) });
      if (!(await insertion.catch(() => undefined))) return;
      acknowledged.ids.add(_id);
      onWritten();
    }
  }

  async function increment(): Promise<void> {
    const options = { upsert: true, returnDocument: 'after' } as const;
    for (;;) {
      const counting = db.collection<Counter>('counters').findOneAndUpdate({}, { $inc: { n: 1 } }, options);
      const counter = await counting.catch(() => null);
      if (!counter) return;
      acknowledged.count = Math.max(acknowledged.count, counter.n);
    }
  }
}
