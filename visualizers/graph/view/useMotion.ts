import { useLayoutEffect, useRef, useState } from 'react';
import type { Point, Rect } from '../types.ts';
import type { Scene } from './Scene.ts';
import { prefersStillness } from './ViewportStore.ts';

const DURATION = 180;

export type BoxOf = (id: string) => Rect | undefined;

interface Frame {
  readonly from: BoxOf;
  readonly progress: number;
}

const AT_REST: Frame = { from: () => undefined, progress: 1 };
const STILL: Point = { x: 0, y: 0 };

export interface Departure {
  /** Where a box was last seen when that is not where the layout had it, such as under the pointer. */
  readonly boxOf: BoxOf;
  /** Answers how far the graph is moved under the view to keep something where it was seen. */
  readonly hold: (before: Shown, now: Scene) => Point;
}

export interface Shown {
  readonly layout: Scene['layout'];
  readonly boxOf: BoxOf;
  readonly isAtRest: boolean;
}

/** Where each box is at this moment: on the way from where it was to where the layout wants it. */
export function useMotion(scene: Scene, departure: Departure): BoxOf {
  const { layout } = scene;
  const [frame, setFrame] = useState(AT_REST);
  const shown = useRef<Shown>(undefined);
  const latest = useRef({ departure, scene });
  const boxOf: BoxOf = (id) => {
    const to = layout.boxes.get(id);
    const from = frame.progress < 1 ? frame.from(id) : undefined;
    return from && to ? between(from, to, ease(frame.progress), layout.frames.has(id)) : to;
  };
  useLayoutEffect(() => {
    latest.current = { departure, scene };
  });
  useLayoutEffect(() => {
    const before = shown.current;
    if (!before || before.layout === layout) return;
    const shift = latest.current.departure.hold(before, latest.current.scene);
    if (prefersStillness() || (before.isAtRest && layout.newcomers?.beside === before.layout.boxes)) return;
    const from = departures(latest.current.scene, before.boxOf, latest.current.departure.boxOf, shift);
    if (!from) return;
    const start = performance.now();
    let request = 0;
    const step = (now: number) => {
      const progress = Math.min(1, Math.max(0, (now - start) / DURATION));
      setFrame(progress < 1 ? { from, progress } : AT_REST);
      if (progress < 1) request = requestAnimationFrame(step);
    };
    step(start);
    return () => {
      cancelAnimationFrame(request);
      setFrame(AT_REST);
    };
  }, [layout]);
  useLayoutEffect(() => {
    shown.current = { layout, boxOf, isAtRest: frame === AT_REST };
  });
  return boxOf;
}

/** Where boxes set out from, of those that move; undefined where none does. Of ten thousand few are ever asked for. */
function departures(
  { layout, index }: Scene,
  boxBefore: BoxOf,
  departure: BoxOf,
  shift: Point = STILL,
): BoxOf | undefined {
  const known = new Map<string, Rect | undefined>();
  const from: BoxOf = (id) => {
    if (!known.has(id)) known.set(id, startOf(id));
    return known.get(id);
  };
  for (const id of layout.boxes.keys()) if (startOf(id)) return from;
  return undefined;

  function startOf(id: string): Rect | undefined {
    const to = layout.boxes.get(id);
    if (!to) return undefined;
    const before = departure(id) ?? boxBefore(id);
    const start = before ? moved(before, shift) : withFrame(id, to);
    const stays = start && samePlace(start, to) && (!layout.frames.has(id) || sameSize(start, to));
    return stays ? undefined : start;
  }

  /** What appears in a frame comes with it. */
  function withFrame(id: string, to: Rect): Rect | undefined {
    const parent = index.parents.get(id);
    const [start, end] = parent === undefined ? [] : [from(parent), layout.boxes.get(parent)];
    return start && end && moved(to, { x: start.x - end.x, y: start.y - end.y });
  }
}

const moved = (box: Rect, by: Point): Rect => ({ ...box, x: box.x + by.x, y: box.y + by.y });
const samePlace = (a: Rect, b: Rect) => a.x === b.x && a.y === b.y;
const sameSize = (a: Rect, b: Rect) => a.width === b.width && a.height === b.height;

/** The size of a card changes at once, since text does not stretch; a frame has room and grows. */
function between(from: Rect, to: Rect, t: number, grows: boolean): Rect {
  const mix = (a: number, b: number) => a + (b - a) * t;
  const place = { x: mix(from.x, to.x), y: mix(from.y, to.y) };
  return grows
    ? { ...place, width: mix(from.width, to.width), height: mix(from.height, to.height) }
    : { ...to, ...place };
}

const ease = (t: number) => 1 - (1 - t) ** 3;
