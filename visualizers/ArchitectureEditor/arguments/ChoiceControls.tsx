import { DTYPES, MIXED_DTYPES } from '../../../src/domain/shapes/tensor.ts';
import { Checkbox, Select } from '../../ui/index.ts';
import { asOption, NONE, type ControlProps, USUAL_DTYPES } from './control.ts';
import { writeLiteral } from './pythonLiteral.ts';

export function BooleanControl({ argument, value, onChange, frame, disabled }: ControlProps<'boolean'>) {
  if (!argument.nullable) {
    return <Checkbox {...frame} checked={value === true} disabled={disabled} onChange={onChange} />;
  }
  return (
    <Select
      {...frame}
      value={writeLiteral(value)}
      options={[NONE, 'True', 'False'].map(asOption)}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen === NONE ? null : chosen === 'True')}
    />
  );
}

export function EnumControl({ argument, type, value, onChange, frame, disabled }: ControlProps<'enum'>) {
  return (
    <Select
      {...frame}
      value={value === undefined ? undefined : writeLiteral(value)}
      options={[...(argument.nullable ? [NONE] : []), ...type.choices].map(asOption)}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen === NONE ? null : chosen)}
    />
  );
}

const ALL_DTYPES = [
  ...USUAL_DTYPES,
  ...[...DTYPES, ...Object.keys(MIXED_DTYPES)].filter((dtype) => !USUAL_DTYPES.includes(dtype)),
];

export function DtypeControl({ argument, value, onChange, frame, disabled }: ControlProps<'dtype'>) {
  const none = argument.nullable ? [{ value: NONE, label: 'None (float32)' }] : [];
  return (
    <Select
      {...frame}
      value={value === undefined ? undefined : writeLiteral(value)}
      options={[...none, ...ALL_DTYPES.map(asOption)]}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen === NONE ? null : chosen)}
    />
  );
}
