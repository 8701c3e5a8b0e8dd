import type { ArgumentDescription, ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { Json } from '../../../meta/json.ts';
import { faultAt, faultOfWhole, type ArgumentFault } from '../../../src/domain/shapes/argumentFault.ts';
import { sameJson } from '../../../src/domain/state.ts';
import { Disclosure, Form, Hint, ResetButton } from '../../forms/index.ts';
import { decidesOutputs } from '../groupArguments.ts';
import { BooleanControl, DtypeControl, EnumControl } from './ChoiceControls.tsx';
import type { ArgumentFieldsProps, Arguments, ControlProps, FaultCheck } from './control.ts';
import { FunctionControl } from './FunctionControl.tsx';
import { CellControl, LayerControl, LayerListControl } from './LayerControls.tsx';
import { MarginsControl } from './MarginsControl.tsx';
import { NumberListControl } from './NumberListControl.tsx';
import { OperandControl } from './OperandControl.tsx';
import { PythonControl } from './PythonControl.tsx';
import { writeLiteral } from './pythonLiteral.ts';
import { TextListControl } from './TextListControl.tsx';
import { TupleControl } from './TupleControl.tsx';
import { NumberControl, TypedControl } from './TypedControl.tsx';

export interface ArgumentFieldProps {
  readonly argument: ArgumentDescription;
  /** undefined: the default counts. */
  readonly value: ArgumentValue | undefined;
  /** undefined restores the default. */
  readonly onChange: (value: ArgumentValue | undefined) => void;
  /** What Keras says of it. */
  readonly doc?: string | undefined;
  /** What Keras would say against it, or against what it holds. */
  readonly fault?: ArgumentFault | undefined;
  /** What would be said against another value. */
  readonly check?: FaultCheck<ArgumentValue> | undefined;
  readonly disabled?: boolean;
}

const LONGEST_DEFAULT = 24;

/** The form of one argument, from its entry in the catalogue. */
export function ArgumentField(props: ArgumentFieldProps) {
  const { argument, value, onChange, doc, fault, check, disabled = false } = props;
  const { name, default: fallback } = argument;
  const isDefault = value === undefined || sameJson(value as Json, fallback as Json | undefined);
  const canReset = !isDefault && argument.required !== true && !disabled;
  const written = writeLiteral(fallback);
  return (
    <Control
      argument={argument}
      type={argument.type}
      value={value === undefined ? fallback : value}
      isDefault={isDefault}
      onChange={onChange}
      disabled={disabled}
      check={check && ((next) => faultOfWhole(check(next)))}
      fault={fault}
      checkInside={check}
      Fields={ArgumentFields}
      frame={{
        label: name,
        hint: doc === undefined || doc === '' ? undefined : <Hint source={doc} />,
        error: faultOfWhole(fault),
        action: canReset && (
          <ResetButton
            name={name}
            to={written.length > LONGEST_DEFAULT ? undefined : written}
            onReset={() => onChange(undefined)}
          />
        ),
      }}
    />
  );
}

/** TypeScript does not see that `type` narrows with its kind when the rest is spread, so it is given again. */
function Control({ type, ...rest }: ControlProps) {
  switch (type.kind) {
    case 'integer':
    case 'float':
      return <NumberControl {...rest} type={type} />;
    case 'string':
    case 'scalar':
      return <TypedControl {...rest} type={type} />;
    case 'operand':
      return <OperandControl {...rest} type={type} />;
    case 'boolean':
      return <BooleanControl {...rest} type={type} />;
    case 'enum':
      return <EnumControl {...rest} type={type} />;
    case 'dtype':
      return <DtypeControl {...rest} type={type} />;
    case 'shape':
      return <NumberListControl {...rest} type={type} />;
    case 'tuple':
      if (type.item === 'string') return <TextListControl {...rest} type={type} />;
      return type.length === undefined ? (
        <NumberListControl {...rest} type={type} />
      ) : (
        <TupleControl {...rest} type={type} />
      );
    case 'margins':
      return <MarginsControl {...rest} type={type} />;
    case 'function':
      return <FunctionControl {...rest} type={type} />;
    case 'layer':
      return <LayerControl {...rest} type={type} />;
    case 'cell':
      return <CellControl {...rest} type={type} />;
    case 'layers':
    case 'cells':
      return <LayerListControl {...rest} type={type} />;
    case 'python':
      return <PythonControl {...rest} type={type} />;
    default:
      return type satisfies never;
  }
}

/** The arguments of something that is itself a value: a function, a nested layer, a cell. */
function ArgumentFields(props: ArgumentFieldsProps) {
  const { described, args, onChange, fault, check, docs, disabled, most } = props;
  const shown = new Set(
    described.filter(
      (argument, index) =>
        argument.required === true ||
        index < (most ?? Infinity) ||
        Object.hasOwn(args, argument.name) ||
        decidesOutputs(argument),
    ),
  );
  const field = (argument: ArgumentDescription) => (
    <ArgumentField
      key={argument.name}
      argument={argument}
      value={args[argument.name]}
      doc={docs?.[argument.name]}
      disabled={disabled}
      fault={faultAt(fault, argument.name)}
      check={check && ((value) => faultAt(check({ ...args, [argument.name]: value }), argument.name))}
      onChange={(value) => onChange(withArgument(args, argument.name, value))}
    />
  );
  const more = described.filter((argument) => !shown.has(argument));
  return (
    <Form>
      {described.filter((argument) => shown.has(argument)).map(field)}
      {more.length > 0 && (
        <Disclosure title={`${String(more.length)} more`}>
          <Form>{more.map(field)}</Form>
        </Disclosure>
      )}
    </Form>
  );
}

function withArgument(args: Arguments, name: string, value: ArgumentValue | undefined): Arguments {
  const { [name]: _before, ...rest } = args;
  return value === undefined ? rest : { ...rest, [name]: value };
}
