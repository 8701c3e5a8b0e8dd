import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { LAYER_TYPES, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import { startingArguments } from '../../../meta/catalogue/starting.ts';
import { customLayersOf, layerTypeIn } from '../../../src/domain/customLayers/index.ts';
import { faultAt, faultInside } from '../../../src/domain/shapes/argumentFault.ts';
import type { ProjectView } from '../../../src/domain/state.ts';
import { Disclosure, FieldGroup } from '../../forms/index.ts';
import { useView } from '../../project/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { useDocumentation } from '../useDocumentation.ts';
import styles from './arguments.module.css';
import { isLayerValue, isListValue, type ControlProps } from './control.ts';
import { LayerTypePicker } from './LayerTypePicker.tsx';

type LayerKind = 'layer' | 'layers' | 'cell' | 'cells';

/** A layer inside the layer: its type is chosen, its arguments are edited in place. */
export function LayerControl(props: ControlProps<'layer'>) {
  return (
    <FieldGroup {...props.frame}>
      <NestedLayer {...props} label={props.argument.name} />
    </FieldGroup>
  );
}

/** One cell, or a stack of them. */
export function CellControl(props: ControlProps<'cell'>) {
  const { value, frame, onChange, disabled, type } = props;
  if (isListValue(value)) return <LayerListControl {...props} type={{ ...type, kind: 'cells' }} />;
  return (
    <FieldGroup {...frame}>
      <NestedLayer {...props} label={props.argument.name} />
      {!disabled && isLayerValue(value) && (
        <Button kind="quiet" icon={<Plus />} className={styles.add} onClick={() => onChange([value, value])}>
          Stack another cell
        </Button>
      )}
    </FieldGroup>
  );
}

/** Layers or cells one after the other: added, removed, and put in order. */
export function LayerListControl(props: ControlProps<'layers' | 'cells'>) {
  const { argument, type, value, frame, onChange, disabled, fault, checkInside, Fields } = props;
  const items = isListValue(value) ? value : [];
  const noun = type.kind === 'cells' ? 'cell' : 'layer';
  // A stack of one in the place of a cell is that cell.
  const put = (next: readonly ArgumentValue[]) =>
    onChange(next.length === 1 && argument.type.kind === 'cell' ? (next[0] ?? null) : next);
  const moved = (from: number, to: number) => {
    const item = items[from];
    if (item !== undefined) put(items.toSpliced(from, 1).toSpliced(to, 0, item));
  };
  return (
    <FieldGroup {...frame}>
      <ol className={styles.layers}>
        {items.map((item, index) => {
          const nth = `${noun} ${String(index + 1)}`;
          return (
            <li key={index}>
              <ListItemHead
                name={nth}
                index={index}
                size={items.length}
                disabled={disabled}
                onMove={(to) => moved(index, to)}
                onRemove={() => put(items.toSpliced(index, 1))}
              />
              <NestedLayer
                argument={argument}
                Fields={Fields}
                type={{ ...type, kind: type.kind === 'cells' ? 'cell' : 'layer' }}
                label={nth}
                value={item}
                disabled={disabled}
                index={index}
                fault={fault}
                checkInside={checkInside && ((next) => checkInside(items.with(index, next)))}
                onChange={(next) => put(items.with(index, next))}
              />
            </li>
          );
        })}
      </ol>
      {!disabled && (
        <Button
          kind="quiet"
          icon={<Plus />}
          className={styles.add}
          onClick={() => put([...items, items.at(-1) ?? startingLayer(typesFor(type)[0] ?? '')])}
        >
          Add {noun}
        </Button>
      )}
    </FieldGroup>
  );
}

interface ListItemHeadProps {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly disabled: boolean;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

function ListItemHead({ name, index, size, disabled, onMove, onRemove }: ListItemHeadProps) {
  const button = (label: string, icon: ReactNode, isOff: boolean, onClick: () => void) => (
    <IconButton label={label} icon={icon} className={styles.small} disabled={isOff} onClick={onClick} />
  );
  return (
    <div className={styles.order}>
      <span>{String(index + 1)}</span>
      {!disabled && (
        <>
          {button(`Move ${name} up`, <ArrowUp />, index === 0, () => onMove(index - 1))}
          {button(`Move ${name} down`, <ArrowDown />, index === size - 1, () => onMove(index + 1))}
          {button(`Remove ${name}`, <X />, size === 1, onRemove)}
        </>
      )}
    </div>
  );
}

type NestedLayerProps = Pick<
  ControlProps<'layer' | 'cell'>,
  'value' | 'disabled' | 'fault' | 'checkInside' | 'onChange' | 'argument' | 'Fields'
> & {
  /** Its place in a list. */
  readonly index?: number;
  readonly type: ControlProps<LayerKind>['type'];
  readonly label: string;
};

/** Before the others are asked for: what makes the layer what it is, as catalogues list it first. */
const SHOWN_AT_ONCE = 3;

function NestedLayer(props: NestedLayerProps) {
  const { type, label, value, disabled, index, checkInside, onChange, argument, Fields } = props;
  const nested = isLayerValue(value) ? value : undefined;
  const name = nested?.layer ?? '';
  const chosen = useView(useMemo(() => (view: ProjectView) => layerTypeIn(view, name), [name]));
  const custom = useView(customLayersIn);
  const documentation = useDocumentation(chosen?.name ?? '');
  const withArguments = (args: Readonly<Record<string, ArgumentValue>>) => ({ layer: name, args });
  const described = (chosen?.arguments ?? []).filter(
    ({ name: key, type: { kind } }) => key !== 'name' && kind !== 'python',
  );
  const fault = faultInside(props.fault, index);
  const isAtArgument = described.some((one) => faultAt(fault, one.name) !== undefined);
  return (
    <div className={styles.card}>
      <LayerTypePicker
        label={`Type of ${label}`}
        types={type.types ?? [...typesFor(type), ...custom.map((layer) => layer.type.name)]}
        value={chosen?.name ?? nested?.layer}
        placeholder={argument.nullable ? 'None' : 'Choose a layer'}
        disabled={disabled}
        onPick={(picked) => picked !== name && onChange(startingLayer(picked))}
      />
      {nested && chosen && (
        <Disclosure key={chosen.name} title={summaryOf(nested.args)} open>
          <Fields
            described={described}
            args={nested.args}
            docs={documentation?.arguments}
            disabled={disabled}
            most={SHOWN_AT_ONCE}
            fault={fault}
            check={checkInside && ((args) => faultInside(checkInside(withArguments(args)), index))}
            onChange={(args) => onChange(withArguments(args))}
          />
        </Disclosure>
      )}
      {fault && !isAtArgument && <p className={styles.fault}>{fault.text}</p>}
    </div>
  );
}

/** Whether one of them is a cell, only Keras can tell. */
const customLayersIn = (view: ProjectView) => customLayersOf(view).layers;

const summaryOf = (args: Readonly<Record<string, ArgumentValue>>) =>
  Object.keys(args).length === 0 ? 'Arguments, all at their defaults' : 'Arguments';

const startingLayer = (layer: string): ArgumentValue => ({ layer, args: startingArguments(layer) });

/** The types that will do in this place; a stack of cells is one of them. */
function typesFor(type: ControlProps<LayerKind>['type']): readonly string[] {
  if (type.types) return type.types;
  const wantsCells = type.kind === 'cell' || type.kind === 'cells';
  return LAYER_TYPES.filter(
    ({ name, isAbstract, isCell }) => !isAbstract && isCell === wantsCells && name !== 'InputLayer',
  ).map(({ name }) => name);
}
