import type { ReactNode } from 'react';
import { classNames } from '../ui/index.ts';
import styles from './forms.module.css';

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.heading} aria-hidden="true">
        {title}
      </div>
      {children}
    </section>
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
