import { firstNode } from '../firstNode.ts';
import type { Point } from '../types.ts';
import type { Scene } from './Scene.ts';
import type { Shown } from './useMotion.ts';
import type { ViewportStore } from './ViewportStore.ts';

/** The whole graph may lie elsewhere than its first rows did: the view goes with them; answers how far. */
export function holdBeginning(
  { viewport }: { readonly viewport: ViewportStore },
  { layout }: Shown,
  now: Scene,
): Point {
  const first = firstNode(layout) ?? '';
  const [was, is] = [layout.boxes.get(first), now.layout.boxes.get(first)];
  if (!was || !is) return { x: 0, y: 0 };
  const shift = { x: is.x - was.x, y: is.y - was.y };
  const { k } = viewport.get().transform;
  viewport.panBy({ x: -shift.x * k, y: -shift.y * k });
  return shift;
}
