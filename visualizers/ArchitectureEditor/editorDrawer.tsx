import { lazy, Suspense } from 'react';
import type { DrawerTab } from '../Frame/index.ts';
import { ProblemList } from '../graphEditing/index.ts';
import { Badge } from '../ui/index.ts';
import type { Editor } from './useEditor.ts';

const CodePanel = lazy(() => import('./CodePanel.tsx'));

/** What the drawer below the graph offers. */
export const editorDrawer = (editor: Editor): readonly DrawerTab[] => [problemsTab(editor), codeTab(editor)];

function problemsTab({ graph, handle }: Editor): DrawerTab {
  const problems = graph.check.problems.map(({ layer, message }) => ({ at: layer, message }));
  return {
    id: 'problems',
    label: 'Problems',
    badge: problems.length > 0 && <Badge tone="danger">{problems.length}</Badge>,
    content: (
      <ProblemList
        problems={problems}
        allWell="Every layer fits the one before it."
        onGoTo={(at) => handle.current?.goTo(at)}
      />
    ),
  };
}

function codeTab({ architecture, selection, showLayer }: Editor): DrawerTab {
  return {
    id: 'code',
    label: 'Code',
    content: (
      <Suspense>
        <CodePanel architecture={architecture.id} selection={selection} onSelect={showLayer} />
      </Suspense>
    ),
  };
}
