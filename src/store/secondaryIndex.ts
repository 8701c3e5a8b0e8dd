import type Database from 'libsql';

import { CommandError } from './errors.ts';
import { invert } from './order.ts';
import { KeyOrder } from './keyspace.ts';
import { keysAt, leavesAt, parsePath, type Path } from './path.ts';

export interface IndexSpec {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
}

export interface IndexField {
  readonly name: string;
  readonly direction: 1 | -1;
}

/** What indexes are asked about when a query is planned. */
export interface SearchableIndex extends KeyOrder {
  readonly fields: readonly IndexField[];
  readonly sparse: boolean;
  /** Some document has several keys here, because of an array. */
  readonly isMultikey: boolean;
}

export class SecondaryIndex extends KeyOrder implements SearchableIndex {
  readonly id: number;
  readonly spec: IndexSpec;
  readonly #paths: readonly Path[];
  readonly #insert;
  readonly #delete;
  readonly #find;
  readonly #markMultikey;
  #isMultikey: boolean;

  constructor(database: Database.Database, id: number, spec: IndexSpec, isMultikey: boolean) {
    const table = indexTable(id);
    super(database, table, 'document');
    this.id = id;
    this.spec = spec;
    this.#isMultikey = isMultikey;
    this.#paths = spec.fields.map(({ name }) => parsePath(name));
    this.#insert = database.prepare(`INSERT INTO ${table} (key, document) VALUES (?, ?)`);
    this.#delete = database.prepare(`DELETE FROM ${table} WHERE key = ? AND document = ?`);
    this.#find = database.prepare(`SELECT document FROM ${table} WHERE key = ? AND document <> ? LIMIT 1`);
    this.#markMultikey = database.prepare('UPDATE indexes SET multikey = 1 WHERE id = ?');
  }

  get fields(): readonly IndexField[] {
    return this.spec.fields;
  }

  get sparse(): boolean {
    return this.spec.sparse;
  }

  get isMultikey(): boolean {
    return this.#isMultikey;
  }

  keysOf(document: Buffer): Buffer[] {
    if (this.spec.sparse && !this.#hasAnyField(document)) return [];
    const columns = this.#paths.map((path) => keysAt(document, path));
    if (columns.filter((keys) => keys.length > 1).length > 1) {
      throw new CommandError(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays in ${this.spec.name}`,
      );
    }
    return columns.reduce<Buffer[]>(
      (keys, column, at) => combine(keys, column, this.#directionOf(at)),
      [Buffer.alloc(0)],
    );
  }

  /** Does another document already hold one of these keys? */
  conflicts(keys: readonly Buffer[], row: number): boolean {
    return this.spec.unique && keys.some((key) => this.#find.get(key, row) !== undefined);
  }

  add(keys: readonly Buffer[], row: number): void {
    for (const key of keys) this.#insert.run(key, row);
    if (keys.length > 1 && !this.#isMultikey) {
      this.#markMultikey.run(this.id);
      this.#isMultikey = true;
    }
  }

  remove(keys: readonly Buffer[], row: number): void {
    for (const key of keys) this.#delete.run(key, row);
  }

  #directionOf(at: number): 1 | -1 {
    return this.spec.fields[at]?.direction ?? 1;
  }

  #hasAnyField(document: Buffer): boolean {
    return this.#paths.some((path) => leavesAt(document, path).some((leaf) => leaf !== undefined));
  }
}

export function indexTable(id: number): string {
  return `index_${id}`;
}

function combine(keys: readonly Buffer[], column: readonly Buffer[], direction: 1 | -1): Buffer[] {
  return keys.flatMap((key) =>
    column.map((part) => Buffer.concat([key, direction === 1 ? part : invert(part)])),
  );
}
