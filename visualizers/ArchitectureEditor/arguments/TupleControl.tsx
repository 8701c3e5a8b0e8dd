import { Link2, Unlink2 } from 'lucide-react';
import { useState } from 'react';
import type { ArgumentDescription, ArgumentValue } from '../../../meta/catalogue/index.ts';
import { FieldGroup, ParsedField } from '../../forms/index.ts';
import { IconButton } from '../../ui/index.ts';
import styles from './arguments.module.css';
import { isListValue, NONE, type ControlProps } from './control.ts';
import { namesOfEntries } from './entries.ts';
import { parseArgument, stepNumber } from './parseArgument.ts';
import { writeLiteral } from './pythonLiteral.ts';

/** A number for each entry; linked, they are all the same. */
export function TupleControl(props: ControlProps<'tuple'>) {
  const { argument, type, value, isDefault, onChange, frame, disabled, check } = props;
  const length = type.length ?? 1;
  const items = itemsOf(value, length);
  const areEqual = items.every((item) => item === items[0]);
  const [isLinked, setLinked] = useState(areEqual && (type.scalar === true || length === 1));
  const linked = isLinked && areEqual;
  const entry = entryOf(argument, type.item === 'integer' ? 'integer' : 'float');
  const withItem = (index: number, item: ArgumentValue): ArgumentValue => {
    if (item === null) return null;
    if (linked && type.scalar === true) return item;
    return items.map((before, at) => (linked || at === index ? item : (before ?? item)));
  };
  const names = namesOfEntries(argument, length);
  return (
    <FieldGroup {...frame}>
      <div className={styles.entries}>
        {names.map(({ name, mark }, index) => (
          <ParsedField
            key={index}
            label={names.length === 1 ? argument.name : `${argument.name}, ${name}`}
            labelHidden
            prefix={mark}
            text={items[index] === undefined ? '' : writeLiteral(items[index])}
            parse={(text) => parseArgument(entry, text)}
            step={(from, by) => stepNumber(type.item === 'integer' ? 'integer' : 'float', from, by)}
            onCommit={(item) => onChange(withItem(index, item))}
            warn={check && ((item) => check(withItem(index, item)))}
            placeholder={argument.required ? 'Required' : argument.nullable ? NONE : undefined}
            suffix={index === names.length - 1 ? argument.unit : undefined}
            faint={isDefault}
            disabled={disabled}
            mono
          />
        ))}
        {length > 1 && !disabled && (
          <IconButton
            label={
              linked ? `Set the entries of ${argument.name} one by one` : `Same for all of ${argument.name}`
            }
            icon={linked ? <Link2 /> : <Unlink2 />}
            pressed={linked}
            className={styles.small}
            onClick={() => {
              setLinked(!linked);
              const [first] = items;
              if (!linked && !areEqual && first !== undefined) {
                onChange(type.scalar === true ? first : items.map(() => first));
              }
            }}
          />
        )}
      </div>
    </FieldGroup>
  );
}

/** One value stands for all; what is not given yet is undefined. */
function itemsOf(value: ArgumentValue | undefined, length: number): readonly (ArgumentValue | undefined)[] {
  const filled = Array.from({ length }, (_, index) =>
    isListValue(value) ? value[index] : (value ?? undefined),
  );
  return filled;
}

const entryOf = (argument: ArgumentDescription, kind: 'integer' | 'float'): ArgumentDescription => ({
  name: argument.name,
  type: { kind },
  ...(argument.nullable ? { nullable: true } : {}),
});
