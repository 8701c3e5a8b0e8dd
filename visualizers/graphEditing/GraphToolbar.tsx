import { ActionButton, type Action } from '../actions/index.ts';
import styles from './GraphToolbar.module.css';

export interface GraphToolbarProps {
  readonly label: string;
  readonly actions: readonly (Action & { readonly button?: string })[];
}

/** The buttons above the graph: those actions that have one there. */
export function GraphToolbar({ label, actions }: GraphToolbarProps) {
  const shown = actions.filter(({ button }) => button === 'toolbar');
  if (shown.length === 0) return null;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={label}>
      {shown.map((action) => (
        <ActionButton key={action.id} action={action} kind="quiet" iconOnly={action.icon !== undefined} />
      ))}
    </div>
  );
}
