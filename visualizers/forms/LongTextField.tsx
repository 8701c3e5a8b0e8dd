import { useState } from 'react';
import { Field } from '../ui/index.ts';
import styles from './forms.module.css';

export interface LongTextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}

/** Prose; taken over when it is left. */
export function LongTextField({ label, value, onCommit, placeholder, disabled }: LongTextFieldProps) {
  const [draft, setDraft] = useState<string>();
  const leave = () => {
    if (draft !== undefined && draft !== value) onCommit(draft);
    setDraft(undefined);
  };
  return (
    <Field label={label}>
      {(parts) => (
        <textarea
          {...parts}
          className={styles.note}
          value={draft ?? value}
          placeholder={placeholder}
          disabled={disabled}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === 'Escape' && setDraft(undefined)}
        />
      )}
    </Field>
  );
}
