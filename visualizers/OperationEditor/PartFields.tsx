import { ArrowDown, ArrowUp, EllipsisVertical, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AttributeRecord, PortRecord, ReferenceRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { Form, ParsedField, type Parsed } from '../forms/index.ts';
import { AttributeField } from '../PipelineEditor/AttributeField.tsx';
import type { Editing } from '../project/index.ts';
import { Checkbox, IconButton, Menu, Select, TextField, type MenuEntry } from '../ui/index.ts';
import { move, type Part } from './interfaceEdits.ts';
import styles from './PartFields.module.css';

export interface PartFieldsProps {
  readonly part: Part;
  readonly siblings: readonly Part[];
  readonly noun: string;
  readonly editing: Editing;
}

/** One declaration: its name and type in a line, the rest unfolds. */
export function PartFields({ part, siblings, noun, editing }: PartFieldsProps) {
  const [open, setOpen] = useState(false);
  const set = (field: string, value: Json) => editing.assign(part.id, [field], value);
  const fault = (field: string) =>
    editing.problems.find(({ at, part: place }) => at === part.id && place === field)?.message;
  const label = `${noun} ${part.name}`;
  return (
    <div className={styles.part}>
      <div className={styles.row}>
        <TextField
          label={`Name of ${label}`}
          labelHidden
          mono
          value={part.name}
          error={fault('name')}
          disabled={editing.readOnly}
          onCommit={(name) => set('name', name)}
        />
        <TypeField part={part} label={`Type of ${label}`} disabled={editing.readOnly} onChange={set} />
        <Menu entries={entriesFor(part, siblings, editing, open, () => setOpen(!open))} align="end">
          <IconButton
            label={`Actions for ${label}`}
            icon={<EllipsisVertical />}
            disabled={editing.readOnly}
          />
        </Menu>
      </div>
      {open && (
        <Form>
          {part.concept === 'Attribute' && (
            <AttributeDetails attribute={part} editing={editing} onChange={set} />
          )}
          {part.concept === 'Port' && part.direction === 'input' && (
            <Checkbox
              label="May stay unconnected"
              checked={part.optional}
              disabled={editing.readOnly}
              onChange={(optional) => set('optional', optional)}
            />
          )}
          <TextField
            label="Explanation"
            value={part.doc}
            disabled={editing.readOnly}
            onCommit={(doc) => set('doc', doc)}
          />
        </Form>
      )}
    </div>
  );
}

function entriesFor(
  part: Part,
  siblings: readonly Part[],
  { run }: Editing,
  open: boolean,
  toggle: () => void,
): readonly MenuEntry[] {
  const shift = (by: -1 | 1) => {
    const command = move(part, siblings, by);
    if (command) run(command);
  };
  return [
    { id: 'details', label: open ? 'Hide details' : 'Details', onSelect: toggle },
    {
      id: 'up',
      label: 'Move up',
      icon: <ArrowUp />,
      disabled: siblings[0] === part,
      onSelect: () => shift(-1),
    },
    {
      id: 'down',
      label: 'Move down',
      icon: <ArrowDown />,
      disabled: siblings.at(-1) === part,
      onSelect: () => shift(1),
    },
    'separator',
    {
      id: 'remove',
      label: 'Remove',
      icon: <Trash2 />,
      danger: true,
      onSelect: () => run({ type: 'remove', ids: [part.id] }),
    },
  ];
}

interface TypeFieldProps {
  readonly part: Part;
  readonly label: string;
  readonly disabled: boolean;
  readonly onChange: (field: string, value: Json) => void;
}

const ATTRIBUTE_TYPES: readonly AttributeRecord['type'][] = ['integer', 'float', 'boolean', 'text', 'choice'];
const TARGETS: readonly ReferenceRecord['target'][] = ['Architecture', 'Artifact'];
const asOption = (value: string) => ({ value, label: value });

function TypeField({ part, label, disabled, onChange }: TypeFieldProps) {
  if (part.concept === 'Port') {
    return (
      <TextField
        label={label}
        labelHidden
        mono
        value={part.type}
        disabled={disabled}
        list="port-types"
        onCommit={(type) => onChange('type', type.trim() || 'Any')}
      />
    );
  }
  const field = part.concept === 'Attribute' ? 'type' : 'target';
  return (
    <Select
      label={label}
      labelHidden
      value={part.concept === 'Attribute' ? part.type : part.target}
      options={(part.concept === 'Attribute' ? ATTRIBUTE_TYPES : TARGETS).map(asOption)}
      disabled={disabled}
      onChange={(value) => onChange(field, value)}
    />
  );
}

interface AttributeDetailsProps {
  readonly attribute: AttributeRecord;
  readonly editing: Editing;
  readonly onChange: (field: string, value: Json) => void;
}

function AttributeDetails({ attribute, editing, onChange }: AttributeDetailsProps) {
  const disabled = editing.readOnly;
  const numeric = attribute.type === 'integer' || attribute.type === 'float';
  return (
    <>
      {attribute.type === 'choice' && (
        <TextField
          label="Choices, with commas between them"
          value={attribute.options.join(', ')}
          disabled={disabled}
          onCommit={(text) => onChange('options', choicesIn(text))}
        />
      )}
      {numeric &&
        (['min', 'max'] as const).map((limit) => (
          <ParsedField
            key={limit}
            label={limit === 'min' ? 'Smallest' : 'Largest'}
            text={attribute[limit] === null ? '' : String(attribute[limit])}
            parse={parseLimit}
            placeholder="No limit"
            disabled={disabled}
            mono
            onCommit={(value) => onChange(limit, value)}
          />
        ))}
      <AttributeField
        attribute={{ ...attribute, name: 'Default', doc: '' }}
        value={attribute.default}
        disabled={disabled}
        onChange={(value) => onChange('default', value ?? null)}
      />
    </>
  );
}

const choicesIn = (text: string) =>
  text
    .split(',')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');

function parseLimit(text: string): Parsed<number | null> {
  if (text.trim() === '') return { value: null };
  const value = Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) ? { value } : { fault: `Expected a number or nothing; received “${text}”.` };
}

/** What ports usually carry; anything else can be written. */
export function PortTypes() {
  return (
    <datalist id="port-types">
      {PORT_TYPES.map((type) => (
        <option key={type} value={type} />
      ))}
    </datalist>
  );
}

const PORT_TYPES: readonly PortRecord['type'][] = [
  'Any',
  'numpy.ndarray',
  'keras.Model',
  'dict',
  'list',
  'str',
  'int',
  'float',
  'pandas.DataFrame',
];
