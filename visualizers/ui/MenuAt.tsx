import { DropdownMenu as RadixDropdown } from 'radix-ui';
import { MenuContent, type MenuEntry } from './Menu.tsx';

export interface MenuAtProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Where it is wanted, in client coordinates. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  /** Gives the keyboard back to what it was opened from. */
  readonly onClosed: () => void;
}

/** A menu where the pointer is. */
export function MenuAt({ label, entries, at, onClose, onClosed }: MenuAtProps) {
  return (
    <RadixDropdown.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <RadixDropdown.Trigger asChild>
        <span
          aria-hidden="true"
          style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1, pointerEvents: 'none' }}
        />
      </RadixDropdown.Trigger>
      <MenuContent
        entries={entries}
        align="start"
        label={label}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onClosed();
        }}
      />
    </RadixDropdown.Root>
  );
}
