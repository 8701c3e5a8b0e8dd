import { useState, type KeyboardEvent } from 'react';
import { classNames } from '../ui/index.ts';
import styles from './NameInPlace.module.css';

export interface NameInPlaceProps {
  readonly name: string;
  /** What is named, for the field's label: "Name of the pipeline". */
  readonly label: string;
  readonly onRename: (name: string) => void;
  /** The name is being edited. */
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
  readonly className?: string;
  readonly mono?: boolean;
}

/** A name that turns into a field where it stands; Enter or leaving it keeps, Escape gives up. */
export function NameInPlace(props: NameInPlaceProps) {
  const { name, label, onRename, editing, onEditing, className, mono } = props;
  if (!editing)
    return <span className={classNames(styles.name, mono && styles.mono, className)}>{name}</span>;
  return (
    <NameField
      name={name}
      label={label}
      className={classNames(mono && styles.mono, className)}
      onDone={(next) => {
        onEditing(false);
        if (next.trim() !== '' && next !== name) onRename(next.trim());
      }}
    />
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly label: string;
  readonly className: string;
  readonly onDone: (name: string) => void;
}

function NameField({ name, label, className, onDone }: NameFieldProps) {
  const [draft, setDraft] = useState(name);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') onDone(draft);
    if (event.key === 'Escape') onDone(name);
  };
  return (
    <input
      autoFocus
      aria-label={label}
      className={classNames(styles.field, className)}
      value={draft}
      size={Math.max(4, draft.length)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => onDone(draft)}
      onKeyDown={onKeyDown}
      onClick={(event) => event.preventDefault()}
    />
  );
}
