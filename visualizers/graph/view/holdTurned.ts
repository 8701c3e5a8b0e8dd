import { least } from 'd3';
import { centreOf, holds } from '../geometry.ts';
import type { Point, Rect } from '../types.ts';
import { fit, READABLE, reveal, toGraph, visibleRect } from '../viewport.ts';
import type { GraphContext } from './GraphContext.ts';
import type { Scene } from './Scene.ts';
import type { Store } from './Store.ts';
import type { Shown } from './useMotion.ts';
import type { ViewportStore } from './ViewportStore.ts';

interface TurningTools {
  readonly context: Store<GraphContext | undefined>;
  readonly viewport: ViewportStore;
}

const STILL: Point = { x: 0, y: 0 };

/**
 * Drawn in the other direction nothing is where it was. What was seen as a whole is seen as a whole again; otherwise
 * the node that one was at stays where it was on screen. Answers by how much of the graph the view moved.
 */
export function holdTurned({ context, viewport }: TurningTools, before: Shown, { layout }: Scene): Point {
  const { transform, size } = viewport.get();
  const whole = fit(layout.bounds, size);
  const sawAll = holds(visibleRect(transform, size), before.layout.bounds);
  if (sawAll && whole.k >= Math.min(READABLE, transform.k)) {
    viewport.go(whole, true);
    return STILL;
  }
  const centre = toGraph(transform, { x: size.width / 2, y: size.height / 2 });
  const node = nearest(lookedAt(context.get(), layout.boxes), before, centre);
  const [was, is] = node === undefined ? [] : [before.boxOf(node), layout.boxes.get(node)];
  if (!was || !is) return STILL;
  const [from, to] = [centreOf(was), centreOf(is)];
  const shift = { x: to.x - from.x, y: to.y - from.y };
  viewport.panBy({ x: -shift.x * transform.k, y: -shift.y * transform.k });
  const held = viewport.get().transform;
  const shown = reveal(held, size, is);
  if (shown !== held) viewport.go(shown, true);
  return shift;
}

/** What is selected, or the current node, or whatever is nearest. */
function lookedAt(context: GraphContext | undefined, boxes: ReadonlyMap<string, Rect>): Iterable<string> {
  const picked = [...(context?.selection.nodes ?? [])].filter((id) => boxes.has(id));
  if (picked.length > 0) return picked;
  const active = context?.active;
  return active !== undefined && boxes.has(active) ? [active] : boxes.keys();
}

function nearest(nodes: Iterable<string>, { boxOf }: Shown, to: Point): string | undefined {
  return least(nodes, (id) => {
    const box = boxOf(id);
    return box && Math.hypot(centreOf(box).x - to.x, centreOf(box).y - to.y);
  });
}
