import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Scope } from '../../domain/scope.ts';

/** What a branch session needs of the store of one branch; `src/model` fulfils it. */
export interface BranchStore {
  openTree(): Promise<BranchTree>;
  /** The hash of the newest commit of the branch. */
  head(): Promise<string>;
  /** Adds a commit with the content of an earlier one. */
  restore(commit: string, author: string): Promise<void>;
}

/** The project as it is at one commit, with what was written to it since. */
export interface BranchTree {
  /** The commit it stands on; `commit` moves it. */
  readonly head: string;
  loadScope(scope: Scope): Promise<readonly ModelRecord[]>;
  write(changes: readonly Change[]): Promise<void>;
  commit(note: CommitNote): Promise<CommitOutcome>;
  /** Takes a scope as it is at the head, so that opening it again costs less. */
  keep?(scope: Scope, records: readonly ModelRecord[]): Promise<void>;
}

export interface CommitNote {
  readonly message: string;
  readonly author: string;
}

export type CommitOutcome =
  | { readonly status: 'committed'; readonly hash: string }
  /** Somebody else moved the branch; nothing of this tree can be committed any more. */
  | { readonly status: 'conflict'; readonly head: string };
