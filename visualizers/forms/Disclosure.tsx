import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './forms.module.css';

export interface DisclosureProps {
  readonly title: ReactNode;
  /** Only for the first time; afterwards it stays as the person left it. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** What is rarely wanted, folded away. */
export function Disclosure({ title, open = false, children }: DisclosureProps) {
  return (
    <details className={styles.disclosure} ref={(element) => opened(element, open)}>
      <summary>
        <ChevronRight aria-hidden="true" />
        {title}
      </summary>
      <div className={styles.disclosed}>{children}</div>
    </details>
  );
}

/** React would close it again with every render if `open` were an attribute. */
function opened(element: HTMLDetailsElement | null, open: boolean) {
  if (!element || element.dataset['seen'] !== undefined) return;
  element.dataset['seen'] = '';
  element.open = open;
}
