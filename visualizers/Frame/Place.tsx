import { PanelRight } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useOpenProject, useProjectName } from '../project/index.ts';
import { Badge, IconButton, spoken, Split } from '../ui/index.ts';
import { ThemeMenu } from '../theme/ThemeMenu.tsx';
import { Drawer, type DrawerTab } from './Drawer.tsx';
import styles from './Place.module.css';
import { PastBanner } from './PastBanner.tsx';
import { SaveState } from './SaveState.tsx';
import { UndoButtons } from './UndoButtons.tsx';
import { useQuery } from './useQuery.ts';

export interface Crumb {
  readonly label: ReactNode;
  readonly to?: string;
}

export interface PlaceProps {
  /** For the tab of the browser. */
  readonly title: string;
  /** From the place inward; the project stands before them. */
  readonly crumbs: readonly Crumb[];
  /** The one primary action of the place, with what stands beside it. */
  readonly actions?: ReactNode;
  /** What the inspector shows; null where the place has none. */
  readonly inspector?: ReactNode | null;
  readonly drawer?: readonly DrawerTab[];
  /** What the drawer shows where the address says nothing; folded without it. */
  readonly firstTab?: string;
  readonly children: ReactNode;
}

/** The frame around the work: header above, inspector at the right, drawer below. */
export function Place({
  title,
  crumbs,
  actions,
  inspector = null,
  drawer = [],
  firstTab,
  children,
}: PlaceProps) {
  const [panel, setPanel] = useQuery('inspector');
  const name = useProjectName();
  const { commit } = useOpenProject();
  const open = inspector !== null && panel !== 'closed';
  const toggle = inspector !== null && (
    <IconButton
      label="Inspector"
      icon={<PanelRight />}
      pressed={open}
      onClick={() => setPanel(open ? 'closed' : null)}
    />
  );
  return (
    <div className={styles.place}>
      <title>{`${title} – ${name}`}</title>
      <header className={styles.header}>
        <Breadcrumb crumbs={crumbs} />
        <SaveState />
        <UndoButtons />
        <ThemeMenu />
        {toggle}
        {commit === null && actions}
      </header>
      <PastBanner />
      <main className={styles.body}>
        <Split
          id="inspector"
          label="inspector"
          side="right"
          initial={320}
          min={240}
          max={560}
          pane={
            open ? (
              <section className={styles.inspector} aria-label="Inspector">
                {inspector}
              </section>
            ) : null
          }
        >
          <Drawer tabs={drawer} firstTab={firstTab}>
            <div className={styles.work}>
              <h1 className={spoken}>{title}</h1>
              {children}
            </div>
          </Drawer>
        </Split>
      </main>
    </div>
  );
}

function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const { base } = useOpenProject();
  const name = useProjectName();
  const all: readonly Crumb[] = [{ label: name, to: base }, ...crumbs];
  return (
    <nav aria-label="Breadcrumb" className={styles.breadcrumb}>
      <ol className={styles.crumbs}>
        {all.map(({ label, to }, index) => (
          <Fragment key={index}>
            {index > 0 && (
              <li aria-hidden="true" className={styles.slash}>
                /
              </li>
            )}
            <li className={styles.crumb} aria-current={index === all.length - 1 ? 'page' : undefined}>
              {to !== undefined && index < all.length - 1 ? <Link to={to}>{label}</Link> : label}
            </li>
          </Fragment>
        ))}
      </ol>
      <Badge>master</Badge>
    </nav>
  );
}
