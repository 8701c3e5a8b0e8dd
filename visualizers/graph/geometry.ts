import type { Direction, Point, PortSide, Rect, Size } from './types.ts';

export function contains(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.x &&
    point.x <= rect.x + rect.width &&
    point.y >= rect.y &&
    point.y <= rect.y + rect.height
  );
}

export function intersects(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function centreOf(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function rectBetween(a: Point, b: Point): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

export function grow(rect: Rect, by: number): Rect {
  return { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

export function boundsOf(rects: Iterable<Rect>): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** How far from the node's centre, across the direction of flow, the port stands. */
export function portOffset(size: Size, index: number, count: number, direction: Direction): number {
  const extent = direction === 'vertical' ? size.width : size.height;
  return extent * ((index + 1) / (count + 1) - 0.5);
}

const END_PITCH = 12;
/** Of the room between two inputs, so that their edges do not mix. */
const END_ROOM = 0.8;

/** How far from the middle of an input, across the flow, one of several edges ends there. */
export function endSpread(
  size: Size,
  ports: number,
  index: number,
  count: number,
  direction: Direction,
): number {
  const room = ((direction === 'vertical' ? size.width : size.height) / (ports + 1)) * END_ROOM;
  return (index - (count - 1) / 2) * Math.min(END_PITCH, room / count);
}

export function portPoint(
  box: Rect,
  side: PortSide,
  index: number,
  count: number,
  direction: Direction,
): Point {
  const offset = portOffset(box, index, count, direction);
  const centre = centreOf(box);
  return direction === 'vertical'
    ? { x: centre.x + offset, y: side === 'input' ? box.y : box.y + box.height }
    : { x: side === 'input' ? box.x : box.x + box.width, y: centre.y + offset };
}
