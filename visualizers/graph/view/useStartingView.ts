import { useLayoutEffect, useRef } from 'react';
import { firstNode } from '../firstNode.ts';
import { centreOn, fit, READABLE, zoomLimits, type Transform } from '../viewport.ts';
import type { Scene } from './Scene.ts';
import { useStore } from './Store.ts';
import type { ViewportStore } from './ViewportStore.ts';

/** A graph that can be read when it fits is shown whole; a larger one from its beginning. */
const FROM_START = { k: 0.75, margin: 64 } as const;

export function useStartingView(scene: Scene | undefined, viewport: ViewportStore): void {
  const started = useRef(false);
  const ready = useStore(viewport, ({ size }) => size.width > 0 && size.height > 0);
  useLayoutEffect(() => {
    if (!scene || !ready) return;
    if (scene.layout.boxes.size === 0) {
      started.current = false;
      return;
    }
    viewport.limit(zoomLimits(scene.layout.bounds, viewport.get().size));
    if (started.current) return;
    started.current = true;
    viewport.go(startingView(scene, viewport), false);
  }, [scene, ready, viewport]);
}

function startingView({ layout }: Scene, viewport: ViewportStore): Transform {
  const { size } = viewport.get();
  const whole = fit(layout.bounds, size);
  const first = layout.boxes.get(firstNode(layout) ?? '');
  if (!first || (whole.k >= READABLE && !layout.isBeginning)) return whole;
  const { k, margin } = FROM_START;
  const start = centreOn({ x: first.x + first.width / 2, y: first.y + first.height / 2 }, size, k);
  return layout.direction === 'vertical'
    ? { ...start, y: margin - first.y * k }
    : { ...start, x: margin - first.x * k };
}
