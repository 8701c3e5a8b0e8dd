import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Binary, Collection } from 'mongodb';
import { METAMODEL_VERSION } from '../../meta/index.ts';
import type { Scope } from '../domain/scope.ts';
import { parseContents } from './scopeContents.ts';
import type { ScopeContents } from './tree.ts';

/** What is kept of one scope, as it is under one root. */
export interface KeptScope {
  readonly _id: string;
  readonly project: string;
  readonly as: string;
  readonly content: Binary;
}

/** Smaller scopes are read as fast as they are found here. */
const WORTH_KEEPING = 1_000;
/** A document of the database holds 16 MB. */
const MOST_BYTES = 15_000_000;
/** Raise it when the same objects are read as other records. */
const READING = 2;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * The records of large documents of one project and where they lie, beside the objects that they were read from: Core
 * takes seconds for what is there at once. One state of each scope is kept, under the hash of the root that it belongs to, and
 * nothing depends on its being there.
 */
export class ScopeCache {
  readonly #collection: Collection<KeptScope>;
  readonly #project: string;

  constructor(collection: Collection<KeptScope>, project: string) {
    this.#collection = collection;
    this.#project = project;
  }

  async read(scope: Scope, root: string): Promise<ScopeContents | undefined> {
    const kept = await this.#collection.findOne({ _id: this.#key(scope) });
    if (kept?.as !== asOf(root)) return undefined;
    return parseContents((await decompress(kept.content.buffer)).toString());
  }

  async keep(scope: Scope, root: string, contents: ScopeContents): Promise<void> {
    if (contents.records.length < WORTH_KEEPING) return;
    const content = await compress(JSON.stringify(contents), { level: 1 });
    if (content.length > MOST_BYTES) return;
    const kept = { project: this.#project, as: asOf(root), content };
    await this.#collection.updateOne({ _id: this.#key(scope) }, { $set: kept as never }, { upsert: true });
  }

  async forget(): Promise<void> {
    await this.#collection.deleteMany({ project: this.#project });
  }

  #key(scope: Scope) {
    return `${this.#project} ${scope}`;
  }
}

const asOf = (root: string) => `${String(METAMODEL_VERSION)}.${String(READING)} ${root}`;
