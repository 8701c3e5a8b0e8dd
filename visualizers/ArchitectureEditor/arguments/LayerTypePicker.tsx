import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { PickerList } from '../../graphEditing/index.ts';
import { Button, Select } from '../../ui/index.ts';
import { useLayerItems } from '../gestures/useLayerItems.ts';
import { itemsFor } from '../layerItems.ts';
import styles from './arguments.module.css';

export interface LayerTypePickerProps {
  readonly label: string;
  readonly types: readonly string[];
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly disabled: boolean;
  readonly onPick: (type: string) => void;
}

const MOST_IN_A_MENU = 16;

/** A few types are a menu; many are searched as in the palette. */
export function LayerTypePicker(props: LayerTypePickerProps) {
  const { label, types, value, placeholder, disabled, onPick } = props;
  const [open, setOpen] = useState(false);
  const layers = useLayerItems();
  if (types.length <= MOST_IN_A_MENU) {
    return (
      <Select
        label={label}
        labelHidden
        value={value}
        options={types.map((name) => ({ value: name, label: name }))}
        placeholder={placeholder}
        disabled={disabled}
        onChange={onPick}
      />
    );
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          className={styles.picker}
          disabled={disabled}
          aria-label={`${label}: ${value ?? placeholder}`}
        >
          {value ?? placeholder}
          <ChevronDown />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.floating}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <PickerList
            label="Search layers"
            items={itemsFor(types, layers)}
            autoFocus
            onPick={(type) => {
              setOpen(false);
              onPick(type);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
