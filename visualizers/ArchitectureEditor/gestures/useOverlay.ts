import { useMemo, useState } from 'react';
import type { Point } from '../../graph/index.ts';

/** What floats above the graph, one thing at a time. Points are client coordinates. */
export type Shown =
  | { readonly kind: 'find' }
  | { readonly kind: 'note' | 'rename' | 'replace'; readonly layer: string; readonly at: Point }
  | { readonly kind: 'menu'; readonly about: 'node' | 'edge' | 'empty'; readonly at: Point };

export interface Overlay {
  readonly shown: Shown | undefined;
  readonly show: (what: Shown) => void;
  readonly hide: () => void;
}

export function useOverlay(): Overlay {
  const [shown, setShown] = useState<Shown>();
  return useMemo(() => ({ shown, show: setShown, hide: () => setShown(undefined) }), [shown]);
}
