import { useMemo, useState } from 'react';
import type { Point } from '../graph/index.ts';

/** Where the floating palette is open, and what is chosen there is put next to: a port, a connection, a place. */
export interface Picker<Anchor> {
  readonly at: Point | undefined;
  readonly anchor: Anchor | undefined;
  readonly open: (at: Point, anchor?: Anchor) => void;
  readonly close: () => void;
}

export function usePicker<Anchor>(): Picker<Anchor> {
  const [state, setState] = useState<{ readonly at: Point; readonly anchor: Anchor | undefined }>();
  return useMemo(
    () => ({
      at: state?.at,
      anchor: state?.anchor,
      open: (at, anchor) => setState({ at, anchor }),
      close: () => setState(undefined),
    }),
    [state],
  );
}
