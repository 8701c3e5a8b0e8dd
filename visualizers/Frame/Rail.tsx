import { NavLink } from 'react-router';
import { useOpenProject } from '../project/index.ts';
import { spokenWhenNarrow } from '../ui/index.ts';
import { Mark } from './Mark.tsx';
import { PLACES } from './places.tsx';
import styles from './Rail.module.css';

export function Rail() {
  const { base, commit } = useOpenProject();
  return (
    <nav className={styles.rail} aria-label="Places">
      <NavLink to="/" className={styles.home} aria-label="All projects">
        <Mark />
      </NavLink>
      {PLACES.filter(({ presentOnly }) => commit === null || !presentOnly).map(({ path, label, icon }) => (
        <NavLink key={path} to={`${base}/${path}`} className={styles.place} title={label}>
          {icon}
          <span className={spokenWhenNarrow}>{label}</span>
        </NavLink>
      ))}
    </nav>
  );
}
