import type { Change } from '../domain/change.ts';
import type { Scope } from '../domain/scope.ts';
import type { ModelRecord } from '../../meta/index.ts';
import type { StoredObject } from './engine.ts';
import type { ReadFault } from './faults.ts';
import type { Tree } from './tree.ts';
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

/** A project at one commit, with what has been written on top of it since. */
export class ProjectTree {
  readonly #tree: Tree;
  readonly #commit: Committer;
  readonly #unwritten = new Map<string, StoredObject>();
  #at: string;
  #broken: unknown;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tree: Tree, commit: string, committer: Committer) {
    this.#tree = tree;
    this.#at = commit;
    this.#commit = committer;
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

  loadScope(scope: Scope): Promise<ModelRecord[]> {
    return this.#inTurn(() => this.#tree.loadScope(scope));
  }

  findScope(id: string): Promise<Scope | undefined> {
    return this.#inTurn(() => this.#tree.findScope(id));
  }

  /** Applies changes in memory, as `ProjectState.apply` does. When it throws, the tree is of no more use. */
  write(changes: readonly Change[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhenBroken();
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
      }
      return result;
    });
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
