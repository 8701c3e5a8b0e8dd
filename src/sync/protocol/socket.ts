import * as z from 'zod';
import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Command } from '../../domain/command.ts';
import type { JobOutput } from '../../domain/execution/output.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Scope } from '../../domain/scope.ts';

export type { JobEvent, JobOutput } from '../../domain/execution/output.ts';

/*
 * What travels over socket.io. A browser opens scopes of a branch and gets each whole once, then patches in order.
 * It sends commands; the branch session answers each when it is durable, with the changes that take it back.
 */

const projectId = z.string().min(1).max(300);
const branch = z.string().min(1).max(200);
const scope = z.string().min(1).max(100);

export const branchName = z.object({ project: projectId, branch });
export type BranchName = z.infer<typeof branchName>;

/** Scopes asked for together come as they are at one moment, so that a browser that comes back never sees a mixture. */
export const openScopes = branchName.extend({ scopes: z.array(scope).min(1).max(1000) });
export type OpenScopes = z.infer<typeof openScopes>;

export const MOST_COMMANDS = 1000;

/** The envelope; each command in it is parsed on its own, so that one that is wrong does not hold up the others. */
export const submitCommands = branchName.extend({
  commands: z
    .array(z.object({ id: z.uuid(), command: z.unknown().optional() }))
    .min(1)
    .max(MOST_COMMANDS),
});

export interface SubmitCommands extends BranchName {
  /** `id` is made by the browser; a command sent twice under one id (after a lost connection) happens once. */
  readonly commands: readonly { readonly id: string; readonly command: Command }[];
}

/** `from` are the numbers of bytes and lines known already, so that nothing is sent twice. */
export const watchJob = z.object({
  project: projectId,
  job: z.guid(),
  from: z.object({ bytes: z.number().int().min(0), events: z.number().int().min(0) }),
});
export type WatchJob = z.infer<typeof watchJob>;

export const unwatchJob = watchJob.pick({ project: true, job: true });
export type UnwatchJob = z.infer<typeof unwatchJob>;

/** Where the branch session stands. */
export interface Position {
  /** Changes when the session starts anew; sequence numbers of different sessions cannot be compared. */
  readonly session: string;
  readonly seq: number;
  readonly commit: string;
}

/** Scopes as they are at one position. */
export interface Snapshot extends Position {
  readonly scopes: readonly { readonly scope: Scope; readonly records: readonly ModelRecord[] }[];
}

export type CommandResult =
  | (Position & {
      readonly id: string;
      readonly ok: true;
      readonly message: string;
      /** The changes that take it back, in order. */
      readonly inverse: readonly Change[];
    })
  | { readonly id: string; readonly ok: false; readonly problems: readonly Problem[] };

/** What one command did. Everybody on the branch gets all patches, and applies what concerns the scopes they have open. */
export interface Patch extends Position {
  /** The id of the command, known to the browser that sent it. */
  readonly command: string;
  readonly author: string;
  readonly message: string;
  readonly time: number;
  /** The changes by the scope they belong to. */
  readonly changes: readonly { readonly scope: Scope; readonly change: Change }[];
}

/** 'unavailable' passes: ask again later. The others will be answered the same way every time. */
export type Refusal = 'malformed' | 'forbidden' | 'unavailable';

export type Answer<T> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Refusal; readonly error: string };

export interface ClientToServer {
  open: (request: OpenScopes, answer: (answer: Answer<{ readonly snapshot: Snapshot }>) => void) => void;
  close: (request: OpenScopes) => void;
  submit: (
    request: SubmitCommands,
    answer: (answer: Answer<{ readonly results: readonly CommandResult[] }>) => void,
  ) => void;
  watchJob: (request: WatchJob, answer: (answer: Answer<{ readonly output: JobOutput }>) => void) => void;
  unwatchJob: (request: UnwatchJob) => void;
}

export interface ServerToClient {
  /** All that one commit did, in order. */
  patches: (patches: BranchName & { readonly list: readonly Patch[] }) => void;
  /** The branch was moved from outside or restored: the scopes must be opened again. */
  reset: (branch: BranchName) => void;
  jobOutput: (output: JobOutput & { readonly project: string }) => void;
  /** The list of projects changed. */
  projects: () => void;
}
