import { lazy, Suspense, useMemo } from 'react';
import { Outlet, useNavigate, useNavigation } from 'react-router';
import { useActions, type Action } from '../../visualizers/actions/index.ts';
import { chooseTheme, THEMES } from '../../visualizers/theme/theme.ts';
import styles from './Shell.module.css';

const CommandPalette = lazy(() => import('../../visualizers/CommandPalette/CommandPalette.tsx'));

/** What is there on every page. */
export function Shell() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  useActions(useMemo(() => everywhere((to) => void navigate(to)), [navigate]));
  return (
    <>
      {state === 'loading' && <div className={styles.loading} role="progressbar" aria-label="Loading" />}
      <Outlet />
      <Suspense>
        <CommandPalette />
      </Suspense>
    </>
  );
}

function everywhere(goTo: (address: string) => void): readonly Action[] {
  const themes = THEMES.map((theme) => ({
    id: `theme.${theme}`,
    label: `Appearance: ${theme === 'system' ? 'as the system' : theme}`,
    group: 'Appearance',
    run: () => chooseTheme(theme),
  }));
  return [{ id: 'go.projects', label: 'All projects', group: 'Go to', run: () => goTo('/') }, ...themes];
}
