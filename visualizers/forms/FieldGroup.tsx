import { useId, type ReactNode } from 'react';
import type { FieldProps } from '../ui/index.ts';
import field from '../ui/Field.module.css';
import styles from './forms.module.css';

/** Like a field, around several controls that make one value together. */
export function FieldGroup({
  label,
  hint,
  error,
  action,
  children,
}: FieldProps & { readonly children: ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div
      role="group"
      className={styles.group}
      aria-labelledby={id}
      aria-describedby={note === undefined ? undefined : `${id}-note`}
      data-group
    >
      <div className={styles.head}>
        <span id={id} className={styles.label}>
          {label}
        </span>
        {action}
      </div>
      {children}
      {note !== undefined && (
        <div id={`${id}-note`} className={error === undefined ? field.hint : field.error} data-note>
          {note}
        </div>
      )}
    </div>
  );
}
