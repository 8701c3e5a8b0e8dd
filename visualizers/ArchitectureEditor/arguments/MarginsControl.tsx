import type { ReactNode } from 'react';
import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { FieldGroup, ParsedField } from '../../forms/index.ts';
import { Select } from '../../ui/index.ts';
import styles from './arguments.module.css';
import type { ControlProps } from './control.ts';
import { namesOfEntries } from './entries.ts';
import { parseArgument, stepNumber } from './parseArgument.ts';
import { formOfMargins, inForm, sidesOf, withSide, type MarginsForm } from './margins.ts';
import { writeLiteral } from './pythonLiteral.ts';

const FORMS: Readonly<Record<MarginsForm, string>> = {
  same: 'Same on every side',
  'by-dimension': 'By dimension',
  'by-side': 'Before and after',
};

/** Padding and cropping: one number, one for each dimension, or one for each side. */
export function MarginsControl(props: ControlProps<'margins'>) {
  const { argument, type, value, onChange, frame, disabled } = props;
  const { length } = type;
  const margins = value ?? 0;
  const form = formOfMargins(margins, length);
  const names = namesOfEntries({ name: argument.name, type }, length);
  const forms: readonly MarginsForm[] =
    length === 1 ? ['same', 'by-side'] : ['same', 'by-dimension', 'by-side'];
  const row = (key: string, ...children: ReactNode[]) => (
    <div key={key} className={styles.entries}>
      {children}
    </div>
  );
  const side = (dimension: number, at: number, name: string, mark: string | undefined) => (
    <Side key={name} {...props} dimension={dimension} side={at} name={name} mark={mark} />
  );
  return (
    <FieldGroup {...frame}>
      <Select
        label={`How ${argument.name} is given`}
        labelHidden
        value={form}
        options={forms.map((one) => ({ value: one, label: FORMS[one] }))}
        disabled={disabled}
        onChange={(next) => onChange(inForm(margins, length, next as MarginsForm))}
      />
      {form === 'same' && row('same', side(0, 0, 'every side', undefined))}
      {form === 'by-dimension' &&
        row('dimensions', ...names.map(({ name, mark }, dimension) => side(dimension, 0, name, mark)))}
      {form === 'by-side' &&
        names.map(({ name, mark }, dimension) =>
          row(
            name,
            length > 1 && (
              <span key="mark" className={styles.mark}>
                {mark}
              </span>
            ),
            side(dimension, 0, `${name} before`, 'before'),
            side(dimension, 1, `${name} after`, 'after'),
          ),
        )}
    </FieldGroup>
  );
}

interface SideProps extends ControlProps<'margins'> {
  readonly dimension: number;
  readonly side: number;
  readonly name: string;
  readonly mark: string | undefined;
}

function Side({ argument, type, value, isDefault, onChange, disabled, check, ...at }: SideProps) {
  const margins = value ?? 0;
  const put = (typed: ArgumentValue) =>
    withSide(margins, type.length, at.dimension, at.side, typeof typed === 'number' ? typed : 0);
  return (
    <ParsedField
      label={`${argument.name}, ${at.name}`}
      labelHidden
      prefix={at.mark}
      text={writeLiteral(sidesOf(margins, type.length)[at.dimension]?.[at.side] ?? 0)}
      parse={(text) => parseArgument({ name: argument.name, type: { kind: 'integer' } }, text)}
      step={(from, by) => stepNumber('integer', from, by)}
      onCommit={(typed) => onChange(put(typed))}
      warn={check && ((typed) => check(put(typed)))}
      faint={isDefault}
      disabled={disabled}
      mono
    />
  );
}
