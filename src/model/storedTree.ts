import type { StoredObject } from './engine.ts';
import type { ObjectReader } from './objects.ts';

/** Where things point to, by the name of the pointer; paths count from whatever keeps the relations. */
export type Relations = Readonly<Record<string, Readonly<Record<string, string>>>>;

const HASH = /^#[0-9a-f]{40}$/;
export const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value);

/** The objects under one root as they are stored, without the engine's Core. */
export class StoredTree {
  readonly #objects: ObjectReader;
  readonly #root: string;
  readonly #nodes = new Map<string, Promise<StoredObject | undefined>>();
  readonly #relations = new Map<string, Promise<readonly Relations[]>>();

  constructor(objects: ObjectReader, root: string) {
    this.#objects = objects;
    this.#root = root;
  }

  at(path: string): Promise<StoredObject | undefined> {
    return remembered(this.#nodes, path, async () => {
      if (path === '') return this.#objects.load(this.#root);
      const hash = (await this.at(parentPath(path)))?.[path.slice(path.lastIndexOf('/') + 1)];
      return isHash(hash) ? this.#objects.load(hash) : undefined;
    });
  }

  /** The relations that the node at `path` keeps for what it contains. */
  relationsAt(path: string): Promise<readonly Relations[]> {
    return remembered(this.#relations, path, async () => {
      const kept = (await this.at(path))?.['ovr'] as (Relations & { readonly sharded?: unknown }) | undefined;
      if (kept === undefined) return [];
      if (kept.sharded !== true) return [kept];
      const shards = Object.values(kept).filter(isHash);
      return Promise.all(shards.map(async (hash) => itemsOf(await this.#objects.load(hash))));
    });
  }

  /** The path of what the node at `path` derives from. */
  async baseOf(path: string): Promise<string | undefined> {
    for (let above = path; above !== '';) {
      above = parentPath(above);
      for (const items of await this.relationsAt(above)) {
        const base = items[path.slice(above.length)]?.['base'];
        if (base !== undefined) return above + base;
      }
    }
    return undefined;
  }
}

const itemsOf = (shard: StoredObject) => shard['items'] as Relations;

const parentPath = (path: string) => path.slice(0, path.lastIndexOf('/'));

function remembered<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
