import { lazy, Suspense, useMemo, useState } from 'react';
import { Outlet, useNavigate, useNavigation } from 'react-router';
import { useActions, type Action } from '../../visualizers/actions/index.ts';
import { chooseTheme, THEMES } from '../../visualizers/theme/theme.ts';
import styles from './Shell.module.css';

const CommandPalette = lazy(() => import('../../visualizers/CommandPalette/CommandPalette.tsx'));

/** What is there on every page. */
export function Shell() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  const [commanding, setCommanding] = useState(false);
  useActions(
    useMemo(
      () => everywhere({ goTo: (to) => void navigate(to), command: () => setCommanding((now) => !now) }),
      [navigate],
    ),
  );
  return (
    <>
      {state === 'loading' && <div className={styles.loading} role="progressbar" aria-label="Loading" />}
      <Outlet />
      <Suspense>
        <CommandPalette open={commanding} onOpenChange={setCommanding} />
      </Suspense>
    </>
  );
}

interface Doing {
  readonly goTo: (address: string) => void;
  readonly command: () => void;
}

/** The palette's key is answered here, so that it counts while the palette itself is still on its way. */
function everywhere({ goTo, command }: Doing): readonly Action[] {
  const themes = THEMES.map((theme) => ({
    id: `theme.${theme}`,
    label: `Appearance: ${theme === 'system' ? 'as the system' : theme}`,
    group: 'Appearance',
    run: () => chooseTheme(theme),
  }));
  return [
    { id: 'palette.open', label: 'Command palette', group: 'Go to', shortcut: 'Mod+K', run: command },
    { id: 'go.projects', label: 'All projects', group: 'Go to', opens: true, run: () => goTo('/') },
    ...themes,
  ];
}
