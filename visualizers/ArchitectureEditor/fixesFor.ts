import type { ArchitectureProblem } from '../../src/domain/architecture/check.ts';
import { fixesAt } from '../../src/domain/architecture/fixesAt.ts';
import type { ProblemFix } from '../graphEditing/index.ts';
import { recordOf } from './nodePath.ts';
import type { Editor } from './useEditor.ts';

/** The changes that would mend a problem of this architecture, as buttons. */
export function fixesFor(
  { editing, edits, view, selection, graph: { check } }: Editor,
  problem: ArchitectureProblem,
): readonly ProblemFix[] {
  if (editing.readOnly) return [];
  return fixesAt(view, check, problem, selection.nodes).map(({ fix, text }) => ({
    label: text,
    run: () => edits.mend(recordOf(problem.at), fix),
  }));
}
