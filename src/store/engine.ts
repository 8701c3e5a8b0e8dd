import Database from 'libsql';

import { Catalogue } from './catalogue.ts';
import { Cursors } from './cursor.ts';
import { Transactions } from './transactions.ts';

/** What commands work on. */
export interface Engine {
  readonly catalogue: Catalogue;
  readonly transactions: Transactions;
  readonly cursors: Cursors;
  close(): void;
}

const WAL_BYTES_KEPT = 64 * 1024 * 1024;

/** Holds SQLite's own exclusive lock on the file: it ends with the process, however that ends. */
export function openEngine(file: string): Engine {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
    database.exec('BEGIN IMMEDIATE; COMMIT');
    const catalogue = new Catalogue(database);
    const transactions = new Transactions(database, () => catalogue.forget());
    return { catalogue, transactions, cursors: new Cursors(), close: () => release(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * libsql closes a database only when its statements have been collected as garbage. Leaving WAL mode and
 * then reading without the exclusive lock gives the file up at once, whole and without companions.
 */
function release(database: Database.Database): void {
  database.pragma('journal_mode = DELETE');
  database.pragma('locking_mode = NORMAL');
  database.prepare('SELECT count(*) FROM collections').get();
  database.close();
}
