import { Trash2, WandSparkles } from 'lucide-react';
import { useMemo } from 'react';
import { useActions } from '../actions/index.ts';
import { blockActions } from './blockActions.tsx';
import { useModuleCreation } from '../ModuleList/useModuleCreation.tsx';
import type { EditorAction, EditorActions } from './editorAction.ts';
import { fixesFor } from './fixesFor.ts';
import { gestureActions } from './gestures/gestureActions.tsx';
import { useClassWriting } from './useClassWriting.tsx';
import type { Editor } from './useEditor.ts';

/** All of them, in the order in which their buttons stand. */
const ACTIONS: readonly EditorActions[] = [blockActions, gestureActions, mending, deleting];

export function useEditorActions(editor: Editor): readonly EditorAction[] {
  const writing = useClassWriting(editor);
  const actions = useMemo(
    () => [...ACTIONS.flatMap((offered) => offered(editor)), ...writing],
    [editor, writing],
  );
  useActions(actions);
  useActions(useModuleCreation(editor.editing));
  return actions;
}

/** What mends the selected layer, the first at one keystroke. */
function mending(editor: Editor): readonly EditorAction[] {
  const problems = editor.graph.check.results.get(editor.selected ?? '')?.problems ?? [];
  return problems
    .flatMap((problem) => fixesFor(editor, problem))
    .map(({ label, run }, index) => ({
      id: `architecture.mend.${String(index)}`,
      label,
      group: 'Fixes',
      icon: <WandSparkles />,
      ...(index === 0 ? { shortcut: 'Mod+.' } : {}),
      run,
    }));
}

function deleting({ selection, editing, edits }: Editor): readonly EditorAction[] {
  if (editing.readOnly || selection.nodes.size + selection.edges.size === 0) return [];
  return [
    {
      id: 'architecture.delete',
      label: 'Delete',
      group: 'Selection',
      icon: <Trash2 />,
      button: 'selection',
      shortcut: 'Delete',
      answeredElsewhere: true,
      run: () => edits.remove(selection),
    },
  ];
}
