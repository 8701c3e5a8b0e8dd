import type { Change } from '../domain/change.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import type { ModelRecord } from '../../meta/index.ts';
import type { StoredObject } from './engine.ts';
import type { ReadFault } from './faults.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ObjectReader } from './objects.ts';
import type { ScopeCache } from './scopeCache.ts';
import { isDocument, type ScopeContents, type Tree } from './tree.ts';
import { Writer } from './writer.ts';

export interface NewCommit {
  readonly message: string;
  readonly author: string;
  readonly branch: string;
}

export type CommitResult =
  | { readonly status: 'committed'; readonly hash: string; readonly writtenBytes: number }
  /** Somebody else committed first. Nothing was changed; open the tree at `head` and try again there. */
  | { readonly status: 'conflict'; readonly head: string };

/** How a tree becomes a commit; the model gives this to the trees it opens. */
export type Committer = (
  root: { readonly hash: string; readonly objects: readonly StoredObject[] },
  parent: string,
  commit: NewCommit,
) => Promise<CommitResult>;

/** Where a tree begins. */
export interface Standing {
  readonly commit: string;
  /** The hash of the root; undefined where more than this commit is in the tree. */
  readonly root: string | undefined;
  /** Whether it is the newest state, of which large documents are kept. */
  readonly isNewest: boolean;
}

/** A project at one commit, with what has been written on top of it since. */
export class ProjectTree {
  readonly #tree: Tree;
  readonly #commit: Committer;
  readonly #objects: ObjectReader;
  readonly #cache: ScopeCache;
  readonly #isNewest: boolean;
  readonly #removedDocuments = new Set<Scope>();
  readonly #unwritten = new Map<string, StoredObject>();
  #at: string;
  /** The hash of the root while nothing is written on top of it. */
  #root: string | undefined;
  #broken: unknown;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    tree: Tree,
    at: Standing,
    store: { readonly commit: Committer; readonly objects: ObjectReader; readonly cache: ScopeCache },
  ) {
    this.#tree = tree;
    this.#at = at.commit;
    this.#root = at.root;
    this.#isNewest = at.isNewest;
    this.#commit = store.commit;
    this.#objects = store.objects;
    this.#cache = store.cache;
  }

  /** The hash of the commit it stands on. */
  get commitHash(): string {
    return this.#at;
  }

  /** The id of the project's own record. */
  get rootId(): string {
    return this.#tree.rootId;
  }

  /** What the reader met that it could not make sense of. */
  get faults(): readonly ReadFault[] {
    return this.#tree.faults;
  }

  async loadScope(scope: Scope): Promise<ModelRecord[]> {
    return this.#inTurn(async () => (await this.#kept(scope)) ?? this.#read(scope));
  }

  /** Takes the records of a scope, known to be those of the last commit, so that they need not be read again. */
  keep(scope: Scope, records: readonly ModelRecord[]): Promise<void> {
    return this.#inTurn(() => this.#keep(scope, records));
  }

  findScope(id: string): Promise<Scope | undefined> {
    return this.#inTurn(() => this.#tree.findScope(id));
  }

  /** Applies changes in memory, as `ProjectState.apply` does. When it throws, the tree is of no more use. */
  write(changes: readonly Change[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhenBroken();
      this.#root = undefined;
      this.#noteRemoved(changes);
      try {
        await new Writer(this.#tree).write(changes);
      } catch (error) {
        this.#broken = error;
        throw error;
      }
    });
  }

  /** Makes what was written durable, and a commit of the branch. */
  commit(commit: NewCommit): Promise<CommitResult> {
    return this.#inTurn(async () => {
      this.#refuseWhenBroken();
      const { rootHash, objects } = this.#tree.core.persist(this.#tree.root);
      for (const { newData } of Object.values(objects))
        if (newData) this.#unwritten.set(newData._id, newData);
      const result = await this.#commit(
        { hash: rootHash, objects: [...this.#unwritten.values()] },
        this.#at,
        commit,
      );
      if (result.status === 'committed') {
        this.#unwritten.clear();
        this.#at = result.hash;
        this.#root = rootHash;
        await this.#forgetRemoved();
      }
      return result;
    });
  }

  async #kept(scope: Scope): Promise<ModelRecord[] | undefined> {
    if (this.#root === undefined || this.#tree.isIndexed(scope)) return undefined;
    await this.#tree.index(PROJECT_SCOPE);
    const kept = await this.#cache.read(scope, () => this.#fingerprint(scope)).catch(() => undefined);
    return kept && (await this.#tree.adopt(scope, kept)) ? [...kept.records] : undefined;
  }

  async #keep(scope: Scope, records: readonly ModelRecord[]): Promise<void> {
    const found = await this.#worthKeeping(scope, records);
    if (found) await this.#cache.keep(scope, found.fingerprint, found.contents);
  }

  async #read(scope: Scope): Promise<ModelRecord[]> {
    const records = await this.#tree.loadScope(scope);
    // What could not be read is told of only while it is read.
    if (this.#tree.faults.length > 0) return records;
    const found = await this.#worthKeeping(scope, records).catch(() => undefined);
    if (found) void this.#cache.keep(scope, found.fingerprint, found.contents).catch(() => undefined);
    return records;
  }

  async #worthKeeping(scope: Scope, records: readonly ModelRecord[]) {
    const contents: ScopeContents | undefined = this.#isNewest
      ? this.#tree.contentsOf(scope, records)
      : undefined;
    if (!contents || !this.#cache.isWorthKeeping(contents)) return undefined;
    const fingerprint = await this.#fingerprint(scope);
    return fingerprint === undefined ? undefined : { fingerprint, contents };
  }

  async #fingerprint(scope: Scope): Promise<string | undefined> {
    return this.#root === undefined ? undefined : fingerprintOf(this.#tree, this.#objects, this.#root, scope);
  }

  #noteRemoved(changes: readonly Change[]) {
    for (const change of changes) {
      const id = change.op === 'put' ? change.record.id : change.id;
      if (change.op === 'put') this.#removedDocuments.delete(id);
      const concept = change.op === 'remove' ? this.#tree.place(id)?.concept : undefined;
      if (concept && isDocument(concept)) this.#removedDocuments.add(id);
    }
  }

  async #forgetRemoved(): Promise<void> {
    if (this.#removedDocuments.size === 0) return;
    await this.#cache.forget([...this.#removedDocuments]).catch(() => undefined);
    this.#removedDocuments.clear();
  }

  #refuseWhenBroken() {
    if (this.#broken)
      throw new Error('An earlier change failed half-way; open the tree again', { cause: this.#broken });
  }

  /** Reading and writing share nodes, so one finishes before the next begins. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
