import type { AttributeRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { expectationUnmet } from '../../src/domain/pipeline/arguments.ts';
import { sameJson } from '../../src/domain/state.ts';
import { ParsedField, Resettable, type Parsed } from '../forms/index.ts';
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
    <Resettable name={attribute.name} changed={changed && !disabled} onReset={() => onChange(undefined)}>
      <Control
        attribute={attribute}
        value={value === undefined ? attribute.default : value}
        hint={terse || attribute.doc === '' ? undefined : attribute.doc}
        disabled={disabled}
        onChange={onChange}
      />
    </Resettable>
  );
}

interface ControlProps {
  readonly attribute: AttributeRecord;
  readonly value: Json;
  readonly hint: string | undefined;
  readonly disabled: boolean | undefined;
  readonly onChange: (value: Json) => void;
}

function Control({ attribute, value, hint, disabled, onChange }: ControlProps) {
  const { name, type, options } = attribute;
  if (type === 'boolean') {
    return <Checkbox label={name} checked={value === true} disabled={disabled} onChange={onChange} />;
  }
  if (type === 'choice') {
    return (
      <Select
        label={name}
        hint={hint}
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
