import { useMemo, useState } from 'react';
import type { Direction } from '../../graph/index.ts';
import { useDirection } from '../../graphEditing/index.ts';
import { useClipboard, type Clipboard, type ClipboardParts } from './useClipboard.ts';
import type { Notice } from './useNotice.ts';
import { useOverlay, type Overlay } from './useOverlay.ts';

/** What a person can do with a network beyond drawing it. */
export interface Gestures {
  readonly clipboard: Clipboard;
  readonly overlay: Overlay;
  readonly notice: Notice;
  /** The nodes that a search found. */
  readonly marked: ReadonlySet<string>;
  readonly mark: (nodes: ReadonlySet<string>) => void;
  readonly direction: Direction;
  readonly setDirection: (direction: Direction) => void;
}

export function useGestures(parts: Omit<ClipboardParts, 'direction'>): Gestures {
  const overlay = useOverlay();
  const { notice } = parts;
  const [marked, mark] = useState<ReadonlySet<string>>(NOTHING);
  const [direction, setDirection] = useDirection(parts.architecture);
  const clipboard = useClipboard({ ...parts, direction });
  return useMemo(
    () => ({ clipboard, overlay, notice, marked, mark, direction, setDirection }),
    [clipboard, overlay, notice, marked, direction, setDirection],
  );
}

export const NOTHING: ReadonlySet<string> = new Set();
