import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly picture?: ReactNode;
  /** One sentence that teaches what belongs here. */
  readonly sentence: string;
  readonly action?: ReactNode;
}

export function EmptyState({ picture, sentence, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {picture && (
        <div className={styles.picture} aria-hidden="true">
          {picture}
        </div>
      )}
      <p className={styles.sentence}>{sentence}</p>
      {action}
    </div>
  );
}
