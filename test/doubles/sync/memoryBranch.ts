import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../../src/domain/change.ts';
import { scopeOf, type Scope } from '../../../src/domain/scope.ts';
import { ProjectState } from '../../../src/domain/state.ts';
import type {
  BranchStore,
  BranchTree,
  CommitNote,
  CommitOutcome,
} from '../../../src/sync/server/branchStore.ts';

export interface MemoryCommit extends CommitNote {
  readonly hash: string;
  readonly changes: readonly Change[];
}

/** A branch in memory, with what tests need to disturb it. */
export class MemoryBranch implements BranchStore {
  readonly commits: MemoryCommit[];
  readonly #initial: readonly ModelRecord[];
  /** Called before each commit; what it throws is the failure of the store. */
  beforeCommit: (note: CommitNote) => void | Promise<void> = () => undefined;
  beforeWrite: (changes: readonly Change[]) => void = () => undefined;
  beforeOpen: () => void = () => undefined;
  scopesLoaded: Scope[] = [];

  constructor(records: readonly ModelRecord[]) {
    this.#initial = records;
    this.commits = [{ hash: '#0', changes: [], message: 'Created', author: 'test' }];
  }

  openTree(): Promise<BranchTree> {
    return Promise.resolve().then(() => {
      this.beforeOpen();
      return new MemoryTree(this, this.stateAt(this.#tip));
    });
  }

  head(): Promise<string> {
    return Promise.resolve(this.#tip);
  }

  restore(commit: string, author: string): Promise<void> {
    const now = this.stateAt(this.#tip);
    const then = this.stateAt(commit);
    const goes = [...now.all()].map(({ id }): Change => ({ op: 'remove', id }));
    const comes = [...then.all()].map((record): Change => ({ op: 'put', record }));
    this.append([...goes, ...comes], { message: `Restored ${commit}`, author });
    return Promise.resolve();
  }

  append(changes: readonly Change[], note: CommitNote): string {
    const hash = `#${this.commits.length}`;
    this.commits.push({ ...note, hash, changes });
    return hash;
  }

  /** What lies in the store, read from nothing else. */
  stateAt(hash = this.#tip): ProjectState {
    const state = new ProjectState(this.#initial);
    for (const commit of this.commits) {
      state.apply(commit.changes);
      if (commit.hash === hash) break;
    }
    return state;
  }

  get #tip() {
    return this.commits.at(-1)?.hash ?? '';
  }
}

class MemoryTree implements BranchTree {
  head: string;
  readonly #branch: MemoryBranch;
  readonly #state: ProjectState;
  #written: Change[] = [];

  constructor(branch: MemoryBranch, state: ProjectState) {
    this.#branch = branch;
    this.#state = state;
    this.head = branch.commits.at(-1)?.hash ?? '';
  }

  loadScope(scope: Scope): Promise<readonly ModelRecord[]> {
    this.#branch.scopesLoaded.push(scope);
    return Promise.resolve([...this.#state.all()].filter((record) => scopeOf(this.#state, record) === scope));
  }

  async write(changes: readonly Change[]): Promise<void> {
    await Promise.resolve();
    this.#branch.beforeWrite(changes);
    this.#state.apply(changes);
    this.#written.push(...changes);
  }

  async commit(note: CommitNote): Promise<CommitOutcome> {
    await this.#branch.beforeCommit(note);
    const head = await this.#branch.head();
    if (head !== this.head) return { status: 'conflict', head };
    this.head = this.#branch.append(this.#written, note);
    this.#written = [];
    return { status: 'committed', hash: this.head };
  }
}
