import type { ArgumentDescription, ArgumentValue } from '../../../meta/catalogue/index.ts';
import { Disclosure, Form } from '../../forms/index.ts';
import { ArgumentField } from './ArgumentField.tsx';
import type { Arguments } from './control.ts';

export interface ArgumentFieldsProps {
  readonly described: readonly ArgumentDescription[];
  readonly args: Arguments;
  readonly onChange: (args: Arguments) => void;
  readonly check: ((args: Arguments) => string | undefined) | undefined;
  readonly docs?: Readonly<Record<string, string>> | undefined;
  readonly disabled: boolean;
  /** How many are shown at once; the others are folded away until they differ from their defaults. */
  readonly most?: number;
}

/** The arguments of something that is itself a value: a function, a nested layer, a cell. */
export function ArgumentFields({
  described,
  args,
  onChange,
  check,
  docs,
  disabled,
  most,
}: ArgumentFieldsProps) {
  const shown = new Set(
    described.filter(
      ({ name, required }, index) => required || index < (most ?? Infinity) || Object.hasOwn(args, name),
    ),
  );
  const field = (argument: ArgumentDescription) => (
    <ArgumentField
      key={argument.name}
      argument={argument}
      value={args[argument.name]}
      doc={docs?.[argument.name]}
      disabled={disabled}
      check={check && ((value) => check({ ...args, [argument.name]: value }))}
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
