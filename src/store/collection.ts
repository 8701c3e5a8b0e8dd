import type Database from 'libsql';

import { findField, MAX_DOCUMENT_BYTES, toJs, Value } from './bson.ts';
import { CommandError } from './errors.ts';
import { KeyOrder } from './keyspace.ts';
import { encodeKey } from './order.ts';
import { leavesAt, parsePath } from './path.ts';
import type { IndexField, IndexSpec, SearchableIndex, SecondaryIndex } from './secondaryIndex.ts';

export interface StoredDocument {
  readonly row: number;
  readonly body: Buffer;
}

const PAGE = 256;

/** One collection is one table: rows in order of insertion, found by the key of their `_id`. */
export class Collection {
  readonly id: number;
  readonly namespace: string;
  indexes: SecondaryIndex[];
  readonly byId: SearchableIndex;
  readonly #insert;
  readonly #replace;
  readonly #delete;
  readonly #read;
  readonly #find;
  readonly #page;
  readonly #count;

  constructor(database: Database.Database, id: number, namespace: string, indexes: SecondaryIndex[]) {
    const table = collectionTable(id);
    this.id = id;
    this.namespace = namespace;
    this.indexes = indexes;
    this.byId = new IdIndex(database, table, 'row');
    this.#insert = database.prepare(`INSERT INTO ${table} (key, body) VALUES (?, ?)`);
    this.#replace = database.prepare(`UPDATE ${table} SET body = ? WHERE row = ?`);
    this.#delete = database.prepare(`DELETE FROM ${table} WHERE row = ?`);
    this.#read = database.prepare(`SELECT body FROM ${table} WHERE row = ?`).raw();
    this.#find = database.prepare(`SELECT row FROM ${table} WHERE key = ?`).raw();
    this.#page = database.prepare(`SELECT row FROM ${table} WHERE row > ? ORDER BY row LIMIT ${PAGE}`).raw();
    this.#count = database.prepare(`SELECT count(*) FROM ${table}`).raw();
  }

  read(row: number): Buffer | undefined {
    // One column, the body.
    return (this.#read.get(row) as [Buffer] | undefined)?.[0];
  }

  find(id: Value): number | undefined {
    // In an array, as libsql takes a lone Buffer for an object of named parameters.
    return (this.#find.get([encodeKey(id)]) as [number] | undefined)?.[0];
  }

  count(): number {
    return (this.#count.get() as [number])[0];
  }

  /** All rows in the order of insertion, a page at a time. */
  *rows(): Generator<number> {
    let last = -1;
    for (;;) {
      const page = this.#page.all(last) as [number][];
      for (const [row] of page) yield row;
      if (page.length < PAGE) return;
      last = page.at(-1)?.[0] ?? last;
    }
  }

  insert(document: Buffer): void {
    checkSize(document, 'BSONObjectTooLarge', 'object to insert too large');
    const id = idOf(document);
    if (this.find(id) !== undefined) throw this.#duplicate('_id_', [{ name: '_id', direction: 1 }], document);
    const keys = this.#checkedKeys(document, -1);
    const row = Number(this.#insert.run(encodeKey(id), document).lastInsertRowid);
    this.indexes.forEach((index, at) => index.add(keys[at] ?? [], row));
  }

  replace({ row, body }: StoredDocument, next: Buffer): void {
    checkSize(next, 'Location17419', 'Resulting document after update is larger than 16777216');
    const keys = this.#checkedKeys(next, row);
    this.indexes.forEach((index, at) => {
      index.remove(index.keysOf(body), row);
      index.add(keys[at] ?? [], row);
    });
    this.#replace.run(next, row);
  }

  delete({ row, body }: StoredDocument): void {
    for (const index of this.indexes) index.remove(index.keysOf(body), row);
    this.#delete.run(row);
  }

  /** Fills an index that has just been made. */
  buildIndex(index: SecondaryIndex): void {
    for (const row of this.rows()) {
      const body = this.read(row) ?? Buffer.alloc(0);
      index.add(this.#keysFor(index, body, row), row);
    }
  }

  #checkedKeys(document: Buffer, row: number): Buffer[][] {
    return this.indexes.map((index) => this.#keysFor(index, document, row));
  }

  #keysFor(index: SecondaryIndex, document: Buffer, row: number): Buffer[] {
    const keys = index.keysOf(document);
    if (index.conflicts(keys, row)) throw this.#duplicate(index.spec.name, index.fields, document);
    return keys;
  }

  #duplicate(index: string, fields: readonly IndexField[], document: Buffer): CommandError {
    const keyPattern = Object.fromEntries(fields.map(({ name, direction }) => [name, direction]));
    const keyValue = Object.fromEntries(fields.map(({ name }) => [name, firstValue(document, name)]));
    const shown = JSON.stringify(keyValue, (_name, value: unknown) =>
      value instanceof Value ? toJs(value) : value,
    );
    const message = `E11000 duplicate key error collection: ${this.namespace} index: ${index} dup key: ${shown}`;
    return new CommandError('DuplicateKey', message, { keyPattern, keyValue });
  }
}

export function collectionTable(id: number): string {
  return `collection_${id}`;
}

export const ID_INDEX: IndexSpec = {
  name: '_id_',
  fields: [{ name: '_id', direction: 1 }],
  unique: true,
  sparse: false,
};

class IdIndex extends KeyOrder implements SearchableIndex {
  readonly fields = ID_INDEX.fields;
  readonly sparse = false;
  readonly isMultikey = false;
}

export function idOf(document: Buffer): Value {
  const id = findField(document, '_id');
  if (!id) throw new CommandError('InvalidIdField', 'a stored document has no _id');
  return id;
}

function checkSize(document: Buffer, code: 'BSONObjectTooLarge' | 'Location17419', message: string): void {
  if (document.length > MAX_DOCUMENT_BYTES)
    throw new CommandError(code, `${message}: ${document.length} bytes`);
}

function firstValue(document: Buffer, path: string): Value | null {
  return leavesAt(document, parsePath(path))[0] ?? null;
}
