import { LABEL, labelWidth, middleOf, pointOn } from './edgePath.ts';
import type { Direction, Point } from './types.ts';

export interface LabelledEdge {
  readonly id: string;
  readonly label: string;
  readonly points: readonly Point[];
}

/**
 * Where labels can be read: in the middle of the edge, or else nearer to one of its ends, off the cards there and off
 * each other. What finds no place is left out; whoever points at its edge is told.
 */
export function placeLabels(edges: readonly LabelledEdge[], direction: Direction): Map<string, Point> {
  const taken = new TakenRoom();
  const places = new Map<string, Point>();
  for (const { id, label, points } of edges) {
    const width = labelWidth(label);
    const at = placesAlong(points, direction).find(
      (place) => isBetweenEnds(width, place, points, direction) && taken.take(place, width),
    );
    if (at) places.set(id, at);
  }
  return places;
}

function placesAlong(points: readonly Point[], direction: Direction): readonly Point[] {
  const [first, second, beforeLast, last] = [points[0], points[1], points.at(-2), points.at(-1)];
  if (!first || !second || !beforeLast || !last) return [];
  return [
    middleOf(points, direction),
    pointOn(first, second, 0.3, direction),
    pointOn(beforeLast, last, 0.7, direction),
  ];
}

/** A label needs room along the flow, between the nodes at the ends of its edge. */
function isBetweenEnds(width: number, at: Point, points: readonly Point[], direction: Direction): boolean {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return false;
  return direction === 'vertical'
    ? at.y - LABEL.height / 2 >= first.y && at.y + LABEL.height / 2 <= last.y
    : at.x - width / 2 >= first.x && at.x + width / 2 <= last.x;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** Rows of the height of a label, with what is written in them. */
class TakenRoom {
  readonly #rows = new Map<number, Span[]>();

  /** False where something else stands. */
  take({ x, y }: Point, width: number): boolean {
    const row = Math.floor(y / LABEL.height);
    const span = { from: x - width / 2, to: x + width / 2, y };
    const near = [row - 1, row, row + 1].flatMap((one) => this.#rows.get(one) ?? []);
    if (near.some((other) => overlap(span, other))) return false;
    this.#rows.set(row, [...(this.#rows.get(row) ?? []), span]);
    return true;
  }
}

const overlap = (a: Span, b: Span) => a.from < b.to && b.from < a.to && Math.abs(a.y - b.y) < LABEL.height;
