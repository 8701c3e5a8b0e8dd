import { Field, type FieldProps } from './Field.tsx';
import styles from './Field.module.css';
import { classNames } from './classNames.ts';
import { useDraft } from './useDraft.ts';

export interface NumberFieldProps extends FieldProps {
  readonly value: number | null;
  /** Enter, leaving the field, or an arrow key. An empty field commits null; text that is no number is dropped. */
  readonly onCommit: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly integer?: boolean;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}

export function NumberField(props: NumberFieldProps) {
  const { label, labelHidden, hint, error, value, onCommit, unit, step = 1, placeholder, disabled } = props;
  const draft = useDraft(value === null ? '' : String(value), undefined, (text) => {
    const parsed = parseNumber(text, props);
    if (parsed !== undefined) onCommit(parsed);
  });
  const nudge = (by: number) => {
    const from = parseNumber(draft.value, props);
    const next = parseNumber(String(Number(((from ?? 0) + by).toPrecision(12))), props);
    if (next !== undefined) onCommit(next);
  };
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error}>
      {(parts) => (
        <div className={classNames(styles.box, error !== undefined && styles.invalid)}>
          <input
            {...parts}
            {...draft}
            inputMode="decimal"
            placeholder={placeholder}
            disabled={disabled}
            className={classNames(styles.input, styles.number)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                event.preventDefault();
                nudge((event.key === 'ArrowUp' ? step : -step) * (event.shiftKey ? 10 : 1));
              } else draft.onKeyDown(event);
            }}
          />
          {unit && <span className={styles.affix}>{unit}</span>}
        </div>
      )}
    </Field>
  );
}

interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

function parseNumber(text: string, rule: NumberRule): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const parsed = Number(trimmed.replace(',', '.'));
  if (!Number.isFinite(parsed)) return undefined;
  const whole = rule.integer ? Math.round(parsed) : parsed;
  return Math.min(rule.max ?? Infinity, Math.max(rule.min ?? -Infinity, whole));
}
