import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  /** Such as the number of problems. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Controls at the far end of the tab row. */
  readonly aside?: ReactNode;
}

export function Tabs({ label, items, value, onChange, aside }: TabsProps) {
  return (
    <Radix.Root className={styles.tabs} value={value} onValueChange={onChange}>
      <div className={styles.list}>
        <Radix.List aria-label={label} style={{ display: 'contents' }}>
          {items.map((item) => (
            <Radix.Trigger key={item.id} value={item.id} className={styles.tab}>
              {item.label}
              {item.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      {items.map((item) => (
        <Radix.Content key={item.id} value={item.id} className={styles.content}>
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
