import type { ReactNode } from 'react';
import type { Point } from '../graph/index.ts';
import { Split } from '../ui/index.ts';
import { DRAGGED_ITEM } from './PickerList.tsx';
import styles from './GraphPlace.module.css';

export interface GraphPlaceProps {
  /** What can be added; null where nothing can. */
  readonly palette: ReactNode | null;
  /** Of the palette, at a point in client coordinates. */
  readonly onDropItem?: (id: string, client: Point) => void;
  /** Where the pointer is, in client coordinates; nowhere once the person goes on by keyboard. */
  readonly onPointer?: (at: Point | undefined) => void;
  /** What was refused, and other sentences, above the graph. */
  readonly notices?: ReactNode;
  /** Shown instead of the graph while there is nothing in it. */
  readonly children: ReactNode;
}

/** A graph with its palette at the left; items of the palette can be dropped on it. */
export function GraphPlace({ palette, onDropItem, onPointer, notices, children }: GraphPlaceProps) {
  return (
    <Split
      id="palette"
      label="palette"
      side="left"
      initial={200}
      min={160}
      max={400}
      pane={palette && <div className={styles.palette}>{palette}</div>}
    >
      <div
        className={styles.graph}
        onPointerMove={(event) => onPointer?.({ x: event.clientX, y: event.clientY })}
        onPointerLeave={() => onPointer?.(undefined)}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey) onPointer?.(undefined);
        }}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes(DRAGGED_ITEM)) event.preventDefault();
        }}
        onDrop={(event) => {
          const item = event.dataTransfer.getData(DRAGGED_ITEM);
          if (item) onDropItem?.(item, { x: event.clientX, y: event.clientY });
        }}
      >
        {children}
        <div className={styles.notices}>{notices}</div>
      </div>
    </Split>
  );
}
