import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { shortcutText, useOfferedActions, type Action } from '../actions/index.ts';
import styles from './CommandPalette.module.css';

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Everything that can be done here and everything that can be opened, by a few letters of its name. */
export default function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined}>
          <Dialog.Title className={styles.title}>Command palette</Dialog.Title>
          <Palette onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ onDone }: { readonly onDone: () => void }) {
  const groups = byGroup(useOfferedActions());
  return (
    <Command label="Command palette" loop>
      <div className={styles.search}>
        <Search />
        <Command.Input className={styles.input} placeholder="Do or open …" />
      </div>
      <Command.List className={styles.list} label="Commands">
        <Command.Empty className={styles.empty}>Nothing is called like that.</Command.Empty>
        {groups.map(([group, actions]) => (
          <Command.Group key={group} heading={group} className={styles.group}>
            {actions.map((action) => (
              <Entry key={action.id} action={action} onDone={onDone} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function Entry({ action, onDone }: { readonly action: Action; readonly onDone: () => void }) {
  const perform = () => {
    onDone();
    action.run();
  };
  return (
    <Command.Item
      value={action.id}
      keywords={[action.label, action.group, ...(action.keywords ?? [])]}
      disabled={action.disabled}
      onSelect={perform}
      className={styles.item}
    >
      <span className={styles.icon}>{action.icon}</span>
      <span className={styles.label}>{action.label}</span>
      {action.shortcut && <kbd className={styles.keys}>{shortcutText(action.shortcut)}</kbd>}
    </Command.Item>
  );
}

function byGroup(actions: readonly Action[]): readonly (readonly [string, readonly Action[]])[] {
  const offered = actions.filter(({ id }) => id !== 'palette.open');
  const groups = [...new Set(offered.map(({ group }) => group))];
  return groups.map((group) => [group, offered.filter((action) => action.group === group)]);
}
