import { useId, type ReactNode } from 'react';
import styles from './Field.module.css';
import { classNames } from './classNames.ts';
import { spoken } from './spoken.ts';

export interface FieldProps {
  readonly label: string;
  /** The label stays readable for screen readers only. */
  readonly labelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string;
  /** At the end of the line of the label, such as the way back to the default. */
  readonly action?: ReactNode;
}

export interface FieldParts {
  readonly id: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-describedby'?: string;
}

/** Label, hint and error around one control; the control receives the attributes that tie them together. */
export function Field({
  label,
  labelHidden,
  hint,
  error,
  action,
  children,
}: FieldProps & { readonly children: (parts: FieldParts) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={styles.field} data-field>
      <div className={classNames(styles.head, labelHidden && spoken)}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {action}
      </div>
      {children({
        id,
        ...(error !== undefined && { 'aria-invalid': true as const }),
        ...(note !== undefined && { 'aria-describedby': `${id}-note` }),
      })}
      {note !== undefined && (
        <div id={`${id}-note`} className={error === undefined ? styles.hint : styles.error} data-note>
          {note}
        </div>
      )}
    </div>
  );
}
