import { edgesBeside } from '../GraphIndex.ts';
import { MESSAGES } from '../messages.ts';
import { inputEnds, movedTo, nextAfter, orderAt, sameOrder } from '../reorder.ts';
import type { Point } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import { IDLE, type Reordering } from './interaction.ts';

/** Whether there is an order to be changed here. */
export function startReordering(context: GraphContext, edge: string): boolean {
  const order = orderOf(context, edge);
  if (order.length < 2 || context.readOnly || !context.handlers.onReorderInputs) return false;
  context.interaction.set({ kind: 'reorder', edge, order });
  return true;
}

export function reorderAt({ scene }: GraphContext, now: Reordering, to: Point): Reordering {
  const { index, layout } = scene;
  const edge = index.edges.get(now.edge);
  const box = edge && layout.boxes.get(edge.target.node);
  if (!box) return now;
  const ends = inputEnds(index, now.edge, box, layout.direction);
  const order = orderAt(ends, now.edge, layout.direction === 'vertical' ? to.x : to.y);
  return sameOrder(order, now.order) ? now : { ...now, order };
}

export function finishReordering(context: GraphContext, { edge, order }: Reordering): void {
  context.interaction.set(IDLE);
  if (!sameOrder(order, orderOf(context, edge))) reorder(context, edge, order);
}

/** By one place, from the keyboard. */
export function stepInOrder(context: GraphContext, edge: string, step: 1 | -1): boolean {
  const order = orderOf(context, edge);
  if (order.length < 2 || context.readOnly || !context.handlers.onReorderInputs) return false;
  const to = order.indexOf(edge) + step;
  if (to >= 0 && to < order.length) reorder(context, edge, movedTo(order, edge, to));
  else context.announce(MESSAGES.endOfOrder);
  return true;
}

function reorder(context: GraphContext, edge: string, order: readonly string[]): void {
  context.handlers.onReorderInputs?.(edge, nextAfter(order, edge));
  context.announce(MESSAGES.reordered(order.indexOf(edge) + 1, order.length));
}

function orderOf({ scene }: GraphContext, edge: string): readonly string[] {
  const known = scene.index.edges.get(edge);
  return known ? edgesBeside(scene.index, known).map(({ id }) => id) : [];
}
