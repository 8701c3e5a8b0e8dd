import { Check } from 'lucide-react';
import { Checkbox as RadixCheckbox } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import styles from './Checkbox.module.css';
import field from './Field.module.css';

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string;
  /** At the end of the line. */
  readonly action?: ReactNode;
}

export function Checkbox({ label, checked, onChange, disabled, hint, error, action }: CheckboxProps) {
  const id = useId();
  const note = error ?? hint;
  const row = (
    <div className={styles.row}>
      <RadixCheckbox.Root
        id={id}
        className={styles.checkbox}
        checked={checked}
        disabled={disabled}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onCheckedChange={(next) => onChange(next === true)}
      >
        <RadixCheckbox.Indicator>
          <Check size={12} strokeWidth={3} />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id}>{label}</label>
      {action && <span className={styles.action}>{action}</span>}
    </div>
  );
  if (note === undefined) return row;
  return (
    <div>
      {row}
      <div id={`${id}-note`} className={error === undefined ? field.hint : field.error}>
        {note}
      </div>
    </div>
  );
}
