import { useMemo, useSyncExternalStore } from 'react';
import type { Rect } from '../types.ts';
import { cullWindow, detailAt, type Detail } from '../viewport.ts';
import type { Geometry } from './Geometry.ts';
import type { ViewportStore } from './ViewportStore.ts';

export interface CullWindow {
  readonly area: Rect;
  readonly detail: Detail;
}

/** What has to be drawn. Renders only when that changes, which most frames of a pan do not do. */
export function useCullWindow(viewport: ViewportStore): CullWindow {
  const key = useSyncExternalStore(viewport.subscribe, () => windowKey(viewport));
  return useMemo(() => JSON.parse(key) as CullWindow, [key]);
}

function windowKey(viewport: ViewportStore): string {
  const { transform, size } = viewport.get();
  const detail = detailAt(transform.k);
  const far = detail === 'block' || detail === 'label';
  // From afar the canvas follows the view by itself.
  const area = far ? { x: 0, y: 0, width: 0, height: 0 } : cullWindow(transform, size);
  return JSON.stringify({ area, detail } satisfies CullWindow);
}

/** Beyond this many in sight, elements are too slow even at reading size. */
const MOST_CARDS = 500;

/** Whether the canvas draws the nodes. */
export function useFar(geometry: Geometry | undefined, { area, detail }: CullWindow): boolean {
  return useMemo(() => {
    if (detail === 'block' || detail === 'label') return true;
    return geometry !== undefined && geometry.nodesIn(area).length > MOST_CARDS;
  }, [geometry, area, detail]);
}
