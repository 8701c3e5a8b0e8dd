import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, Split, Tabs, type TabItem } from '../ui/index.ts';
import styles from './Drawer.module.css';
import { useQuery } from './useQuery.ts';

export type DrawerTab = TabItem;

export interface DrawerProps {
  readonly tabs: readonly DrawerTab[];
  /** Open where the address says nothing. */
  readonly firstTab?: string;
  readonly children: ReactNode;
}

const FOLDED = 'folded';

/** Folded it is a line of names; open it shows one of them and remembers its height. */
export function Drawer({ tabs, firstTab, children }: DrawerProps) {
  const [asked, setOpen] = useQuery('drawer');
  if (tabs.length === 0) return children;
  const find = (wanted: string | undefined | null) => tabs.find(({ id }) => id === wanted);
  const shown = asked === FOLDED ? undefined : (find(asked) ?? find(firstTab));
  const pane = shown && (
    <Tabs
      label="Drawer"
      items={tabs.map((tab) => (tab === shown ? tab : { ...tab, content: null }))}
      value={shown.id}
      onChange={setOpen}
      aside={<IconButton label="Close drawer" icon={<ChevronDown />} onClick={() => setOpen(FOLDED)} />}
    />
  );
  return (
    <div className={styles.frame}>
      <div className={styles.above}>
        <Split id="drawer" label="drawer" side="bottom" initial={240} min={96} max={640} pane={pane ?? null}>
          {children}
        </Split>
      </div>
      {!shown && (
        <div className={styles.folded}>
          {tabs.map((tab) => (
            <button key={tab.id} type="button" className={styles.name} onClick={() => setOpen(tab.id)}>
              {tab.label}
              {tab.badge}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
