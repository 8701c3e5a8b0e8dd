import { MESSAGES } from '../messages.ts';
import type { Point } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import type { Scene } from './Scene.ts';
import type { Store } from './Store.ts';
import type { Shown } from './useMotion.ts';
import type { ViewportStore } from './ViewportStore.ts';

/** A node that was folded or unfolded and shall not move on screen. */
export interface Held {
  readonly node: string;
  readonly wasFrame: boolean;
}

interface FoldingTools {
  readonly context: Store<GraphContext | undefined>;
  readonly held: Store<Held | undefined>;
  readonly followed: Store<string | undefined>;
  readonly viewport: ViewportStore;
}

/** Asks the host, and remembers which node shall stay where it is on screen when the answer has been laid out. */
export function fold({ context, held, followed }: FoldingTools, node: string): void {
  const now = context.get();
  if (!now?.handlers.onFold) return;
  const { scene, active, setActive } = now;
  held.set({ node, wasFrame: scene.isFrame(node) });
  followed.set(undefined);
  // What is folded away cannot be current.
  if (scene.isFrame(node) && active !== undefined && active !== node) setActive(node);
  now.handlers.onFold(node);
  now.announce(MESSAGES.folding(scene.index.nodes.get(node)?.label ?? '', scene.isFrame(node)));
}

const STILL: Point = { x: 0, y: 0 };

/** Moves the view with what was folded, so that the pointer is still on it; answers by how much of the graph. */
export function holdFolded({ held, viewport }: FoldingTools, { boxOf }: Shown, { layout }: Scene): Point {
  const holding = held.get();
  if (!holding) return STILL;
  const [was, is] = [boxOf(holding.node), layout.boxes.get(holding.node)];
  if (!was || !is || layout.frames.has(holding.node) === holding.wasFrame) return STILL;
  held.set(undefined);
  const shift = { x: is.x - was.x, y: is.y - was.y };
  const { k } = viewport.get().transform;
  viewport.panBy({ x: -shift.x * k, y: -shift.y * k });
  return shift;
}
