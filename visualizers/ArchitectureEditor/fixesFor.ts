import type { ArchitectureProblem } from '../../src/domain/architecture/check.ts';
import { giversFor } from '../../src/domain/architecture/givers.ts';
import { fixesOf, fixText } from '../../src/domain/shapes/fixes.ts';
import type { LayerProblem } from '../../src/domain/shapes/index.ts';
import type { ProblemFix } from '../graphEditing/index.ts';
import { recordOf } from './nodePath.ts';
import type { Editor } from './useEditor.ts';

/** The changes that would mend a problem of this architecture, as buttons. */
export function fixesFor(
  { editing, edits, view, selection, graph: { check } }: Editor,
  problem: ArchitectureProblem,
): readonly ProblemFix[] {
  const { inference, network } = check;
  const part = network.parts.get(problem.at);
  const [layer] = part?.layers ?? [];
  // A block is many layers, and what is wrong inside it is mended there.
  if (editing.readOnly || layer === undefined || part?.outputs !== null) return [];
  const isOpen = problem.code === 'input-missing' || problem.code === 'input-count';
  const givers = isOpen ? giversFor(view, check, problem.at, selection.nodes) : [];
  return fixesOf(inference, { ...problem, layer } as LayerProblem, givers).map((fix) => ({
    label: fixText(inference, layer, fix),
    run: () => edits.mend(recordOf(problem.at), fix),
  }));
}
