import { boundsOf } from '../geometry.ts';
import type { Direction, Point, Rect } from '../types.ts';
import { componentsOf } from './components.ts';
import { SPACING, type FlatLayout, type LayoutInput, type LayoutNode } from './layout.ts';
import { layoutComponent, type Sketch } from './layoutComponent.ts';
import { Occupancy } from './occupancy.ts';
import { packSketches } from './packSketches.ts';

/**
 * Rows of nodes along the direction of the flow. The same input always gives the same layout; edges whose
 * ends are missing and edges from a node to itself do not take part.
 */
export function layoutSiblings(
  input: Omit<LayoutInput, 'previous'>,
  previous: FlatLayout | undefined,
): FlatLayout {
  const sketches = componentsOf(input).map((component) =>
    layoutComponent(component, input.direction, previous),
  );
  packSketches(sketches, input.direction);
  return finish(input, sketches, previous);
}

function finish(
  input: LayoutInput,
  sketches: readonly Sketch[],
  previous: FlatLayout | undefined,
): FlatLayout {
  const boxes = new Map<string, Rect>(input.nodes.map((node) => [node.id, NOWHERE]));
  const routes = new Map<string, readonly Point[]>();
  for (const sketch of sketches) {
    sketch.nodes.forEach((node, i) => boxes.set(node.id, sketch.box(i)));
  }
  const moved = settle(input, boxes, previous, sketches.length > 1);
  for (const sketch of sketches) {
    for (const { edge, points } of sketch.routes()) {
      if (!moved.has(edge.source) && !moved.has(edge.target)) routes.set(edge.id, points);
    }
  }
  return { direction: input.direction, boxes, routes, bounds: boundsOf(boxes.values()) };
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** Puts pinned nodes where they belong and lets the others make way; answers which ones left the drawing's rows. */
function settle(
  input: LayoutInput,
  boxes: Map<string, Rect>,
  previous: FlatLayout | undefined,
  severalParts: boolean,
): ReadonlySet<string> {
  const moved = new Set<string>();
  const pinned = input.nodes.filter((node) => node.pinned !== undefined);
  if (pinned.length === 0 && !(previous && severalParts)) return moved;
  const taken = new Occupancy();
  for (const node of pinned) {
    const box = { ...node.pinned!, width: node.width, height: node.height };
    if (!samePlace(box, boxes.get(node.id)!)) moved.add(node.id);
    boxes.set(node.id, box);
    taken.take(box);
  }
  const free = input.nodes.filter((node) => node.pinned === undefined);
  const stays = (node: LayoutNode) => {
    const before = previous?.boxes.get(node.id);
    return before !== undefined && samePlace(before, boxes.get(node.id)!);
  };
  for (const node of [...free.filter(stays), ...free.filter((node) => !stays(node))]) {
    const box = boxes.get(node.id)!;
    const settled = nearestFree(box, taken, input.direction);
    if (settled !== box) {
      moved.add(node.id);
      boxes.set(node.id, settled);
    }
    taken.take(settled);
  }
  return moved;
}

const samePlace = (a: Point, b: Point) => Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1;

function nearestFree(box: Rect, taken: Occupancy, direction: Direction): Rect {
  if (!taken.obstacle(box)) return box;
  const after = firstFree(box, taken, direction, 1);
  const before = firstFree(box, taken, direction, -1);
  const distance = (rect: Rect) => Math.abs(rect.x - box.x) + Math.abs(rect.y - box.y);
  return distance(before) < distance(after) ? before : after;
}

function firstFree(box: Rect, taken: Occupancy, direction: Direction, sign: 1 | -1): Rect {
  let place = box;
  for (let hit = taken.obstacle(place); hit; hit = taken.obstacle(place)) {
    place =
      direction === 'vertical'
        ? { ...place, x: sign > 0 ? hit.x + hit.width + SPACING.node : hit.x - box.width - SPACING.node }
        : { ...place, y: sign > 0 ? hit.y + hit.height + SPACING.node : hit.y - box.height - SPACING.node };
  }
  return place;
}
