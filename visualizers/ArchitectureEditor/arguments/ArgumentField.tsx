import {
  functionType,
  functionTypes,
  LAYER_TYPES,
  layerType,
  type ArgumentDescription,
  type ArgumentValue,
} from '../../../meta/catalogue/index.ts';
import type { Json } from '../../../meta/json.ts';
import { sameJson } from '../../../src/domain/state.ts';
import { ParsedField, Resettable } from '../../forms/index.ts';
import { Checkbox, Select } from '../../ui/index.ts';
import styles from './ArgumentField.module.css';
import { parseArgument } from './parseArgument.ts';
import { writeLiteral } from './pythonLiteral.ts';

export interface ArgumentFieldProps {
  readonly argument: ArgumentDescription;
  /** undefined: the default counts. */
  readonly value: ArgumentValue | undefined;
  /** undefined restores the default. */
  readonly onChange: (value: ArgumentValue | undefined) => void;
  readonly hint?: string;
  /** What Keras would say against it. */
  readonly fault?: string;
  readonly disabled?: boolean;
}

/** The form of one argument, from its entry in the catalogue. */
export function ArgumentField(props: ArgumentFieldProps) {
  const { argument, value, onChange, disabled } = props;
  const changed = value !== undefined && !sameJson(value as Json, argument.default as Json | undefined);
  return (
    <Resettable
      name={argument.name}
      changed={changed && argument.required !== true && disabled !== true}
      onReset={() => onChange(undefined)}
    >
      <Control {...props} value={value === undefined ? argument.default : value} />
    </Resettable>
  );
}

const NONE = 'None';

function Control(props: ArgumentFieldProps) {
  const { argument, value, onChange, hint, fault, disabled } = props;
  const { name, type, nullable } = argument;
  const common = { label: name, hint, error: fault, disabled };
  switch (type.kind) {
    case 'boolean':
      return nullable ? (
        <Select
          {...common}
          value={writeLiteral(value)}
          options={[NONE, 'True', 'False'].map(asOption)}
          onChange={(chosen) => onChange(chosen === NONE ? null : chosen === 'True')}
        />
      ) : (
        <Checkbox label={name} checked={value === true} disabled={disabled} onChange={onChange} />
      );
    case 'enum':
      return (
        <Select
          {...common}
          value={value === undefined ? undefined : writeLiteral(value)}
          options={[...(nullable ? [NONE] : []), ...type.choices].map(asOption)}
          onChange={(chosen) => onChange(chosen === NONE ? null : chosen)}
        />
      );
    case 'function':
      return <FunctionControl {...props} />;
    case 'layer':
    case 'cell':
      return <LayerControl {...props} />;
    case 'python':
    case 'layers':
    case 'cells':
      return (
        <ParsedField
          label={name}
          text={value === undefined || value === null ? '' : JSON.stringify(value)}
          parse={() => ({ fault: 'This can only be given in Python.' })}
          onCommit={onChange}
          disabled
          placeholder="Only in Python"
        />
      );
    default:
      return (
        <ParsedField
          {...common}
          hint={fault === undefined ? hint : <span className={styles.fault}>{fault}</span>}
          text={value === undefined ? '' : writeLiteral(value)}
          parse={(text) => parseArgument(argument, text)}
          onCommit={onChange}
          placeholder={argument.required ? 'Required' : undefined}
          mono
        />
      );
  }
}

const asOption = (value: string) => ({ value, label: value });

/** A function is chosen by name; what it takes itself unfolds below. */
function FunctionControl({ argument, value, onChange, hint, fault, disabled }: ArgumentFieldProps) {
  if (argument.type.kind !== 'function') return null;
  const { role } = argument.type;
  const written = value === undefined || value === null ? undefined : writeLiteral(value);
  const chosen = written === undefined ? undefined : functionType(role, written);
  const args = isFunctionValue(value) ? value.args : {};
  const options = functionTypes(role).map(({ name }) => asOption(name));
  const choose = (name: string) => onChange(name === NONE ? null : name);
  return (
    <>
      <Select
        label={argument.name}
        hint={hint}
        error={fault}
        disabled={disabled}
        value={chosen?.name ?? (value === null ? NONE : written)}
        options={argument.nullable ? [asOption(NONE), ...options] : options}
        onChange={choose}
      />
      {chosen && (
        <NestedArguments
          of={chosen.arguments}
          args={args}
          disabled={disabled}
          onChange={(next) => onChange({ function: chosen.name, args: next })}
        />
      )}
    </>
  );
}

function LayerControl({ argument, value, onChange, hint, fault, disabled }: ArgumentFieldProps) {
  const cells = argument.type.kind === 'cell';
  const nested = isLayerValue(value) ? value : undefined;
  const chosen = nested && layerType(nested.layer);
  const options = LAYER_TYPES.filter(({ isAbstract, isCell }) => !isAbstract && isCell === cells);
  return (
    <>
      <Select
        label={argument.name}
        hint={hint}
        error={fault}
        disabled={disabled}
        value={chosen?.name}
        options={options.map(({ name }) => asOption(name))}
        onChange={(layer) => onChange({ layer, args: {} })}
      />
      {nested && chosen && (
        <NestedArguments
          of={chosen.arguments.filter(({ required }) => required)}
          args={nested.args}
          disabled={disabled}
          onChange={(args) => onChange({ layer: nested.layer, args })}
        />
      )}
    </>
  );
}

interface NestedArgumentsProps {
  readonly of: readonly ArgumentDescription[];
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly disabled: boolean | undefined;
  readonly onChange: (args: Readonly<Record<string, ArgumentValue>>) => void;
}

function NestedArguments({ of, args, disabled, onChange }: NestedArgumentsProps) {
  if (of.length === 0) return null;
  const set = (name: string, value: ArgumentValue | undefined) => {
    const { [name]: _before, ...rest } = args;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <div className={styles.nested}>
      {of.map((argument) => (
        <ArgumentField
          key={argument.name}
          argument={argument}
          value={args[argument.name]}
          disabled={disabled}
          onChange={(value) => set(argument.name, value)}
        />
      ))}
    </div>
  );
}

const isFunctionValue = (
  value: ArgumentValue | undefined,
): value is Extract<ArgumentValue, { function: string }> =>
  typeof value === 'object' && value !== null && 'function' in value;
const isLayerValue = (value: ArgumentValue | undefined): value is Extract<ArgumentValue, { layer: string }> =>
  typeof value === 'object' && value !== null && 'layer' in value;
