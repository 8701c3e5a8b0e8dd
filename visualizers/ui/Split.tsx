import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import styles from './Split.module.css';
import { classNames } from './classNames.ts';

export interface SplitProps {
  /** The key under which the size is remembered in this browser. */
  readonly id: string;
  /** What the side pane is called, for the handle's label. */
  readonly label: string;
  /** Where the side pane stands. */
  readonly side: 'left' | 'right' | 'top' | 'bottom';
  /** null closes the side pane; its size is kept. */
  readonly pane: ReactNode | null;
  readonly initial: number;
  readonly min?: number;
  readonly max?: number;
  readonly children: ReactNode;
}

export function Split({ id, label, side, pane, initial, min = 160, max = 720, children }: SplitProps) {
  const [size, setSize] = useState(() => rememberedSize(id) ?? initial);
  const columns = side === 'left' || side === 'right';
  const first = side === 'left' || side === 'top';
  const resize = (next: number) => {
    const clamped = Math.round(Math.min(max, Math.max(min, next)));
    setSize(clamped);
    rememberSize(id, clamped);
  };
  const parts = [
    <div key="main" className={styles.main}>
      {children}
    </div>,
  ];
  if (pane !== null) {
    const handle = (
      <Handle
        key="handle"
        {...{ label, columns, size, min, max }}
        growsBackward={!first}
        onResize={resize}
        onReset={() => resize(initial)}
      />
    );
    const sidePane = (
      <div key="side" className={styles.side} style={{ [columns ? 'width' : 'height']: size }}>
        {pane}
      </div>
    );
    if (first) parts.unshift(sidePane, handle);
    else parts.push(handle, sidePane);
  }
  return <div className={classNames(styles.split, columns ? styles.columns : styles.rows)}>{parts}</div>;
}

interface HandleProps {
  readonly label: string;
  readonly columns: boolean;
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly growsBackward: boolean;
  readonly onResize: (size: number) => void;
  readonly onReset: () => void;
}

function Handle({ label, columns, size, min, max, growsBackward, onResize, onReset }: HandleProps) {
  const sign = growsBackward ? -1 : 1;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const start = columns ? event.clientX : event.clientY;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) =>
      onResize(size + sign * ((columns ? move.clientX : move.clientY) - start));
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
  };
  const nudge = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(size + sign * step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={`Resize ${label}`}
      aria-orientation={columns ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles.handle}
      onPointerDown={drag}
      onKeyDown={nudge}
      onDoubleClick={onReset}
    />
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -16,
  ArrowUp: -16,
  ArrowRight: 16,
  ArrowDown: 16,
};

function rememberedSize(id: string): number | undefined {
  const stored = Number(localStorage.getItem(`split:${id}`));
  return stored > 0 ? stored : undefined;
}

function rememberSize(id: string, size: number): void {
  localStorage.setItem(`split:${id}`, String(size));
}
