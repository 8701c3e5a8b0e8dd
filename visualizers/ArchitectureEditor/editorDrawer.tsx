import { lazy, Suspense } from 'react';
import { UNCHECKED } from '../../src/domain/architecture/checkInPieces.ts';
import { layerPath } from '../../src/domain/architecture/network.ts';
import type { DrawerTab } from '../Frame/index.ts';
import { ProblemList } from '../graphEditing/index.ts';
import { Badge } from '../ui/index.ts';
import { fixesFor } from './fixesFor.ts';
import { recordOf } from './nodePath.ts';
import type { Editor } from './useEditor.ts';

const CodePanel = lazy(() => import('./CodePanel.tsx'));

/** What the drawer below the graph offers. */
export const editorDrawer = (editor: Editor): readonly DrawerTab[] => [problemsTab(editor), codeTab(editor)];

function problemsTab(editor: Editor): DrawerTab {
  const { problems } = editor.graph.check;
  return {
    id: 'problems',
    label: 'Problems',
    badge: problems.length > 0 && <Badge tone="danger">{problems.length}</Badge>,
    content: <Problems editor={editor} />,
  };
}

/** So many are offered fixes; with more, one begins with the first. */
const MOST_WITH_FIXES = 50;

function Problems({ editor }: { readonly editor: Editor }) {
  const { check } = editor.graph;
  const problems = check.problems.map((problem, index) => ({
    at: problem.at,
    message: problem.message,
    fixes: index < MOST_WITH_FIXES ? fixesFor(editor, problem) : [],
  }));
  return (
    <ProblemList
      problems={problems}
      allWell={check === UNCHECKED ? 'The layers are being checked.' : 'Every layer fits the one before it.'}
      onGoTo={editor.showLayer}
    />
  );
}

function codeTab({ architecture, selection, showLayer, graph }: Editor): DrawerTab {
  return {
    id: 'code',
    label: 'Code',
    content: (
      <Suspense>
        <CodePanel
          architecture={architecture.id}
          selected={new Set([...selection.nodes].map(recordOf))}
          onSelect={(layer) => showLayer(nodeOf(graph, layer) ?? layer)}
        />
      </Suspense>
    ),
  };
}

/** The node that shows a layer; where a block hides it, the way to it. */
function nodeOf({ nodes, check }: Editor['graph'], layer: string): string | undefined {
  const drawn = nodes.find(({ id }) => recordOf(id) === layer)?.id;
  if (drawn !== undefined) return drawn;
  const hidden = check.network.layers.find(({ id }) => recordOf(id) === layer)?.id;
  return hidden === undefined ? undefined : layerPath(hidden);
}
