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
  /** After the text, such as the unit of a number. */
  readonly suffix?: ReactNode;
  readonly mono?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, labelHidden, hint, error, action, ...own } = props;
  const { value, onChange, onCommit, prefix, suffix, mono, onKeyDown, ...rest } = own;
  const draft = useDraft(value, onChange, onCommit);
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} action={action}>
      {(parts) => (
        <div className={classNames(styles.box, error !== undefined && styles.invalid)}>
          {prefix && <span className={styles.affix}>{prefix}</span>}
          <input
            type="text"
            {...rest}
            {...parts}
            {...draft}
            onKeyDown={(event) => {
              onKeyDown?.(event);
              draft.onKeyDown(event);
            }}
            className={classNames(styles.input, mono && styles.mono)}
          />
          {suffix && <span className={styles.affix}>{suffix}</span>}
        </div>
      )}
    </Field>
  );
}
