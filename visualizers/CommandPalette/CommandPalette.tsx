import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { shortcutText, useOfferedActions, type Action } from '../actions/index.ts';
import { spoken, useFocusBefore } from '../ui/index.ts';
import styles from './CommandPalette.module.css';
import { ordered } from './ordered.ts';

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Everything that can be done here and everything that can be opened, by a few letters of its name. */
export default function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  const giveBackFocus = useFocusBefore(open);
  const chosen = useRef<Action>(undefined);
  const choose = (action: Action) => {
    chosen.current = action;
    onOpenChange(false);
  };
  /** What was chosen is done where the keyboard was, and may take it elsewhere. */
  const perform = () => {
    const action = chosen.current;
    chosen.current = undefined;
    action?.run();
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.palette}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            giveBackFocus(event);
            perform();
          }}
        >
          <Dialog.Title className={spoken}>Command palette</Dialog.Title>
          <Palette onChoose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Choose = (action: Action) => void;

function Palette({ onChoose }: { readonly onChoose: Choose }) {
  const [search, setSearch] = useState('');
  const offered = useOfferedActions().filter(({ id }) => id !== 'palette.open');
  const actions = ordered(offered, search);
  return (
    <Command label="Command palette" loop shouldFilter={false}>
      <div className={styles.search}>
        <Search />
        <Command.Input
          className={styles.input}
          placeholder="Do or open …"
          value={search}
          onValueChange={setSearch}
        />
      </div>
      <Command.List className={styles.list} label="Commands">
        {actions.length === 0 && <div className={styles.empty}>Nothing is called like that.</div>}
        {search.trim() === '' ? (
          <Groups actions={actions} onChoose={onChoose} />
        ) : (
          <Command.Group className={styles.group}>
            {actions.map((action) => (
              <Entry key={action.id} action={action} about={action.group} onChoose={onChoose} />
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function Groups({ actions, onChoose }: { readonly actions: readonly Action[]; readonly onChoose: Choose }) {
  const groups = [...new Set(actions.map(({ group }) => group))];
  return groups.map((group) => (
    <Command.Group key={group} heading={group} className={styles.group}>
      {actions
        .filter((action) => action.group === group)
        .map((action) => (
          <Entry key={action.id} action={action} onChoose={onChoose} />
        ))}
    </Command.Group>
  ));
}

interface EntryProps {
  readonly action: Action;
  /** What kind of thing it is, where no heading says so. */
  readonly about?: string;
  readonly onChoose: Choose;
}

function Entry({ action, about, onChoose }: EntryProps) {
  return (
    <Command.Item
      value={action.id}
      disabled={action.disabled}
      onSelect={() => onChoose(action)}
      className={styles.item}
    >
      <span className={styles.icon}>{action.icon}</span>
      <span className={styles.label}>{action.label}</span>
      {about !== undefined && <span className={styles.about}>{about}</span>}
      {action.shortcut && <kbd className={styles.keys}>{shortcutText(action.shortcut)}</kbd>}
    </Command.Item>
  );
}
