import { functionType, functionTypes, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import { faultInside } from '../../../src/domain/shapes/argumentFault.ts';
import { Disclosure } from '../../forms/index.ts';
import { Select } from '../../ui/index.ts';
import styles from './arguments.module.css';
import { asOption, isFunctionValue, isLayerValue, NONE, type ControlProps } from './control.ts';
import { LayerControl } from './LayerControls.tsx';
import { writeLiteral } from './pythonLiteral.ts';

/** A function is chosen by name; what it takes itself is folded away while it is as usual. */
export function FunctionControl(props: ControlProps<'function'>) {
  const { argument, type, value, onChange, frame, disabled, fault, checkInside, Fields } = props;
  // An activation may be a layer, as imported networks have it.
  if (isLayerValue(value)) return <LayerControl {...props} type={{ kind: 'layer', types: [value.layer] }} />;
  const written = value === undefined || value === null ? undefined : writeLiteral(value);
  const chosen = written === undefined ? undefined : functionType(type.role, written);
  const args = isFunctionValue(value) ? value.args : {};
  const options = functionTypes(type.role).map(({ name }) => asOption(name));
  const hasNone = argument.nullable === true || (value === null && argument.required !== true);
  const withArguments = (next: typeof args): ArgumentValue => ({
    function: chosen?.name ?? '',
    args: next,
  });
  const choose = (name: string) => onChange(name === NONE ? null : startingFunction(type.role, name));
  const needsArguments = chosen?.arguments.some(({ required }) => required) === true;
  return (
    <div>
      <Select
        {...frame}
        disabled={disabled}
        value={chosen?.name ?? (value === null ? NONE : written)}
        options={hasNone ? [asOption(NONE), ...options] : options}
        onChange={choose}
      />
      {chosen && chosen.arguments.length > 0 && (
        <div className={styles.inner}>
          <Disclosure
            key={chosen.name}
            title={`Arguments of ${chosen.name}`}
            open={needsArguments || Object.keys(args).length > 0}
          >
            <Fields
              described={chosen.arguments}
              args={args}
              disabled={disabled}
              fault={faultInside(fault)}
              check={checkInside && ((next) => faultInside(checkInside(withArguments(next))))}
              onChange={(next) => onChange(withArguments(next))}
            />
          </Disclosure>
        </div>
      )}
    </div>
  );
}

/** By its name alone, unless it needs arguments to be one. */
function startingFunction(role: ControlProps<'function'>['type']['role'], name: string): ArgumentValue {
  const required = functionType(role, name)?.arguments.filter((argument) => argument.required) ?? [];
  if (required.length === 0) return name;
  return { function: name, args: Object.fromEntries(required.map((argument) => [argument.name, 0])) };
}
