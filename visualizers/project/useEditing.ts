import { useCallback, useMemo, useState } from 'react';
import type { Json } from '../../meta/json.ts';
import type { Command } from '../../src/domain/command.ts';
import type { Problem } from '../../src/domain/problem.ts';
import { useProjectClient } from '../../src/sync/client/hooks.ts';

export interface Editing {
  /** Looking at the past: nothing can be changed. */
  readonly readOnly: boolean;
  /** Answers why not; nothing means that it is done. */
  readonly run: (command: Command) => readonly Problem[];
  readonly assign: (id: string, path: AssignPath, value: Json | undefined) => readonly Problem[];
  /** What the last command was refused for, until another one succeeds. */
  readonly problems: readonly Problem[];
  readonly dismiss: () => void;
}

type AssignPath = readonly [field: string, entry?: string];

const NONE: readonly Problem[] = [];

/** The way to change the project, with what was refused kept for showing beside what it concerns. */
export function useEditing(): Editing {
  const client = useProjectClient();
  const [problems, setProblems] = useState(NONE);
  const run = useCallback(
    (command: Command) => {
      if (!client) return NONE;
      const outcome = client.run(command);
      if (outcome.ok) void outcome.done.then((result) => setProblems(result.ok ? NONE : result.problems));
      const refused = outcome.ok ? NONE : outcome.problems;
      setProblems(refused);
      return refused;
    },
    [client],
  );
  return useMemo(
    () => ({
      readOnly: client === undefined,
      run,
      assign: (id, path, value) => run(assignment(id, path, value)),
      problems,
      dismiss: () => setProblems(NONE),
    }),
    [client, run, problems],
  );
}

function assignment(id: string, path: AssignPath, value: Json | undefined): Command {
  const [field, entry] = path;
  // zod's JSON arrays are mutable, ours are not; the command only reads them.
  const given = value as never;
  return {
    type: 'assign',
    values: [{ id, path: entry === undefined ? [field] : [field, entry], value: given }],
  };
}
