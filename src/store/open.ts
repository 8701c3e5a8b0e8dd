import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
} from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { serve } from './connection.ts';
import { openEngine, type Engine } from './engine.ts';

export interface StoreOptions {
  /** The SQLite file that holds everything. */
  readonly file: string;
  /** Where clients connect; where the path is too long for a socket, a private temporary folder is used. */
  readonly socketPath: string;
  readonly log?: (message: string) => void;
}

export interface Store {
  /** For `MongoClient`; a database name may be appended. */
  readonly uri: string;
  close(): Promise<void>;
}

export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';

  constructor(file: string) {
    super(`data folder in use: another process has ${file} open`);
  }
}

/**
 * Serves a MongoDB for this user alone, out of one file. Whoever has the file open has its exclusive
 * lock, so a socket found beside it was left behind by a process that is gone.
 */
export async function openStore({ file, socketPath, log = () => undefined }: StoreOptions): Promise<Store> {
  createPrivateFile(file);
  const engine = openExclusively(file);
  try {
    const address = placeSocket(socketPath);
    const listener = await listen(address.path, engine, log);
    return {
      uri: `mongodb://${encodeURIComponent(address.path)}/`,
      close: async () => {
        await listener.close();
        engine.transactions.flush();
        engine.close();
        address.remove();
      },
    };
  } catch (error) {
    engine.close();
    throw error;
  }
}

function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Only a missing file is opened: closing a file ends all locks that this process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'ax', 0o600));
  chmodSync(file, 0o600);
}

function openExclusively(file: string): Engine {
  try {
    return openEngine(file);
  } catch (error) {
    const isBusy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
    throw isBusy ? new StoreInUse(file) : error;
  }
}

/** The system allows 107 bytes; a little is left for what others append to the path. */
const MAX_SOCKET_PATH_BYTES = 100;

function placeSocket(wanted: string): { path: string; remove(): void } {
  if (Buffer.byteLength(wanted) <= MAX_SOCKET_PATH_BYTES) {
    removeSocket(wanted);
    return { path: wanted, remove: () => removeSocket(wanted) };
  }
  // mkdtemp makes folders that only their owner may enter.
  const folder = mkdtempSync(join(tmpdir(), 'deepforge-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { path: join(folder, 'store.sock'), remove };
}

function removeSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path, { force: true });
}

async function listen(
  path: string,
  engine: Engine,
  log: (message: string) => void,
): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const sessions = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const session = serve(socket, engine, log).finally(() => {
      sockets.delete(socket);
      sessions.delete(session);
    });
    sessions.add(session);
  });
  await bind(server, path);
  return {
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...sessions]);
    },
  };
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, readableAll: false, writableAll: false }, () => {
      server.off('error', reject);
      chmodSync(path, 0o600);
      resolve();
    });
  });
}
