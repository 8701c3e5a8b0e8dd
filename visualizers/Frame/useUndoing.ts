import { useMemo, useState } from 'react';
import type { Problem } from '../../src/domain/problem.ts';
import { useUndo } from '../project/index.ts';

const NONE: readonly Problem[] = [];

type Turn = ReturnType<typeof useUndo>['undo'];

export interface Undoing {
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Why the last of them came to nothing, until something else is done. */
  readonly refused: readonly Problem[];
}

/** Undo and redo, which say so when somebody else has changed in the meantime what they would take back. */
export function useUndoing(): Undoing {
  const { undoLabel, redoLabel, undo, redo } = useUndo();
  const now = [undoLabel, redoLabel].join('\n');
  const [said, setSaid] = useState<{ readonly problems: readonly Problem[]; readonly since?: string }>({
    problems: NONE,
  });
  if (said.since === undefined) setSaid({ ...said, since: now });
  const turns = useMemo(() => {
    const turning = (turn: Turn) => () => {
      const run = turn();
      setSaid({ problems: run?.ok === false ? run.problems : NONE });
      if (run?.ok) void run.done.then((result) => result.ok || setSaid({ problems: result.problems }));
    };
    return { undo: turning(undo), redo: turning(redo) };
  }, [undo, redo]);
  return { undoLabel, redoLabel, ...turns, refused: said.since === now ? said.problems : NONE };
}
