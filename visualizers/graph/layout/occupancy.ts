import { intersects } from '../geometry.ts';
import type { Rect } from '../types.ts';

const CELL = 256;

/** Which parts of the plane are taken, by cells, so that asking costs the same in a graph of any size. */
export class Occupancy {
  readonly #cells = new Map<string, Rect[]>();

  take(rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(rect);
      else this.#cells.set(key, [rect]);
    }
  }

  obstacle(rect: Rect): Rect | undefined {
    for (const key of cellsOf(rect)) {
      const hit = this.#cells.get(key)?.find((taken) => intersects(taken, rect));
      if (hit) return hit;
    }
    return undefined;
  }
}

function* cellsOf(rect: Rect): Generator<string> {
  const right = Math.floor((rect.x + rect.width) / CELL);
  const bottom = Math.floor((rect.y + rect.height) / CELL);
  for (let cx = Math.floor(rect.x / CELL); cx <= right; cx++) {
    for (let cy = Math.floor(rect.y / CELL); cy <= bottom; cy++) yield `${cx},${cy}`;
  }
}
