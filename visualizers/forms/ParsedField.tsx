import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { classNames, Field, type FieldProps } from '../ui/index.ts';
import field from '../ui/Field.module.css';
import styles from './forms.module.css';

export type Parsed<T> = { readonly value: T } | { readonly fault: string };

export interface ParsedFieldProps<T> extends FieldProps {
  /** The value as text. */
  readonly text: string;
  readonly parse: (text: string) => Parsed<T>;
  /** Enter, or leaving the field. */
  readonly onCommit: (value: T) => void;
  /** What will be said of a value that can be taken all the same. */
  readonly warn?: (value: T) => string | undefined;
  /** The value that an arrow key leads to: one step up or down, ten with Shift. */
  readonly step?: (value: T, by: number) => T;
  readonly prefix?: ReactNode;
  /** Such as the unit of a number. */
  readonly suffix?: ReactNode;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly mono?: boolean;
  /** The value is the default, which nobody has set. */
  readonly faint?: boolean;
}

/** A field for what has to be understood: it says while one types why it cannot be, and keeps what was typed. */
export function ParsedField<T>(props: ParsedFieldProps<T>) {
  const { label, labelHidden, hint, error, action, text, parse, onCommit, warn, step } = props;
  const { prefix, suffix, placeholder, disabled, mono, faint } = props;
  const [draft, setDraft] = useState<string>();
  const fault = draft === undefined ? error : faultOf(parse(draft), warn);
  const commit = (typed: string) => {
    const answer = parse(typed);
    if ('fault' in answer) return;
    setDraft(undefined);
    if (typed !== text) onCommit(answer.value);
  };
  const nudge = (by: number) => {
    const answer = parse(draft ?? text);
    if (!step || 'fault' in answer) return;
    setDraft(undefined);
    onCommit(step(answer.value, by));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && draft !== undefined) commit(draft);
    if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation();
      setDraft(undefined);
    }
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction === undefined || !step) return;
    event.preventDefault();
    nudge(direction * (event.shiftKey ? 10 : 1));
  };
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={fault} action={action}>
      {(parts) => (
        <div className={classNames(field.box, fault !== undefined && field.invalid)}>
          {prefix && <span className={styles.affix}>{prefix}</span>}
          <input
            {...parts}
            type="text"
            className={classNames(field.input, field.number, mono && field.mono, faint && styles.faint)}
            value={draft ?? text}
            placeholder={placeholder}
            disabled={disabled}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => draft !== undefined && commit(draft)}
            onKeyDown={onKeyDown}
          />
          {suffix && <span className={styles.affix}>{suffix}</span>}
        </div>
      )}
    </Field>
  );
}

const faultOf = <T,>(parsed: Parsed<T>, warn: ((value: T) => string | undefined) | undefined) =>
  'fault' in parsed ? parsed.fault : warn?.(parsed.value);
