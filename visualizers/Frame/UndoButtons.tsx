import { Redo2, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { ProblemLines } from '../controls/index.ts';
import { useProject } from '../project/index.ts';
import { spoken } from '../ui/index.ts';
import styles from './UndoButtons.module.css';
import { useUndoing, type Undoing } from './useUndoing.ts';

/** One's own steps only: what others did stays. */
export function UndoButtons() {
  const { writable } = useProject();
  const { undoLabel, redoLabel, undo, redo, refused } = useUndoing();
  const actions = useMemo(() => {
    const group = 'Edit';
    const undoing: Action = {
      id: 'edit.undo',
      label: undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`,
      group,
      icon: <Undo2 />,
      shortcut: 'Mod+Z',
      disabled: undoLabel === undefined,
      run: undo,
    };
    const redoing: Action = {
      id: 'edit.redo',
      label: redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`,
      group,
      icon: <Redo2 />,
      shortcut: 'Mod+Shift+Z',
      disabled: redoLabel === undefined,
      run: redo,
    };
    return [undoing, redoing] as const;
  }, [undoLabel, redoLabel, undo, redo]);
  useActions(actions);
  if (!writable) return null;
  return (
    <>
      {actions.map((action) => (
        <ActionButton key={action.id} action={action} iconOnly />
      ))}
      {refused.length > 0 && (
        <div className={styles.refused}>
          <ProblemLines problems={refused} />
        </div>
      )}
      <LastEdit undoLabel={undoLabel} redoLabel={redoLabel} />
    </>
  );
}

type Labels = Pick<Undoing, 'undoLabel' | 'redoLabel'>;

/** Says to screen readers what one has just done, undone or done again, in the words of history. */
function LastEdit(labels: Labels) {
  const [said, setSaid] = useState({ labels, words: '' });
  const { undoLabel, redoLabel } = labels;
  if (said.labels.undoLabel !== undoLabel || said.labels.redoLabel !== redoLabel) {
    setSaid({ labels, words: wordsFor(said.labels, labels) });
  }
  return (
    <div role="status" aria-label="Last edit" className={spoken}>
      {said.words}
    </div>
  );
}

/** Undoing leaves something to be done again, and doing anything else leaves nothing. */
function wordsFor(before: Labels, { undoLabel = '', redoLabel }: Labels): string {
  if (redoLabel !== undefined && redoLabel === before.undoLabel) return `Undone: ${redoLabel}`;
  return before.redoLabel !== undefined && before.redoLabel === undoLabel
    ? `Done again: ${undoLabel}`
    : undoLabel;
}
