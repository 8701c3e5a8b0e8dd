import { Redo2, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { useProject, useUndo } from '../project/index.ts';

/** One's own steps only: what others did stays. */
export function UndoButtons() {
  const { writable } = useProject();
  const { undoLabel, redoLabel, undo, redo } = useUndo();
  const actions = useMemo(() => {
    const group = 'Edit';
    const undoing: Action = {
      id: 'edit.undo',
      label: undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`,
      group,
      icon: <Undo2 />,
      shortcut: 'Mod+Z',
      disabled: undoLabel === undefined,
      run: () => undo(),
    };
    const redoing: Action = {
      id: 'edit.redo',
      label: redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`,
      group,
      icon: <Redo2 />,
      shortcut: 'Mod+Shift+Z',
      disabled: redoLabel === undefined,
      run: () => redo(),
    };
    return [undoing, redoing] as const;
  }, [undoLabel, redoLabel, undo, redo]);
  useActions(actions);
  if (!writable) return null;
  return actions.map((action) => <ActionButton key={action.id} action={action} iconOnly />);
}
