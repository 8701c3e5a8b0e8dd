import { useState } from 'react';
import { FieldGroup } from '../../forms/index.ts';
import { counted } from '../../words/index.ts';
import styles from './arguments.module.css';
import { isListValue, type ControlProps } from './control.ts';

/** A vocabulary and the like: one entry a line. */
export function TextListControl({ argument, value, onChange, frame, disabled }: ControlProps<'tuple'>) {
  const [draft, setDraft] = useState<string>();
  const entries = isListValue(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  const shown = draft === undefined ? entries : entriesOf(draft);
  const leave = () => {
    setDraft(undefined);
    if (draft === undefined || shown.join('\n') === entries.join('\n')) return;
    onChange(shown.length === 0 && argument.nullable ? null : shown);
  };
  return (
    <FieldGroup {...frame}>
      <textarea
        className={styles.list}
        aria-label={`${argument.name}, one entry a line`}
        placeholder={argument.nullable ? 'None' : 'One entry a line'}
        value={draft ?? entries.join('\n')}
        rows={Math.min(8, Math.max(2, shown.length + 1))}
        disabled={disabled}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Escape' && setDraft(undefined)}
      />
      <span className={styles.note} aria-live="polite">
        {shown.length === 0 ? 'One entry a line.' : `${entriesInWords(shown.length)}, one a line.`}
      </span>
    </FieldGroup>
  );
}

const entriesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
const entriesInWords = (size: number) => (size === 1 ? '1 entry' : counted(size, 'entrie'));
