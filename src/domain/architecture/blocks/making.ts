import type { ModelRecord } from '../../../../meta/index.ts';

/** What one `insert` does, or why it cannot be done, in a sentence. */
export type Making =
  | {
      readonly ok: true;
      readonly records: readonly ModelRecord[];
      /** What gives way to them. */
      readonly replaces: readonly string[];
      /** The layers that stand for it afterwards. */
      readonly layers: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export const refuse = (reason: string): Making => ({ ok: false, reason });
