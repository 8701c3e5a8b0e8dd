import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Binary, Collection } from 'mongodb';
import { METAMODEL_VERSION } from '../../meta/index.ts';
import type { Scope } from '../domain/scope.ts';
import { parseContents } from './scopeContents.ts';
import type { ScopeContents } from './tree.ts';

/** What is kept of one scope. */
export interface KeptScope {
  readonly _id: string;
  readonly project: string;
  /** What the scope was like: the version of what is kept, and its fingerprint. */
  readonly as: string;
  readonly content: Binary;
}

/** Smaller scopes are read as fast as they are found here. */
export const WORTH_KEEPING = 1_000;
/** A document of the database holds 16 MB. */
const MOST_BYTES = 15_000_000;
/** Raise it when the same objects are read as other records. */
const READING = 2;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * The records of large documents of one project and where they lie, beside the objects that they were read from: Core
 * takes seconds for what is there at once. One state of each scope is kept, under its fingerprint, and nothing depends
 * on its being there.
 */
export class ScopeCache {
  readonly #collection: Collection<KeptScope>;
  readonly #project: string;
  readonly #worthKeeping: number;

  constructor(collection: Collection<KeptScope>, project: string, worthKeeping: number) {
    this.#collection = collection;
    this.#project = project;
    this.#worthKeeping = worthKeeping;
  }

  /** What is kept where that is what the scope is now; nobody asks for its fingerprint where nothing is kept. */
  async read(
    scope: Scope,
    fingerprint: () => Promise<string | undefined>,
  ): Promise<ScopeContents | undefined> {
    const kept = await this.#collection.findOne({ _id: this.#key(scope) });
    if (!kept) return undefined;
    const [now, text] = await Promise.all([fingerprint(), decompress(kept.content.buffer)]);
    return kept.as === asOf(now) ? parseContents(text.toString()) : undefined;
  }

  isWorthKeeping({ records }: ScopeContents): boolean {
    return records.length >= this.#worthKeeping;
  }

  async keep(scope: Scope, fingerprint: string, contents: ScopeContents): Promise<void> {
    const content = await compress(JSON.stringify(contents), { level: 1 });
    if (content.length > MOST_BYTES) return;
    const kept = { project: this.#project, as: asOf(fingerprint), content };
    await this.#collection.updateOne({ _id: this.#key(scope) }, { $set: kept as never }, { upsert: true });
  }

  /** Keeps for a copy of the project what is kept of it. */
  async copy(project: string): Promise<void> {
    for await (const { _id, ...kept } of this.#collection.find({ project: this.#project })) {
      await this.#collection.insertOne({ ...kept, _id: project + _id.slice(this.#project.length), project });
    }
  }

  async forget(scopes: readonly Scope[]): Promise<void> {
    await this.#collection.deleteMany({ _id: { $in: scopes.map((scope) => this.#key(scope)) } });
  }

  async forgetAll(): Promise<void> {
    await this.#collection.deleteMany({ project: this.#project });
  }

  #key(scope: Scope) {
    return `${this.#project} ${scope}`;
  }
}

const asOf = (fingerprint: string | undefined) =>
  fingerprint && `${String(METAMODEL_VERSION)}.${String(READING)} ${fingerprint}`;
