import type Database from 'libsql';

import { Collection, collectionTable } from './collection.ts';
import { fullName, type Namespace } from './namespace.ts';
import { indexTable, SecondaryIndex, type IndexSpec } from './secondaryIndex.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    database TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (database, name)
  );
  CREATE TABLE IF NOT EXISTS indexes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection INTEGER NOT NULL,
    spec TEXT NOT NULL,
    multikey INTEGER NOT NULL DEFAULT 0
  );`;

/** Which collections and indexes exist. All its changes belong inside a transaction. */
export class Catalogue {
  readonly #database: Database.Database;
  readonly #open = new Map<string, Collection>();

  constructor(database: Database.Database) {
    this.#database = database;
    database.exec(SCHEMA);
  }

  /** Forgets what it knows by heart, after a rollback may have made it untrue. */
  forget(): void {
    this.#open.clear();
  }

  find(namespace: Namespace): Collection | undefined {
    const known = this.#open.get(fullName(namespace));
    if (known) return known;
    const id = this.#row('SELECT id FROM collections WHERE database = ? AND name = ?', namespace);
    return id === undefined ? undefined : this.#remember(namespace, id);
  }

  findOrCreate(namespace: Namespace): Collection {
    return this.find(namespace) ?? this.create(namespace);
  }

  create(namespace: Namespace): Collection {
    const { database, name } = namespace;
    const insert = this.#database.prepare('INSERT INTO collections (database, name) VALUES (?, ?)');
    const id = Number(insert.run(database, name).lastInsertRowid);
    this.#database.exec(
      `CREATE TABLE ${collectionTable(id)} (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, body BLOB NOT NULL)`,
    );
    return this.#remember(namespace, id);
  }

  drop(namespace: Namespace): boolean {
    const collection = this.find(namespace);
    if (!collection) return false;
    for (const index of collection.indexes) this.dropIndex(collection, index);
    this.#database.exec(`DROP TABLE ${collectionTable(collection.id)}`);
    this.#database.prepare('DELETE FROM collections WHERE id = ?').run(collection.id);
    this.#open.delete(fullName(namespace));
    return true;
  }

  rename(from: Namespace, to: Namespace): void {
    const update = 'UPDATE collections SET database = ?, name = ? WHERE database = ? AND name = ?';
    this.#database.prepare(update).run(to.database, to.name, from.database, from.name);
    this.#open.delete(fullName(from));
  }

  createIndex(collection: Collection, spec: IndexSpec): void {
    const insert = this.#database.prepare('INSERT INTO indexes (collection, spec) VALUES (?, ?)');
    const id = Number(insert.run(collection.id, JSON.stringify(spec)).lastInsertRowid);
    this.#database.exec(
      `CREATE TABLE ${indexTable(id)} (key BLOB NOT NULL, document INTEGER NOT NULL,
       PRIMARY KEY (key, document)) WITHOUT ROWID`,
    );
    const index = new SecondaryIndex(this.#database, id, spec, false);
    collection.buildIndex(index);
    collection.indexes.push(index);
  }

  dropIndex(collection: Collection, index: SecondaryIndex): void {
    this.#database.exec(`DROP TABLE ${indexTable(index.id)}`);
    this.#database.prepare('DELETE FROM indexes WHERE id = ?').run(index.id);
    collection.indexes = collection.indexes.filter((other) => other !== index);
  }

  collectionNames(database: string): string[] {
    const select = this.#database
      .prepare('SELECT name FROM collections WHERE database = ? ORDER BY name')
      .raw();
    return (select.all(database) as [string][]).map(([name]) => name);
  }

  databases(): string[] {
    const select = this.#database
      .prepare('SELECT DISTINCT database FROM collections ORDER BY database')
      .raw();
    return (select.all() as [string][]).map(([name]) => name);
  }

  #remember(namespace: Namespace, id: number): Collection {
    const name = fullName(namespace);
    const collection = new Collection(this.#database, id, name, this.#indexesOf(id));
    this.#open.set(name, collection);
    return collection;
  }

  #indexesOf(collection: number): SecondaryIndex[] {
    const select = this.#database
      .prepare('SELECT id, spec, multikey FROM indexes WHERE collection = ? ORDER BY id')
      .raw();
    const rows = select.all(collection) as [number, string, number][];
    return rows.map(([id, spec, multikey]) => {
      // Written by createIndex above.
      return new SecondaryIndex(this.#database, id, JSON.parse(spec) as IndexSpec, multikey === 1);
    });
  }

  #row(sql: string, { database, name }: Namespace): number | undefined {
    return (this.#database.prepare(sql).raw().get(database, name) as [number] | undefined)?.[0];
  }
}
