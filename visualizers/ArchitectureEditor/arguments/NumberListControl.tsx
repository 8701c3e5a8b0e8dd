import { Minus, Plus } from 'lucide-react';
import type { ArgumentDescription, ArgumentValue } from '../../../meta/catalogue/index.ts';
import { FieldGroup, ParsedField, type Parsed } from '../../forms/index.ts';
import { IconButton } from '../../ui/index.ts';
import styles from './arguments.module.css';
import { isListValue, NONE, type ControlProps } from './control.ts';
import { parseArgument, stepNumber } from './parseArgument.ts';
import { writeLiteral } from './pythonLiteral.ts';

/** A shape, or numbers in a row as many as one likes. Several can be typed or pasted into one field. */
export function NumberListControl(props: ControlProps<'tuple' | 'shape'>) {
  const { argument, type, value, isDefault, onChange, frame, disabled, check } = props;
  const items = isListValue(value) ? value : value === undefined || value === null ? [] : [value];
  const isShape = type.kind === 'shape';
  const kind = type.kind === 'tuple' && type.item === 'float' ? 'float' : 'integer';
  const written = (next: readonly ArgumentValue[]): ArgumentValue => {
    if (next.length === 0 && argument.nullable) return null;
    const [only] = next;
    const isOne = next.length === 1 && only !== undefined && only !== null && !isListValue(value);
    return isOne && type.scalar === true ? only : next;
  };
  // Who types several means all of it.
  const put = (index: number, typed: ArgumentValue) =>
    isListValue(typed) ? typed : written(items.with(index, typed));
  return (
    <FieldGroup {...frame}>
      <div className={styles.entries}>
        {items.map((item, index) => (
          <div key={index} className={styles.entry}>
            <ParsedField
              label={`${argument.name}, ${isShape ? 'dimension' : 'entry'} ${String(index + 1)}`}
              labelHidden
              text={item === null ? '' : writeLiteral(item)}
              parse={(text) => parseEntry(argument, kind, text)}
              step={(from, by) => stepNumber(kind, from, by)}
              onCommit={(typed) => onChange(put(index, typed))}
              warn={check && ((typed) => check(put(index, typed)))}
              placeholder={isShape ? NONE : undefined}
              faint={isDefault}
              disabled={disabled}
              mono
            />
          </div>
        ))}
        {items.length === 0 && <span className={styles.note}>{value === null ? NONE : 'Empty'}</span>}
        {!disabled && (
          <>
            {items.length > 0 && (
              <IconButton
                label={`Remove the last entry of ${argument.name}`}
                icon={<Minus />}
                className={styles.small}
                onClick={() => onChange(written(items.slice(0, -1)))}
              />
            )}
            <IconButton
              label={`Add ${isShape ? 'a dimension' : 'an entry'} to ${argument.name}`}
              icon={<Plus />}
              className={styles.small}
              onClick={() => onChange(written([...items, items.at(-1) ?? (isShape ? 1 : 0)]))}
            />
          </>
        )}
      </div>
    </FieldGroup>
  );
}

/** One number, or several with commas; an empty field of a shape is a dimension that is not known. */
function parseEntry(
  argument: ArgumentDescription,
  kind: 'integer' | 'float',
  text: string,
): Parsed<ArgumentValue> {
  if (text.includes(',') || /^\s*[([]/.test(text)) return parseArgument(argument, text);
  const isShape = argument.type.kind === 'shape';
  return parseArgument({ name: argument.name, type: { kind }, ...(isShape ? { nullable: true } : {}) }, text);
}
