import { DropdownMenu as RadixDropdown } from 'radix-ui';
import { useRef, type ReactElement, type ReactNode } from 'react';
import styles from './Menu.module.css';
import { classNames } from './classNames.ts';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

export type MenuEntry = MenuAction | 'separator';

export interface MenuProps {
  readonly entries: readonly MenuEntry[];
  /** The element that opens the menu. */
  readonly children: ReactElement;
  readonly align?: 'start' | 'center' | 'end';
}

export function Menu({ entries, children, align = 'start' }: MenuProps) {
  return (
    // What is behind an open menu stays reachable to screen readers, as it does to the eye.
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{children}</RadixDropdown.Trigger>
      <MenuContent entries={entries} align={align} />
    </RadixDropdown.Root>
  );
}

export interface MenuContentProps {
  readonly entries: readonly MenuEntry[];
  readonly align: 'start' | 'center' | 'end';
  readonly label?: string;
  readonly onCloseAutoFocus?: (event: Event) => void;
}

/**
 * The list itself, for whatever opens it. What is chosen is done when the menu has closed and given the focus
 * back, since it may want the focus for itself.
 */
export function MenuContent({ entries, align, label, onCloseAutoFocus }: MenuContentProps) {
  const chosen = useRef<MenuAction>(undefined);
  const onClosed = (event: Event) => {
    onCloseAutoFocus?.(event);
    chosen.current?.onSelect();
    chosen.current = undefined;
  };
  return (
    <RadixDropdown.Portal>
      <RadixDropdown.Content
        className={styles.menu}
        align={align}
        aria-label={label}
        sideOffset={4}
        collisionPadding={8}
        onCloseAutoFocus={onClosed}
      >
        <Entries entries={entries} onChoose={(action) => (chosen.current = action)} />
      </RadixDropdown.Content>
    </RadixDropdown.Portal>
  );
}

interface EntriesProps {
  readonly entries: readonly MenuEntry[];
  readonly onChoose: (action: MenuAction) => void;
}

function Entries({ entries, onChoose }: EntriesProps) {
  return entries.map((entry, index) =>
    entry === 'separator' ? (
      <RadixDropdown.Separator key={index} className={styles.separator} />
    ) : (
      <RadixDropdown.Item
        key={entry.id}
        disabled={entry.disabled}
        onSelect={() => onChoose(entry)}
        className={classNames(styles.item, entry.danger && styles.danger)}
      >
        {entry.icon}
        {entry.label}
        {entry.shortcut && <kbd className={styles.shortcut}>{entry.shortcut}</kbd>}
      </RadixDropdown.Item>
    ),
  );
}
