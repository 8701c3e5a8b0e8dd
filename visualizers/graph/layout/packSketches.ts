import type { Direction } from '../types.ts';
import { SPACING } from './layout.ts';
import type { Sketch } from './layoutComponent.ts';

/** Parts that are new are set in lines across the flow, below what is already there. */
export function packSketches(sketches: readonly Sketch[], direction: Direction): void {
  const vertical = direction === 'vertical';
  const loose = sketches.filter((sketch) => !sketch.anchored);
  const across = (sketch: Sketch) => (vertical ? sketch.bounds.width : sketch.bounds.height);
  const along = (sketch: Sketch) => (vertical ? sketch.bounds.height : sketch.bounds.width);
  const limit = lineLength(loose, across, along);
  const origin = lineOrigin(sketches, vertical);
  let [at, line, depth] = [0, origin.along, 0];
  for (const sketch of loose) {
    if (at > 0 && at + across(sketch) > limit) {
      line += depth + SPACING.component;
      [at, depth] = [0, 0];
    }
    const [x, y] = vertical ? [origin.across + at, line] : [line, origin.across + at];
    sketch.offset = { x: x - sketch.bounds.x, y: y - sketch.bounds.y };
    at += across(sketch) + SPACING.component;
    depth = Math.max(depth, along(sketch));
  }
}

function lineLength(
  sketches: readonly Sketch[],
  across: (s: Sketch) => number,
  along: (s: Sketch) => number,
): number {
  let widest = 0;
  let area = 0;
  for (const sketch of sketches) {
    widest = Math.max(widest, across(sketch));
    area += (across(sketch) + SPACING.component) * (along(sketch) + SPACING.component);
  }
  return Math.max(widest, Math.sqrt(area) * 1.4);
}

function lineOrigin(sketches: readonly Sketch[], vertical: boolean): { across: number; along: number } {
  let [across, along] = [Infinity, -Infinity];
  for (const { anchored, bounds, offset } of sketches) {
    if (!anchored) continue;
    across = Math.min(across, vertical ? bounds.x + offset.x : bounds.y + offset.y);
    along = Math.max(
      along,
      vertical ? bounds.y + offset.y + bounds.height : bounds.x + offset.x + bounds.width,
    );
  }
  return across === Infinity ? { across: 0, along: 0 } : { across, along: along + SPACING.component };
}
