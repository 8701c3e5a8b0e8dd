import { intersects } from './geometry.ts';
import type { Rect } from './types.ts';

const TILE = 512;
/** Something that covers more tiles than this is kept aside and looked at each time. */
const MOST_TILES = 256;
/** With more changes than these on top of it, a plane is cut into tiles anew. */
const MOST_CHANGES = 256;

type Placed<T> = readonly [item: T, rect: Rect];

interface Entry<T> {
  readonly item: T;
  readonly rect: Rect;
  /** Among all in the order of insertion. */
  readonly rank: number;
}

/** Finds what lies in a part of the plane without looking at the rest. Answers come in the order of insertion. */
export class TileIndex<T> {
  readonly #tiles: Tiles<T>;
  /** What the tiles lack, or have elsewhere; undefined where it has gone. */
  readonly #changes: ReadonlyMap<T, Entry<T> | undefined>;
  /** The rank of what comes next. */
  readonly #next: number;

  private constructor(tiles: Tiles<T>, changes: ReadonlyMap<T, Entry<T> | undefined>, next: number) {
    this.#tiles = tiles;
    this.#changes = changes;
    this.#next = next;
  }

  static of<T>(placed: Iterable<Placed<T>>): TileIndex<T> {
    const tiles = new Tiles(placed);
    return new TileIndex<T>(tiles, new Map(), tiles.entries.length);
  }

  /** Without some things, and then with others, which come last. */
  after(gone: Iterable<T>, added: Iterable<Placed<T>>): TileIndex<T> {
    const changes = new Map(this.#changes);
    for (const item of gone) changes.set(item, undefined);
    let next = this.#next;
    for (const [item, rect] of added) changes.set(item, { item, rect, rank: next++ });
    const index = new TileIndex(this.#tiles, changes, next);
    return changes.size > MOST_CHANGES
      ? TileIndex.of<T>(index.#entries().map(({ item, rect }) => [item, rect]))
      : index;
  }

  query(area: Rect): T[] {
    const found = this.#withChanges(this.#tiles.query(area), (rect) => touches(rect, area));
    return found.map(({ item }) => item);
  }

  #entries(): Entry<T>[] {
    return this.#withChanges(this.#tiles.entries, () => true);
  }

  #withChanges(entries: Entry<T>[], isWanted: (rect: Rect) => boolean): Entry<T>[] {
    if (this.#changes.size === 0) return entries;
    const found = entries.filter(({ item }) => !this.#changes.has(item));
    for (const entry of this.#changes.values()) if (entry && isWanted(entry.rect)) found.push(entry);
    return found.sort(byRank);
  }
}

const byRank = (a: Entry<unknown>, b: Entry<unknown>) => a.rank - b.rank;

/** The plane, cut into tiles once. */
class Tiles<T> {
  readonly entries: Entry<T>[] = [];
  readonly #tiles = new Map<number, Entry<T>[]>();
  readonly #large: Entry<T>[] = [];

  constructor(placed: Iterable<Placed<T>>) {
    for (const [item, rect] of placed) this.#insert(item, rect);
  }

  query(area: Rect): Entry<T>[] {
    const span = tileSpan(area);
    if (tileCount(span) > this.#tiles.size) return this.entries.filter(({ rect }) => touches(rect, area));
    const found = new Set(this.#large);
    eachTile(span, (key) => {
      for (const entry of this.#tiles.get(key) ?? []) found.add(entry);
    });
    return [...found].filter(({ rect }) => touches(rect, area)).sort(byRank);
  }

  #insert(item: T, rect: Rect): void {
    const entry = { item, rect, rank: this.entries.length };
    this.entries.push(entry);
    const span = tileSpan(rect);
    if (tileCount(span) > MOST_TILES) {
      this.#large.push(entry);
      return;
    }
    eachTile(span, (key) => {
      const tile = this.#tiles.get(key);
      if (tile) tile.push(entry);
      else this.#tiles.set(key, [entry]);
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
