import type { ReactNode } from 'react';
import { Skeleton } from '../ui/index.ts';
import styles from './cards.module.css';

export function Cards({ children }: { readonly children: ReactNode }) {
  return <ul className={styles.cards}>{children}</ul>;
}

/** Holds the room until the cards are there. */
export function WaitingCards({ label }: { readonly label: string }) {
  return (
    <ul className={styles.cards} aria-busy="true" aria-label={label}>
      {[0, 1, 2].map((index) => (
        <li key={index} className={styles.card}>
          <Skeleton height={228} />
        </li>
      ))}
    </ul>
  );
}
