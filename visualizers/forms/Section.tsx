import type { ReactNode } from 'react';
import styles from './forms.module.css';

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  );
}

export function Form({ children }: { readonly children: ReactNode }) {
  return <div className={styles.form}>{children}</div>;
}
