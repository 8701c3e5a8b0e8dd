import { portPoint } from './geometry.ts';
import type { Direction, GraphNode, Point, PortRef, PortSide, Rect } from './types.ts';

/** A port that the node does not show, such as one of a folded group, is at the middle of its side. */
export function pointOfPort(
  node: GraphNode,
  side: PortSide,
  port: string,
  box: Rect,
  direction: Direction,
): Point {
  const ports = side === 'input' ? node.inputs : node.outputs;
  const index = ports.findIndex(({ id }) => id === port);
  return index < 0 ? portPoint(box, side, 0, [{}], direction) : portPoint(box, side, index, ports, direction);
}

/** Inside the card a port reaches less far than outside: the card itself must stay easy to grasp. */
const REACH = { inside: 9, outside: 16 } as const;

export function portAt(node: GraphNode, box: Rect, point: Point, direction: Direction): PortRef | undefined {
  const inside =
    point.x > box.x && point.x < box.x + box.width && point.y > box.y && point.y < box.y + box.height;
  let nearest: PortRef | undefined;
  let least: number = inside ? REACH.inside : REACH.outside;
  for (const side of ['input', 'output'] as const) {
    const ports = side === 'input' ? node.inputs : node.outputs;
    ports.forEach((port, i) => {
      const at = portPoint(box, side, i, ports, direction);
      const distance = Math.hypot(at.x - point.x, at.y - point.y);
      if (distance <= least) {
        least = distance;
        nearest = { node: node.id, port: port.id, side };
      }
    });
  }
  return nearest;
}

export function boundsOfPoints(points: readonly Point[]): Rect {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let at = 0; at < points.length; at += 1) {
    const { x, y } = points[at]!;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
