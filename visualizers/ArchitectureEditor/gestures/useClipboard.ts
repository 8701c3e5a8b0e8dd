import { useMemo, useRef, type RefObject } from 'react';
import { copyOf } from '../../../src/domain/clipboard/copyOf.ts';
import { pasteOf } from '../../../src/domain/clipboard/pasteOf.ts';
import { find } from '../../../src/domain/state.ts';
import type { Direction, GraphHandle, Point, Rect, Selection } from '../../graph/index.ts';
import type { GraphState } from '../../graphEditing/index.ts';
import { useProject } from '../../project/index.ts';
import { counted } from '../../words/index.ts';
import { placeOfAll, recordOf } from '../nodePath.ts';
import { newId, type ArchitectureEdits } from '../useArchitectureEdits.ts';
import type { Notice } from './useNotice.ts';

export interface Clipboard {
  /** The selected layers as text, where there are any. */
  readonly copy: () => string | undefined;
  readonly cut: () => string | undefined;
  readonly paste: (text: string) => void;
  /** As copied and pasted at once: a single layer follows itself in its chain. */
  readonly duplicate: () => void;
  /** Where the pointer is over the graph, in client coordinates, while the person works with it. */
  readonly point: (at: Point | undefined) => void;
}

export interface ClipboardParts extends Pick<GraphState, 'selection' | 'select' | 'selected'> {
  readonly architecture: string;
  readonly edits: ArchitectureEdits;
  readonly handle: RefObject<GraphHandle | null>;
  readonly direction: Direction;
  readonly notice: Notice;
  readonly showLayer: (layer: string) => void;
}

export function useClipboard(parts: ClipboardParts): Clipboard {
  const { architecture, selection, select, selected, edits, handle, direction, notice, showLayer } = parts;
  const { view } = useProject();
  const pointer = useRef<Point>(undefined);
  return useMemo(() => {
    const { say } = notice;
    const text = () => copyOf(view, [...selection.nodes].map(recordOf), handle.current?.boxes());
    const insert = (given: string, at: Point | undefined) => {
      const place = placeOfAll(selection.nodes);
      const target = {
        architecture: find(view, 'Layer', recordOf(place.slice(0, -1)))?.block ?? architecture,
        // Within a block the layout finds the place: a frame has coordinates of its own.
        ...(at && place === '' ? { at } : {}),
        ...(selected === undefined ? {} : { after: recordOf(selected) }),
      };
      const pasted = pasteOf(given, view, target, newId);
      if (!pasted.ok) {
        say(pasted.message);
        return;
      }
      if (!edits.insert(pasted.records, pasted.replaces)) return;
      const nodes = pasted.layers.map((layer) => place + layer);
      const [only, ...others] = nodes;
      if (only !== undefined && others.length === 0) showLayer(only);
      else select({ nodes: new Set(nodes), edges: new Set() });
      say(
        pasted.notices.length > 0 ? pasted.notices.join(' ') : pastedWords(pasted.layers),
        pasted.notices.length === 0,
      );
    };
    const besideSelection = () => beside(handle.current?.boxes(selection.nodes), direction);
    return {
      point: (at) => {
        pointer.current = at;
      },
      copy: text,
      cut: () => {
        const copied = text();
        if (copied !== undefined) edits.remove(onlyNodes(selection));
        return copied;
      },
      paste: (given) => {
        const at = pointer.current && handle.current?.locate(pointer.current)?.at;
        insert(given, at ?? besideSelection());
      },
      duplicate: () => {
        const copied = text();
        if (copied !== undefined) insert(copied, besideSelection());
      },
    };
  }, [architecture, selection, select, selected, edits, handle, direction, notice, showLayer, view]);
}

const onlyNodes = ({ nodes }: Selection): Selection => ({ nodes, edges: new Set() });
const pastedWords = (layers: readonly string[]) => `${counted(layers.length, 'layer')} pasted`;

const GAP = 48;

/** Across the flow from what is selected, where its chain does not go. */
function beside(boxes: ReadonlyMap<string, Rect> | undefined, direction: Direction): Point | undefined {
  if (!boxes || boxes.size === 0) return undefined;
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  return direction === 'vertical'
    ? { x: Math.round(Math.max(...all.map(({ x, width }) => x + width)) + GAP), y: Math.round(top) }
    : { x: Math.round(left), y: Math.round(Math.max(...all.map(({ y, height }) => y + height)) + GAP) };
}
