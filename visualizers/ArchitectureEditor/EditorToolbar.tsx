import { ActionButton } from '../actions/index.ts';
import styles from './ArchitectureEditor.module.css';
import type { EditorAction } from './editorActions.tsx';

/** The buttons above the graph. */
export function EditorToolbar({ actions }: { readonly actions: readonly EditorAction[] }) {
  const shown = actions.filter(({ button }) => button === 'toolbar');
  if (shown.length === 0) return null;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Architecture">
      {shown.map((action) => (
        <ActionButton key={action.id} action={action} kind="quiet" iconOnly={action.icon !== undefined} />
      ))}
    </div>
  );
}
