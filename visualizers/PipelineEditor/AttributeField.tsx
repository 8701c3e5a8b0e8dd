import type { ReactNode } from 'react';
import type { AttributeRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { expectationUnmet } from '../../src/domain/pipeline/arguments.ts';
import { sameJson } from '../../src/domain/state.ts';
import { ParsedField, ResetButton, type Parsed } from '../forms/index.ts';
import { Checkbox, Select } from '../ui/index.ts';
import { valueText } from './pipelineGraph.ts';

export interface AttributeFieldProps {
  readonly attribute: AttributeRecord;
  /** undefined: the default counts. */
  readonly value: Json | undefined;
  /** undefined restores the default. */
  readonly onChange: (value: Json | undefined) => void;
  readonly disabled?: boolean;
  /** Leaves the explanation out. */
  readonly terse?: boolean;
}

/** The value of one attribute, by its declared type. */
export function AttributeField({ attribute, value, onChange, disabled, terse }: AttributeFieldProps) {
  const changed = value !== undefined && !sameJson(value, attribute.default);
  return (
    <Control
      attribute={attribute}
      value={value === undefined ? attribute.default : value}
      hint={terse || attribute.doc === '' ? undefined : attribute.doc}
      action={
        changed && !disabled && <ResetButton name={attribute.name} onReset={() => onChange(undefined)} />
      }
      disabled={disabled}
      onChange={onChange}
    />
  );
}

interface ControlProps {
  readonly attribute: AttributeRecord;
  readonly value: Json;
  readonly hint: string | undefined;
  readonly action: ReactNode;
  readonly disabled: boolean | undefined;
  readonly onChange: (value: Json) => void;
}

function Control({ attribute, value, hint, action, disabled, onChange }: ControlProps) {
  const { name, type, options } = attribute;
  if (type === 'boolean') {
    return (
      <Checkbox
        label={name}
        checked={value === true}
        hint={hint}
        action={action}
        disabled={disabled}
        onChange={onChange}
      />
    );
  }
  if (type === 'choice') {
    return (
      <Select
        label={name}
        hint={hint}
        action={action}
        value={typeof value === 'string' ? value : undefined}
        options={options.map((option) => ({ value: option, label: option }))}
        disabled={disabled}
        onChange={onChange}
      />
    );
  }
  return (
    <ParsedField
      label={name}
      hint={hint}
      action={action}
      text={value === null ? '' : valueText(value)}
      parse={(text) => parseAttribute(attribute, text)}
      onCommit={onChange}
      disabled={disabled}
      mono={type !== 'text'}
    />
  );
}

/** What was typed as a value of the attribute, or what it should have been. */
export function parseAttribute(attribute: AttributeRecord, text: string): Parsed<Json> {
  const value = attribute.type === 'text' ? text : parseNumber(text);
  const expected = expectationUnmet(attribute, value);
  return expected === undefined ? { value } : { fault: `Expected ${expected}; received “${text}”.` };
}

const parseNumber = (text: string): Json =>
  text.trim() === '' ? null : Number(text.trim().replace(',', '.'));
