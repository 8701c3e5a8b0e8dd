import { ParsedField } from '../../forms/index.ts';
import { NONE, type ControlProps } from './control.ts';
import { parseArgument, stepNumber } from './parseArgument.ts';
import { writeLiteral } from './pythonLiteral.ts';

/** What is typed: a text, or a value as Python writes it. */
export function TypedControl(props: ControlProps<'string' | 'scalar' | 'integer' | 'float'>) {
  const { argument, value, isDefault, onChange, frame, disabled, check } = props;
  return (
    <ParsedField
      {...frame}
      text={value === undefined || value === null ? '' : writeLiteral(value)}
      parse={(text) => parseArgument(argument, text)}
      onCommit={onChange}
      warn={check}
      placeholder={argument.required ? 'Required' : argument.nullable ? NONE : undefined}
      faint={isDefault}
      disabled={disabled}
      mono
    />
  );
}

/** The same with a unit and arrow keys. */
export function NumberControl(props: ControlProps<'integer' | 'float'>) {
  const { argument, type, value, isDefault, onChange, frame, disabled, check } = props;
  return (
    <ParsedField
      {...frame}
      text={value === undefined || value === null ? '' : writeLiteral(value)}
      parse={(text) => parseArgument(argument, text)}
      onCommit={onChange}
      warn={check}
      step={(from, by) => stepNumber(type.kind, from, by)}
      suffix={argument.unit}
      placeholder={argument.required ? 'Required' : argument.nullable ? NONE : undefined}
      faint={isDefault}
      disabled={disabled}
      mono
    />
  );
}
