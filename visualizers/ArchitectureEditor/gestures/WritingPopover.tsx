import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Point } from '../../graph/index.ts';
import { PointAnchor } from '../../graphEditing/index.ts';

export interface WritingPopoverProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly at: Point;
  readonly sideOffset: number;
  readonly onKeep: () => void;
  readonly onClose: () => void;
  readonly onClosed: () => void;
  readonly children: ReactNode;
}

/** Something written where a layer is. Leaving it keeps what was written; Escape leaves it as it was. */
export function WritingPopover(props: WritingPopoverProps) {
  const { label, className, at, sideOffset, onKeep, onClose, onClosed, children } = props;
  return (
    <Popover.Root open onOpenChange={(open) => !open && onKeep()}>
      <PointAnchor at={at} />
      <Popover.Portal>
        <Popover.Content
          className={className}
          aria-label={label}
          align="start"
          sideOffset={sideOffset}
          collisionPadding={8}
          onEscapeKeyDown={(event) => {
            event.preventDefault();
            onClose();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
