import { EllipsisVertical, Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { NameInPlace } from '../controls/index.ts';
import { classNames, IconButton, Menu, type MenuEntry } from '../ui/index.ts';
import styles from './cards.module.css';

export interface CardProps {
  readonly name: string;
  /** What the name is called while it is written. */
  readonly nameLabel: string;
  /** Where the card leads. */
  readonly to: string;
  readonly picture: ReactNode;
  readonly readOnly?: boolean;
  readonly onRename: (name: string) => void;
  /** What else can be done with it. */
  readonly entries: readonly MenuEntry[];
  /** The lines below the name. */
  readonly children: ReactNode;
}

/** Something with a drawing, in a list of such: a click opens it, its menu and its name stand below the drawing. */
export function Card({ name, nameLabel, to, picture, readOnly, onRename, entries, children }: CardProps) {
  const [renaming, setRenaming] = useState(false);
  const rename: MenuEntry = {
    id: 'rename',
    label: 'Rename',
    icon: <Pencil />,
    onSelect: () => setRenaming(true),
  };
  return (
    <li className={styles.card}>
      <div className={styles.picture}>{picture}</div>
      <div className={styles.caption}>
        <h2 className={styles.title}>
          {renaming ? (
            <NameInPlace name={name} label={nameLabel} editing onEditing={setRenaming} onRename={onRename} />
          ) : (
            <Link to={to} className={styles.link}>
              {name}
            </Link>
          )}
        </h2>
        {!readOnly && (
          <Menu entries={[rename, ...entries]} align="end">
            <IconButton label={`Actions for ${name}`} icon={<EllipsisVertical />} className={styles.more} />
          </Menu>
        )}
        {children}
      </div>
    </li>
  );
}

export interface CardLineProps {
  readonly faint?: boolean;
  readonly children: ReactNode;
}

export function CardLine({ faint = false, children }: CardLineProps) {
  return <p className={classNames(styles.line, faint && styles.faint)}>{children}</p>;
}
