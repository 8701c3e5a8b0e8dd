import { toGraph, toScreen, detailAt } from '../viewport.ts';
import type { Point } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import { MISS, type Hit } from './interaction.ts';

/** Client coordinates to those of the graph's frame. */
export function framePoint({ root }: GraphContext, client: Point): Point {
  const frame = root.getBoundingClientRect();
  return { x: client.x - frame.left, y: client.y - frame.top };
}

export function graphPoint(context: GraphContext, client: Point): Point {
  return toGraph(context.viewport.get().transform, framePoint(context, client));
}

export function clientPoint({ root, viewport }: GraphContext, point: Point): Point {
  const frame = root.getBoundingClientRect();
  const at = toScreen(viewport.get().transform, point);
  return { x: at.x + frame.left, y: at.y + frame.top };
}

export function hitAt(context: GraphContext, client: Point): Hit {
  const { k } = context.viewport.get().transform;
  const detail = detailAt(k);
  const withPorts = (detail === 'card' || detail === 'close') && context.handlers.onConnect !== undefined;
  return context.scene.hit(graphPoint(context, client), k, withPorts && !context.readOnly);
}

/** Inputs and buttons inside the graph mind their own business. */
export function hitForEvent(context: GraphContext, event: { target: EventTarget | null } & ClientEvent): Hit {
  if (isControl(event.target)) return MISS;
  return hitAt(context, { x: event.clientX, y: event.clientY });
}

interface ClientEvent {
  readonly clientX: number;
  readonly clientY: number;
}

export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-graph-control]') !== null;
}

export function isBody(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-graph-body]') !== null;
}

/** Belongs to what is under it: pointing at the tool is still pointing at the edge or the node. */
export function isTool(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-graph-tool]') !== null;
}
