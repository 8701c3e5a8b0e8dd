import type { ReactNode } from 'react';
import { classNames } from '../ui/index.ts';
import styles from './forms.module.css';

/** A part of a panel or of a node: no landmark, since the same form may be in both. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.section} role="group" aria-label={title}>
      <div className={styles.heading} aria-hidden="true">
        {title}
      </div>
      {children}
    </div>
  );
}

export interface FormProps {
  /** Labels beside their fields, where there is little room. */
  readonly compact?: boolean;
  readonly children: ReactNode;
}

export function Form({ compact, children }: FormProps) {
  return <div className={classNames(styles.form, compact && styles.compact)}>{children}</div>;
}
