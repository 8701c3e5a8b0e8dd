import { useLayoutEffect, useRef, useState } from 'react';
import type { Layout } from '../layout/layoutGraph.ts';
import type { Rect } from '../types.ts';
import { prefersStillness } from './ViewportStore.ts';

const DURATION = 180;

export type BoxOf = (id: string) => Rect | undefined;

interface Frame {
  readonly from: ReadonlyMap<string, Rect>;
  readonly progress: number;
}

const AT_REST: Frame = { from: new Map(), progress: 1 };

/**
 * Where each box is at this moment: on the way from where it was to where the layout wants it. `departure`
 * says where a box was last seen when that is not where the layout had it, such as under the pointer.
 */
export function useMotion(layout: Layout | undefined, departure: BoxOf): { boxOf: BoxOf; moving: boolean } {
  const [frame, setFrame] = useState(AT_REST);
  const shown = useRef<{ layout: Layout | undefined; boxOf: BoxOf }>({ layout, boxOf: () => undefined });
  const latestDeparture = useRef(departure);
  const boxOf: BoxOf = (id) => {
    const to = layout?.boxes.get(id);
    const from = frame.progress < 1 ? frame.from.get(id) : undefined;
    return from && to ? between(from, to, ease(frame.progress)) : to;
  };
  useLayoutEffect(() => {
    latestDeparture.current = departure;
  });
  useLayoutEffect(() => {
    const before = shown.current;
    if (!layout || before.layout === layout || !before.layout || prefersStillness()) return;
    const from = departures(layout, before.boxOf, latestDeparture.current);
    if (from.size === 0) return;
    const start = performance.now();
    let request = 0;
    const step = (now: number) => {
      const progress = Math.min(1, Math.max(0, (now - start) / DURATION));
      setFrame(progress < 1 ? { from, progress } : AT_REST);
      if (progress < 1) request = requestAnimationFrame(step);
    };
    step(start);
    return () => {
      cancelAnimationFrame(request);
      setFrame(AT_REST);
    };
  }, [layout]);
  useLayoutEffect(() => {
    shown.current = { layout, boxOf };
  });
  return { boxOf, moving: frame.progress < 1 };
}

function departures(layout: Layout, boxBefore: BoxOf, departure: BoxOf): ReadonlyMap<string, Rect> {
  const from = new Map<string, Rect>();
  for (const [id, to] of layout.boxes) {
    const before = departure(id) ?? boxBefore(id);
    if (before && (before.x !== to.x || before.y !== to.y)) from.set(id, before);
  }
  return from;
}

/** Sizes change at once, since text does not stretch; only places move. */
function between(from: Rect, to: Rect, t: number): Rect {
  return { ...to, x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
}

const ease = (t: number) => 1 - (1 - t) ** 3;
