import type { Direction, Point } from './types.ts';

/** What d3's path, a Path2D and a canvas context have in common. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

const LEAST_REACH = 12;
const MOST_REACH = 120;
const ALIGNED = 0.75;

/** Along the flow at both ends; straight where it can be. */
export function traceEdge(sink: PathSink, points: readonly Point[], direction: Direction): void {
  const [first, ...rest] = points;
  if (!first) return;
  sink.moveTo(first.x, first.y);
  let from = first;
  for (const to of rest) {
    if (isStraight(from, to, direction)) sink.lineTo(to.x, to.y);
    else {
      const [a, b] = controls(from, to, direction);
      sink.bezierCurveTo(a.x, a.y, b.x, b.y, to.x, to.y);
    }
    from = to;
  }
}

export function distanceToEdge(point: Point, points: readonly Point[], direction: Direction): number {
  let nearest = Infinity;
  for (let i = 1; i < points.length; i++) {
    const samples = sampled(points[i - 1]!, points[i]!, direction);
    for (let s = 1; s < samples.length; s++) {
      nearest = Math.min(nearest, distanceToSegment(point, samples[s - 1]!, samples[s]!));
    }
  }
  return nearest;
}

/** The middle of the piece that holds half of the edge's length: where its label and its "+" go. */
export function middleOf(points: readonly Point[], direction: Direction): Point {
  const lengths = points.slice(1).map((p, i) => Math.hypot(p.x - points[i]!.x, p.y - points[i]!.y));
  let half = lengths.reduce((a, b) => a + b, 0) / 2;
  const piece = Math.max(
    0,
    lengths.findIndex((length) => (half -= length) <= 0),
  );
  const [from, to] = [points[piece]!, points[piece + 1] ?? points[piece]!];
  return pointOn(from, to, 0.5, direction);
}

export const LABEL = { size: 11, height: 15, padding: 5 } as const;
/** Of a monospaced font, in em. */
const MONO_WIDTH = 0.61;

export const labelWidth = (label: string): number =>
  label.length * LABEL.size * MONO_WIDTH + 2 * LABEL.padding;

function isStraight(from: Point, to: Point, direction: Direction): boolean {
  return direction === 'vertical'
    ? Math.abs(from.x - to.x) < ALIGNED && to.y >= from.y
    : Math.abs(from.y - to.y) < ALIGNED && to.x >= from.x;
}

function controls(from: Point, to: Point, direction: Direction): readonly [Point, Point] {
  const [along, across] =
    direction === 'vertical' ? [to.y - from.y, to.x - from.x] : [to.x - from.x, to.y - from.y];
  // An edge that has to go back swings out far enough to be seen as one.
  const wanted = along > 0 ? along / 2 : (Math.abs(along) + Math.abs(across)) / 4 + LEAST_REACH;
  const reach = Math.min(MOST_REACH, Math.max(LEAST_REACH, wanted));
  return direction === 'vertical'
    ? [
        { x: from.x, y: from.y + reach },
        { x: to.x, y: to.y - reach },
      ]
    : [
        { x: from.x + reach, y: from.y },
        { x: to.x - reach, y: to.y },
      ];
}

const PIECES = 10;

function sampled(from: Point, to: Point, direction: Direction): Point[] {
  if (isStraight(from, to, direction)) return [from, to];
  return Array.from({ length: PIECES + 1 }, (_, i) => pointOn(from, to, i / PIECES, direction));
}

/** A part of the way from one point of an edge to the next. */
export function pointOn(from: Point, to: Point, t: number, direction: Direction): Point {
  if (isStraight(from, to, direction)) return mix(from, to, t);
  const [a, b] = controls(from, to, direction);
  const [ab, bc, cd] = [mix(from, a, t), mix(a, b, t), mix(b, to, t)];
  return mix(mix(ab, bc, t), mix(bc, cd, t), t);
}

function mix(a: Point, b: Point, t: number): Point {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
