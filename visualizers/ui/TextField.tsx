import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import styles from './Field.module.css';
import { classNames } from './classNames.ts';
import { useDraft } from './useDraft.ts';

export interface TextFieldProps
  extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'prefix'> {
  readonly value: string;
  /** Every keystroke. Leave it out for fields that take effect on Enter or when left. */
  readonly onChange?: (value: string) => void;
  /** Enter or leaving the field, if the text differs; Escape restores the value. */
  readonly onCommit?: (value: string) => void;
  readonly prefix?: ReactNode;
  readonly mono?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, labelHidden, hint, error, value, onChange, onCommit, prefix, mono, ...rest } = props;
  const draft = useDraft(value, onChange, onCommit);
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error}>
      {(parts) => (
        <div className={classNames(styles.box, error !== undefined && styles.invalid)}>
          {prefix && <span className={styles.affix}>{prefix}</span>}
          <input
            type="text"
            {...rest}
            {...parts}
            {...draft}
            className={classNames(styles.input, mono && styles.mono)}
          />
        </div>
      )}
    </Field>
  );
}
