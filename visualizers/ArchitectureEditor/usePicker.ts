import { useMemo, useState } from 'react';
import type { Point } from '../graph/index.ts';
import type { Anchor } from '../../src/domain/rearranging/attach.ts';

/** Where the floating palette is open, and what a layer chosen there is put next to. */
export interface Picker {
  readonly at: Point | undefined;
  readonly anchor: Anchor | undefined;
  readonly open: (at: Point, anchor?: Anchor) => void;
  readonly close: () => void;
}

export function usePicker(): Picker {
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
