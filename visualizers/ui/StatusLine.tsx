import type { ReactNode } from 'react';
import styles from './StatusLine.module.css';
import { classNames } from './classNames.ts';

export interface StatusLineProps {
  readonly tone?: 'neutral' | 'problem';
  readonly children: ReactNode;
}

/** Says what is going on where it goes on; announced politely, never in the way. */
export function StatusLine({ tone = 'neutral', children }: StatusLineProps) {
  return (
    <div role="status" className={classNames(styles.line, tone === 'problem' && styles.problem)}>
      {children}
    </div>
  );
}
