import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import styles from './PickerList.module.css';

export interface PickerItem {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** In a line below the name. */
  readonly hint?: string;
  readonly keywords?: readonly string[];
  readonly band?: string;
  readonly icon?: ReactNode;
}

export interface PickerListProps {
  /** Of the field: "Search layers". */
  readonly label: string;
  readonly items: readonly PickerItem[];
  readonly onPick: (id: string) => void;
  readonly autoFocus?: boolean;
  /** Items can be dragged onto the graph. */
  readonly draggable?: boolean;
  readonly footer?: ReactNode;
}

/** The type under which a picked item travels when it is dragged. */
export const DRAGGED_ITEM = 'application/x-deepforge-item';

/** A searchable list in groups, worked by mouse, keyboard or dragging. */
export function PickerList({ label, items, onPick, autoFocus, draggable, footer }: PickerListProps) {
  const groups = [...new Set(items.map(({ group }) => group))];
  return (
    <Command className={styles.picker} label={label} loop>
      <Command.Input className={styles.input} placeholder={label} aria-label={label} autoFocus={autoFocus} />
      <Command.List className={styles.list} label={label}>
        <Command.Empty className={styles.empty}>Nothing is called like that.</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group} heading={group} className={styles.group}>
            {items
              .filter((item) => item.group === group)
              .map((item) => (
                <Item key={item.id} item={item} onPick={onPick} draggable={draggable === true} />
              ))}
          </Command.Group>
        ))}
      </Command.List>
      {footer}
    </Command>
  );
}

interface ItemProps {
  readonly item: PickerItem;
  readonly onPick: (id: string) => void;
  readonly draggable: boolean;
}

function Item({ item, onPick, draggable }: ItemProps) {
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, item.group, ...(item.keywords ?? [])]}
      className={styles.item}
      onSelect={() => onPick(item.id)}
      draggable={draggable}
      title={item.hint}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ITEM, item.id)}
    >
      {item.icon ?? (
        <span className={styles.band} style={{ background: `var(--band-${item.band ?? 'other'})` }} />
      )}
      <span className={styles.label}>{item.label}</span>
    </Command.Item>
  );
}
