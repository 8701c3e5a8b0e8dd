import styles from './DropHint.module.css';

/** Lies over the page while a file hovers over it, and says what dropping it does. */
export function DropHint({ show, children }: { readonly show: boolean; readonly children: string }) {
  return show ? <div className={styles.hint}>{children}</div> : null;
}
