import type { Direction, Point, Port, PortSide, Rect, Size } from './types.ts';

export function contains(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.x &&
    point.x <= rect.x + rect.width &&
    point.y >= rect.y &&
    point.y <= rect.y + rect.height
  );
}

export function holds(outer: Rect, inner: Rect): boolean {
  return contains(outer, inner) && contains(outer, { x: inner.x + inner.width, y: inner.y + inner.height });
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

type Ports = readonly Pick<Port, 'optional'>[];

/** How far from the node's centre, across the direction of flow, the port stands. */
export function portOffset(size: Size, index: number, ports: Ports, direction: Direction): number {
  const extent = direction === 'vertical' ? size.width : size.height;
  return extent * portShare(index, ports);
}

const BESIDE = { from: 0.12, to: 0.5 } as const;

/**
 * The only port that is needed stands in the middle of its side, where chains run, and the optional ones beside it;
 * otherwise all share the side alike. It answers from -0.5 to 0.5.
 */
export function portShare(index: number, ports: Ports): number {
  const isLed = ports.length > 1 && !ports[0]!.optional && ports.slice(1).every(({ optional }) => optional);
  if (!isLed) return (index + 1) / (ports.length + 1) - 0.5;
  return index === 0 ? 0 : BESIDE.from + ((BESIDE.to - BESIDE.from) * index) / ports.length;
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
  ports: Ports,
  direction: Direction,
): Point {
  const offset = portOffset(box, index, ports, direction);
  const centre = centreOf(box);
  return direction === 'vertical'
    ? { x: centre.x + offset, y: side === 'input' ? box.y : box.y + box.height }
    : { x: side === 'input' ? box.x : box.x + box.width, y: centre.y + offset };
}
