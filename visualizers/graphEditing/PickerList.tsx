import { Command } from 'cmdk';
import { useMemo, type ReactNode } from 'react';
import { classNames } from '../ui/index.ts';
import styles from './PickerList.module.css';
import { rank, type Findable } from './rank.ts';
import searching from './search.module.css';

export interface PickerItem extends Findable {
  readonly id: string;
  readonly group: string;
  /** A sentence about it, when it is pointed at. */
  readonly hint?: string;
  /** Why it does not fit where it would go; it can be taken all the same, and mended there. */
  readonly refusal?: string;
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
  const byId = useMemo(() => new Map(items.map((item) => [item.id, item])), [items]);
  return (
    <Command
      className={styles.picker}
      label={label}
      loop
      filter={(id, search) => found(search, byId.get(id))}
    >
      <Command.Input
        className={classNames(searching.input, styles.input)}
        placeholder={label}
        aria-label={label}
        autoFocus={autoFocus}
      />
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

/** What does not fit comes after what does. */
function found(search: string, item: PickerItem | undefined): number {
  if (!item) return 0;
  const score = rank(search, { ...item, about: `${item.about ?? ''} ${item.group}` });
  return item.refusal === undefined ? score : score / 100;
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
      className={classNames(styles.item, item.refusal !== undefined && styles.refused)}
      onSelect={() => onPick(item.id)}
      draggable={draggable}
      title={item.hint}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ITEM, item.id)}
    >
      {item.icon ?? (
        <span className={styles.band} style={{ background: `var(--band-${item.band ?? 'other'})` }} />
      )}
      <span className={styles.label}>
        {item.label}
        {item.refusal !== undefined && <span className={styles.refusal}>{item.refusal}</span>}
      </span>
    </Command.Item>
  );
}
