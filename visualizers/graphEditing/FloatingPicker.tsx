import { Popover } from 'radix-ui';
import type { Point } from '../graph/index.ts';
import styles from './FloatingPicker.module.css';
import { PickerList, type PickerListProps } from './PickerList.tsx';
import { PointAnchor } from './PointAnchor.tsx';

export interface FloatingPickerProps extends Pick<
  PickerListProps,
  'label' | 'items' | 'onPick' | 'typedWords'
> {
  /** Where it is wanted, in client coordinates; undefined while it is not. */
  readonly at: Point | undefined;
  readonly onClose: () => void;
  /** Gives the keyboard back to what it was opened from. */
  readonly onClosed: () => void;
}

/** The palette where the person is looking: at the end of a connection, after a node. */
export function FloatingPicker({ at, onClose, onClosed, onPick, ...list }: FloatingPickerProps) {
  const pick = (id: string, typed: string) => {
    onClose();
    onPick(id, typed);
  };
  return (
    <Popover.Root open={at !== undefined} onOpenChange={(open) => !open && onClose()}>
      <PointAnchor at={at} />
      <Popover.Portal>
        <Popover.Content
          className={styles.floating}
          aria-label={list.label}
          side="bottom"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          <PickerList {...list} onPick={pick} autoFocus />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
