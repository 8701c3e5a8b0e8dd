import { intersects } from './geometry.ts';
import type { Rect } from './types.ts';

const TILE = 512;
/** Something that covers more tiles than this is kept aside and looked at each time. */
const MOST_TILES = 256;

/** Finds what lies in a part of the plane without looking at the rest. Answers come in the order of insertion. */
export class TileIndex<T> {
  readonly #items: { readonly item: T; readonly rect: Rect }[] = [];
  readonly #tiles = new Map<number, number[]>();
  readonly #large: number[] = [];

  constructor(entries: Iterable<readonly [item: T, rect: Rect]>) {
    for (const [item, rect] of entries) this.#insert(item, rect);
  }

  query(area: Rect): T[] {
    const found = new Set(this.#large);
    const span = tileSpan(area);
    if (tileCount(span) > this.#tiles.size) {
      return this.#items.filter(({ rect }) => touches(rect, area)).map(({ item }) => item);
    }
    eachTile(span, (key) => {
      for (const i of this.#tiles.get(key) ?? []) found.add(i);
    });
    return [...found]
      .sort((a, b) => a - b)
      .map((i) => this.#items[i]!)
      .filter(({ rect }) => touches(rect, area))
      .map(({ item }) => item);
  }

  #insert(item: T, rect: Rect): void {
    const index = this.#items.push({ item, rect }) - 1;
    const span = tileSpan(rect);
    if (tileCount(span) > MOST_TILES) {
      this.#large.push(index);
      return;
    }
    eachTile(span, (key) => {
      const tile = this.#tiles.get(key);
      if (tile) tile.push(index);
      else this.#tiles.set(key, [index]);
    });
  }
}

/** A straight edge has no width, and is to be found all the same. */
function touches(rect: Rect, area: Rect): boolean {
  return intersects({ ...rect, width: rect.width || 1, height: rect.height || 1 }, area);
}

interface TileSpan {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function tileSpan(rect: Rect): TileSpan {
  return {
    left: Math.floor(rect.x / TILE),
    top: Math.floor(rect.y / TILE),
    right: Math.floor((rect.x + rect.width) / TILE),
    bottom: Math.floor((rect.y + rect.height) / TILE),
  };
}

const tileCount = ({ left, top, right, bottom }: TileSpan) => (right - left + 1) * (bottom - top + 1);

/** Rows of a fixed, huge length make one number of two coordinates. */
const ROW = 2 ** 24;

function eachTile({ left, top, right, bottom }: TileSpan, visit: (key: number) => void): void {
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) visit(y * ROW + x);
}
