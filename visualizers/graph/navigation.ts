import { centreOf } from './geometry.ts';
import { siblingsOf, type GraphIndex } from './GraphIndex.ts';
import type { Direction, Point, Rect } from './types.ts';

export type Heading = 'up' | 'down' | 'left' | 'right';

export const HEADINGS: Readonly<Record<string, Heading>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/**
 * The node that an arrow key leads to. With and against the flow it follows edges, to the neighbour that is
 * most nearly straight ahead; across the flow, and where no edge leads on, it goes by what the eye sees. It
 * stays among the nodes of one parent.
 */
export function walk(
  from: string,
  heading: Heading,
  index: GraphIndex,
  boxes: ReadonlyMap<string, Rect>,
  flow: Direction,
): string | undefined {
  const origin = boxes.get(from);
  if (!origin) return undefined;
  const neighbours = neighboursAhead(from, heading, index, flow);
  const ahead = nearest(origin, neighbours, boxes, (offset) => sideways(offset, heading));
  return (
    ahead ?? nearest(origin, siblingsOf(index, from), boxes, (offset) => coneDistance(offset, heading), from)
  );
}

const WITH_FLOW: Readonly<Record<Direction, Heading>> = { vertical: 'down', horizontal: 'right' };
const AGAINST_FLOW: Readonly<Record<Direction, Heading>> = { vertical: 'up', horizontal: 'left' };

function neighboursAhead(
  from: string,
  heading: Heading,
  index: GraphIndex,
  flow: Direction,
): readonly string[] {
  if (heading === WITH_FLOW[flow]) return (index.outgoing.get(from) ?? []).map((edge) => edge.target.node);
  if (heading === AGAINST_FLOW[flow]) return (index.incoming.get(from) ?? []).map((edge) => edge.source.node);
  return [];
}

function nearest(
  origin: Rect,
  candidates: Iterable<string>,
  boxes: ReadonlyMap<string, Rect>,
  cost: (offset: Point) => number,
  except?: string,
): string | undefined {
  const start = centreOf(origin);
  let best: string | undefined;
  let least = Infinity;
  for (const id of candidates) {
    const box = boxes.get(id);
    if (!box || id === except) continue;
    const centre = centreOf(box);
    const paid = cost({ x: centre.x - start.x, y: centre.y - start.y });
    if (paid < least) [best, least] = [id, paid];
  }
  return best;
}

function sideways(offset: Point, heading: Heading): number {
  return Math.abs(heading === 'up' || heading === 'down' ? offset.x : offset.y);
}

/** Infinite outside the quarter of the plane that the key points to. */
function coneDistance(offset: Point, heading: Heading): number {
  const ahead = { up: -offset.y, down: offset.y, left: -offset.x, right: offset.x }[heading];
  const aside = sideways(offset, heading);
  return ahead <= 0 || aside > ahead * 2 ? Infinity : ahead + 2 * aside;
}
