import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MongoClient, type Db, type Document } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';

import { openStore } from '../../../src/store/open.ts';

/** With MONGODB_URI the same expectations are put to a real MongoDB. */
const REAL_SERVER = process.env['MONGODB_URI'];
export const isEmbedded = REAL_SERVER === undefined;

/** A document that brings its own _id, of any type, and about which the types promise nothing else. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Any = Document & { readonly _id: any };

export interface TestServer {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
}

/** A server for the tests of one file, in a database of its own. */
export function useServer(): () => TestServer {
  let server: TestServer | undefined;
  let stop = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const backend = REAL_SERVER === undefined ? await startEmbedded() : { uri: REAL_SERVER, stop };
    const client = await MongoClient.connect(backend.uri);
    const db = client.db(`contract_${process.pid}_${Date.now()}`);
    server = { uri: backend.uri, client, db };
    stop = async () => {
      await db.dropDatabase();
      await client.close();
      await backend.stop();
    };
  });
  afterAll(() => stop());

  return () => {
    if (!server) throw new Error('the server starts before the first test');
    return server;
  };
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'df-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function startEmbedded(): Promise<{ uri: string; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const store = await openStore({
    file: join(folder.path, 'store.sqlite'),
    socketPath: join(folder.path, 'store.sock'),
  });
  return {
    uri: store.uri,
    stop: async () => {
      await store.close();
      folder.remove();
    },
  };
}
