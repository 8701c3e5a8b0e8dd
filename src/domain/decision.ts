import type { Change } from './change.ts';
import type { Problem } from './problem.ts';

/** What becomes of a command: the changes it makes and the sentence that history keeps, or why it cannot be. */
export type Decision =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly message: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const accept = (changes: readonly Change[], message: string): Decision => ({
  ok: true,
  changes,
  message,
});
export const refuse = (...problems: readonly Problem[]): Decision => ({ ok: false, problems });
