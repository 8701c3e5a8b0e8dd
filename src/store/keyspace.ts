import type Database from 'libsql';

/** A stretch of keys, `from` included and `to` not. */
export interface KeyRange {
  readonly from: Buffer;
  readonly to: Buffer;
}

export const EVERYTHING: KeyRange = { from: Buffer.alloc(0), to: Buffer.from([0xff, 0xff]) };

const PAGE = 256;

/**
 * Yields the documents' row numbers in the order of their keys, a page at a time: between two pages no
 * statement is open, so a slow reader holds up nobody.
 */
export class KeyOrder {
  readonly #forward;
  readonly #backward;

  constructor(database: Database.Database, table: string, rowColumn: string) {
    const page = (comparison: string, direction: string): Database.Statement =>
      database
        .prepare(
          `SELECT key, ${rowColumn} FROM ${table} WHERE (key, ${rowColumn}) ${comparison} (?, ?) AND key >= ? AND key < ?
           ORDER BY key ${direction}, ${rowColumn} ${direction} LIMIT ${PAGE}`,
        )
        .raw();
    this.#forward = page('>', 'ASC');
    this.#backward = page('<', 'DESC');
  }

  *rows({ from, to }: KeyRange, backward = false): Generator<number> {
    const statement = backward ? this.#backward : this.#forward;
    let key = backward ? to : from;
    let row = backward ? Number.MAX_SAFE_INTEGER : -1;
    for (;;) {
      // The columns are those of the statement above.
      const page = statement.all(key, row, from, to) as [Buffer, number][];
      for (const [, id] of page) yield id;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      [key, row] = last;
    }
  }
}
