import type { Point, Rect, Size } from './types.ts';

/** Screen = graph * k + (x, y). */
export interface Transform extends Point {
  readonly k: number;
}

/** How much of a node is worth drawing. `close` adds what is read at full size, such as the labels of edges. */
export type Detail = 'block' | 'label' | 'card' | 'close';

export const IDENTITY: Transform = { x: 0, y: 0, k: 1 };
const CLOSEST = 3;
const FIT_PADDING = 48;
/** Names can be read from here on. */
export const READABLE = 0.6;

export function toGraph({ x, y, k }: Transform, p: Point): Point {
  return { x: (p.x - x) / k, y: (p.y - y) / k };
}

export function toScreen({ x, y, k }: Transform, p: Point): Point {
  return { x: p.x * k + x, y: p.y * k + y };
}

export function visibleRect({ x, y, k }: Transform, { width, height }: Size): Rect {
  return { x: -x / k, y: -y / k, width: width / k, height: height / k };
}

/** Never larger than life: a graph of two nodes is not blown up to fill the screen. */
export function fit(bounds: Rect, size: Size, largest = 1): Transform {
  const room = { width: size.width - 2 * FIT_PADDING, height: size.height - 2 * FIT_PADDING };
  const k = Math.min(
    largest,
    Math.max(1, room.width) / Math.max(1, bounds.width),
    Math.max(1, room.height) / Math.max(1, bounds.height),
  );
  return centreOn({ x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 }, size, k);
}

export function centreOn(point: Point, size: Size, k: number): Transform {
  return { x: size.width / 2 - point.x * k, y: size.height / 2 - point.y * k, k };
}

/** From a little farther than the whole graph to three times life size. */
export function zoomLimits(bounds: Rect, size: Size): readonly [number, number] {
  return [Math.min(0.2, fit(bounds, size).k * 0.6), CLOSEST];
}

/** The smallest move that shows the rectangle, or the same transform when it is in sight already. */
export function reveal(transform: Transform, size: Size, rect: Rect, margin = 32): Transform {
  const start = toScreen(transform, rect);
  const shift = (from: number, length: number, room: number) => {
    if (from < margin || length > room - 2 * margin) return margin - from;
    return Math.min(0, room - margin - (from + length));
  };
  const dx = shift(start.x, rect.width * transform.k, size.width);
  const dy = shift(start.y, rect.height * transform.k, size.height);
  return dx === 0 && dy === 0 ? transform : { ...transform, x: transform.x + dx, y: transform.y + dy };
}

export function detailAt(k: number): Detail {
  if (k >= 0.85) return 'close';
  if (k >= READABLE) return 'card';
  return k >= 0.22 ? 'label' : 'block';
}

/** What is drawn: what is visible and a margin, in steps, so that most moves change nothing. */
export function cullWindow(transform: Transform, size: Size): Rect {
  const visible = visibleRect(transform, size);
  // Powers of two: the grid of windows stays the same over a whole octave of zoom.
  const step = 256 / 2 ** Math.floor(Math.log2(transform.k));
  const left = Math.floor(visible.x / step - 0.5) * step;
  const top = Math.floor(visible.y / step - 0.5) * step;
  const right = Math.ceil((visible.x + visible.width) / step + 0.5) * step;
  const bottom = Math.ceil((visible.y + visible.height) / step + 0.5) * step;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
