import type Database from 'libsql';

import { CommandError, toCommandError } from './errors.ts';

/**
 * Group commit. All writes that arrive in one turn of the event loop share one transaction, hence one
 * flush to the disk; nobody is answered before it. If the transaction fails, it fails for all of them.
 */
export class Transactions {
  readonly #database: Database.Database;
  readonly #onRollback: () => void;
  readonly #begin;
  readonly #commit;
  #group: Group | undefined;

  constructor(database: Database.Database, onRollback: () => void) {
    this.#database = database;
    this.#onRollback = onRollback;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /** Runs a write whose own checks come before its first change, so that it has nothing to take back. */
  write<T>(work: () => T): T {
    const group = this.#open();
    try {
      return work();
    } catch (error) {
      if (!(error instanceof CommandError)) this.#fail(group, error);
      throw error;
    }
  }

  /** Runs a write of many parts that take effect together or not at all. */
  writeAll<T>(work: () => T): T {
    return this.write(() => {
      this.#database.exec('SAVEPOINT whole');
      try {
        const result = work();
        this.#database.exec('RELEASE whole');
        return result;
      } catch (error) {
        if (error instanceof CommandError) this.#undo();
        throw error;
      }
    });
  }

  /** Resolves when everything written so far is on the disk; undefined if it already is. */
  settled(): Promise<void> | undefined {
    return this.#group?.settled;
  }

  /** Commits now instead of at the end of the turn. */
  flush(): void {
    const group = this.#group;
    if (!group) return;
    try {
      this.#commit.run();
      this.#close(group);
      group.resolve();
    } catch (error) {
      this.#fail(group, error);
    }
  }

  #open(): Group {
    if (this.#group) return this.#group;
    this.#begin.run();
    const group = newGroup(() => this.flush());
    this.#group = group;
    return group;
  }

  #undo(): void {
    this.#database.exec('ROLLBACK TO whole');
    this.#database.exec('RELEASE whole');
    this.#onRollback();
  }

  #fail(group: Group, error: unknown): void {
    if (this.#group !== group) return;
    this.#close(group);
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    this.#onRollback();
    group.reject(toCommandError(error));
  }

  #close(group: Group): void {
    clearImmediate(group.timer);
    this.#group = undefined;
  }
}

interface Group {
  readonly settled: Promise<void>;
  readonly timer: NodeJS.Immediate;
  resolve(): void;
  reject(error: CommandError): void;
}

function newGroup(commit: () => void): Group {
  let resolve = (): void => undefined;
  let reject = (_error: CommandError): void => undefined;
  const settled = new Promise<void>((onDone, onFailure) => {
    resolve = onDone;
    reject = onFailure;
  });
  // Whoever waits sees the failure; with nobody waiting it must not end the process.
  settled.catch(() => undefined);
  return { settled, timer: setImmediate(commit), resolve, reject };
}
