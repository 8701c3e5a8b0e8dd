import { boundsOf } from '../geometry.ts';
import { MESSAGES } from '../messages.ts';
import { NOTHING, select } from '../selection.ts';
import { fit, reveal } from '../viewport.ts';
import type { GraphNode } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import type { Scene } from './Scene.ts';

/** Fits the nodes into the frame, or everything when none are named. */
export function showNodes({ scene, viewport }: GraphContext, nodes: Iterable<string> = []): void {
  const boxes = [...nodes].flatMap((node) => scene.layout.boxes.get(node) ?? []);
  const bounds = boxes.length > 0 ? boundsOf(boxes) : scene.layout.bounds;
  viewport.go(fit(bounds, viewport.get().size), true);
}

/** Makes the node the current one, selects it, shows it and says what it is. */
export function goTo(context: GraphContext, id: string, extend = false): void {
  const node = context.scene.index.nodes.get(id);
  if (!node) return;
  context.setActive(id);
  const base = extend ? context.selection : NOTHING;
  context.setSelection(select(context.selection, { type: 'area', nodes: [id], base }));
  show(context, id);
  context.announce(describeNode(context.scene, node));
}

export function show({ scene, viewport }: GraphContext, id: string): void {
  const box = scene.layout.boxes.get(id);
  const { transform, size } = viewport.get();
  if (!box) return;
  const next = reveal(transform, size, box);
  if (next !== transform) viewport.go(next, true);
}

/** The node in words. */
export const describeNode = (scene: Scene, node: GraphNode): string =>
  MESSAGES.node(node, positionOf(scene, node.id), scene.detailOf(node));

/** Its connections, what it lies in, and what it holds. */
function positionOf({ index }: Scene, id: string): string {
  const { incoming, outgoing, parents, children, nodes } = index;
  const parent = nodes.get(parents.get(id) ?? '');
  const held = children.get(id);
  const folded = nodes.get(id)?.foldable ? MESSAGES.folded : undefined;
  return [
    MESSAGES.position(incoming.get(id)?.length ?? 0, outgoing.get(id)?.length ?? 0),
    held ? MESSAGES.unfolded(held.length) : folded,
    parent && MESSAGES.inside(parent.label),
  ]
    .filter(Boolean)
    .join(', ');
}
