import { changesBetween } from '../../../src/domain/changes.ts';
import { LayeredMap } from '../../../src/domain/layeredMap.ts';
import type { Direction, Point, Rect, Size } from '../types.ts';
import {
  SPACING,
  type LaidOut,
  type Layout,
  type LayoutEdge,
  type LayoutInput,
  type LayoutNode,
} from './layout.ts';

/** More than these come by pasting or importing, and are better seen where they belong. */
const MOST = 20;

/**
 * The layout with what is new to it beside its neighbours, to be shown while the whole is laid out: nobody waits for
 * the card that they have just put in, and the others make way afterwards. Undefined where there is nothing of the kind.
 */
export function withNewcomers({ input: before, layout }: LaidOut, input: LayoutInput): Layout | undefined {
  if (layout.isBeginning || layout.direction !== input.direction) return undefined;
  const { added } = changesBetween(before.nodes, input.nodes);
  if (added.length === 0 || added.length > MOST) return undefined;
  const placed = new Map<string, Rect>();
  const boxAt = (id: string) => placed.get(id) ?? layout.boxes.get(id);
  // What has just come is connected by what has just come.
  const edges = changesBetween(before.edges, input.edges).added;
  for (const node of added) {
    const box = boxAt(node.id) ? undefined : boxBeside(node, edges, input.direction, boxAt);
    if (box) placed.set(node.id, box);
  }
  if (placed.size === 0) return undefined;
  const boxes = LayeredMap.over(layout.boxes, placed);
  return { ...layout, boxes, newcomers: { beside: layout.boxes, boxes: [...placed] } };
}

/** Right after what it takes something from, or else right before what takes something from it. */
function boxBeside(
  { id, width, height, parent, pinned }: LayoutNode,
  edges: readonly LayoutEdge[],
  direction: Direction,
  boxAt: (id: string) => Rect | undefined,
): Rect | undefined {
  // A frame has to be laid out for what it holds to have a place.
  if (parent !== undefined) return undefined;
  if (pinned) return { ...pinned, width, height };
  const neighbour = (end: 'source' | 'target', other: 'source' | 'target') =>
    boxAt(edges.find((edge) => edge[end] === id && boxAt(edge[other]))?.[other] ?? '');
  const before = neighbour('target', 'source');
  if (before) return { ...next(before, { width, height }, direction, 1), width, height };
  const after = neighbour('source', 'target');
  return after && { ...next(after, { width, height }, direction, -1), width, height };
}

function next(box: Rect, { width, height }: Size, direction: Direction, sign: 1 | -1): Point {
  const gap = SPACING.row[direction] / 2;
  const [x, y] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
  return direction === 'vertical'
    ? { x: Math.round(x), y: Math.round(y + sign * ((box.height + height) / 2 + gap)) }
    : { x: Math.round(x + sign * ((box.width + width) / 2 + gap)), y: Math.round(y) };
}
