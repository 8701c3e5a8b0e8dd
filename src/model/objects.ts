import { BSON, type Collection } from 'mongodb';
import type { CoreStorage, StoredObject } from './engine.ts';

export interface ObjectReader {
  load<T extends StoredObject>(hash: string): Promise<T>;
}

type Waiting = (error: Error | null, object?: StoredObject) => void;

/** Two generations of this many objects stay in memory for each project. */
const GENERATION = 30_000;
const BATCH = 200;

/**
 * The content-addressed objects of one project: what Core reads from and writes to.
 * The engine's own project fetches one object per round trip; this one gathers what is asked for in the same
 * turn into one query, and writes all objects of a commit at once. Objects never change, so they are cached.
 */
export class ObjectStore implements CoreStorage, ObjectReader {
  readonly ID_NAME = '_id';
  readonly #collection: Collection<StoredObject>;
  readonly #wanted = new Map<string, Waiting[]>();
  #young = new Map<string, StoredObject>();
  #old = new Map<string, StoredObject>();

  constructor(collection: Collection<StoredObject>) {
    this.#collection = collection;
  }

  loadObject(hash: string, callback: Waiting) {
    const known = this.#cached(hash);
    if (known) {
      callback(null, known);
      return;
    }
    const waiting = this.#wanted.get(hash);
    if (waiting) {
      waiting.push(callback);
      return;
    }
    if (this.#wanted.size === 0) setImmediate(() => void this.#fetchWanted());
    this.#wanted.set(hash, [callback]);
  }

  load<T extends StoredObject = StoredObject>(hash: string): Promise<T> {
    return new Promise((resolve, reject) => {
      this.loadObject(hash, (error, object) => (error ? reject(error) : resolve(object as T)));
    });
  }

  /** Core asks for this before it walks a path; walking fetches what it needs just as well. */
  loadPaths(_rootHash: string, _paths: readonly string[], callback: (error: Error | null) => void) {
    callback(null);
  }

  insertObject(object: StoredObject) {
    this.#remember(object);
  }

  /** Writes objects; those that are there already are the same, for their name is the hash of their content. */
  async insert(objects: readonly StoredObject[]): Promise<number> {
    if (objects.length === 0) return 0;
    try {
      await this.#collection.insertMany(objects, { ordered: false });
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
    }
    for (const object of objects) this.#remember(object);
    return objects.reduce((bytes, object) => bytes + BSON.calculateObjectSize(object), 0);
  }

  #cached(hash: string) {
    const young = this.#young.get(hash);
    if (young) return young;
    const old = this.#old.get(hash);
    if (old) this.#remember(old);
    return old;
  }

  #remember(object: StoredObject) {
    this.#young.set(object._id, object);
    if (this.#young.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  async #fetchWanted() {
    const wanted = new Map(this.#wanted);
    this.#wanted.clear();
    const hashes = [...wanted.keys()];
    for (let at = 0; at < hashes.length; at += BATCH) {
      const batch = hashes.slice(at, at + BATCH);
      await this.#fetch(batch).then(
        (found) => {
          for (const hash of batch) answer(wanted.get(hash), found.get(hash), hash);
        },
        (error: unknown) => {
          for (const hash of batch) for (const callback of wanted.get(hash) ?? []) callback(error as Error);
        },
      );
    }
  }

  async #fetch(hashes: readonly string[]): Promise<Map<string, StoredObject>> {
    const found = await this.#collection
      .find({ _id: { $in: [...hashes] } }, { batchSize: BATCH + 1 })
      .toArray();
    for (const object of found) this.#remember(object);
    return new Map(found.map((object) => [object._id, object]));
  }
}

function answer(waiting: readonly Waiting[] = [], object: StoredObject | undefined, hash: string) {
  for (const callback of waiting) {
    if (object) callback(null, object);
    else callback(new Error(`The store has no object ${hash}`));
  }
}

const DUPLICATE = 11000;

function isOnlyDuplicates(error: unknown): boolean {
  const { code, writeErrors } = error as { code?: number; writeErrors?: unknown };
  const failures = (Array.isArray(writeErrors) ? writeErrors : writeErrors ? [writeErrors] : []) as {
    code?: number;
  }[];
  return code === DUPLICATE && failures.every((failure) => failure.code === DUPLICATE);
}
