import { counterparts, NOWHERE } from './changes.ts';

/** More keys than these that came since are worth looking at all of them again. */
const MOST_ADDED = 64;

/**
 * Where each key of a list stands. Lists that differ in their values alone share it. After an edit it is that of the
 * list before, with where everything has moved to: numbers are quickly written, keys slowly entered into a map.
 */
export class Places {
  /** How many there are. */
  readonly size: number;
  readonly #keysInOrder: () => readonly string[];
  #keys: readonly string[] | undefined;
  readonly #known: ReadonlyMap<string, number>;
  /** By the places in `known`; undefined where those are the places. */
  readonly #moved: Int32Array | undefined;
  /** Those that `known` lacks, or knew and lost. */
  readonly #added: ReadonlyMap<string, number>;

  private constructor(
    size: number,
    keysInOrder: () => readonly string[],
    known: ReadonlyMap<string, number>,
    moved: Int32Array | undefined,
    added: ReadonlyMap<string, number>,
  ) {
    this.size = size;
    this.#keysInOrder = keysInOrder;
    this.#known = known;
    this.#moved = moved;
    this.#added = added;
  }

  static of(keys: readonly string[]): Places {
    const places = new Map<string, number>();
    for (const key of keys) places.set(key, places.size);
    return new Places(keys.length, () => keys, places, undefined, new Map());
  }

  /** In their order. They are read when they are asked for: few edits need more than where a key stands. */
  get keys(): readonly string[] {
    return (this.#keys ??= this.#keysInOrder());
  }

  get(key: string): number | undefined {
    const added = this.#added.size === 0 ? undefined : this.#added.get(key);
    if (added !== undefined || !this.#moved) return added ?? this.#known.get(key);
    const known = this.#known.get(key);
    const place = known === undefined ? NOWHERE : this.#moved[known]!;
    return place === NOWHERE ? undefined : place;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Those of other items; `counterpart` tells where each of them stood. */
  after(items: readonly Item[], counterpart: Int32Array): Places {
    const placeOf = new Int32Array(this.size).fill(NOWHERE);
    const fresh: number[] = [];
    for (let place = 0; place < items.length; place += 1) {
      const at = counterpart[place]!;
      if (at === NOWHERE) fresh.push(place);
      else placeOf[at] = place;
    }
    const isFarOff = this.#added.size + fresh.length > MOST_ADDED || items.length * 2 < this.#known.size;
    if (isFarOff) return Places.of(items.map(idOf));
    const added = new Map<string, number>();
    for (const [key, at] of this.#added) if (placeOf[at] !== NOWHERE) added.set(key, placeOf[at]!);
    for (const place of fresh) added.set(items[place]!.id, place);
    const keys = () => items.map(idOf);
    return new Places(items.length, keys, this.#known, this.#movedTo(placeOf), added);
  }

  #movedTo(placeOf: Int32Array): Int32Array {
    if (!this.#moved) return placeOf;
    const moved = new Int32Array(this.#moved.length);
    for (let known = 0; known < moved.length; known += 1) {
      const at = this.#moved[known]!;
      moved[known] = at === NOWHERE ? NOWHERE : placeOf[at]!;
    }
    return moved;
  }
}

/** A map whose values lie in a list: an edit makes the list anew, which is quick, and keeps the keys. */
export class ListMap<T> implements ReadonlyMap<string, T> {
  readonly places: Places;
  readonly list: readonly T[];

  constructor(places: Places, list: readonly T[]) {
    this.places = places;
    this.list = list;
  }

  get size(): number {
    return this.list.length;
  }

  get(key: string): T | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.list[place];
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  keys(): MapIterator<string> {
    return this.places.keys.values();
  }

  values(): MapIterator<T> {
    return this.list.values();
  }

  *entries(): MapIterator<[string, T]> {
    const { keys } = this.places;
    for (let place = 0; place < keys.length; place += 1) yield [keys[place]!, this.list[place] as T];
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(tell: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    const { keys } = this.places;
    for (let place = 0; place < keys.length; place += 1) tell(this.list[place] as T, keys[place]!, this);
  }
}

/** The items of a list by their ids; with the places of the map before, where the same ids stand at the same places. */
export function listMapOf<T extends Item>(list: readonly T[], before?: ListMap<T>): ListMap<T> {
  if (before?.list === list) return before;
  return new ListMap(before ? placesAgain(before, list) : Places.of(list.map(idOf)), list);
}

function placesAgain(before: ListMap<Item>, list: readonly Item[]): Places {
  if (areInPlace(before.list, list)) return before.places;
  return before.places.after(list, counterparts(before.list, list));
}

function areInPlace(before: readonly Item[], now: readonly Item[]): boolean {
  if (before.length !== now.length) return false;
  for (let place = 0; place < now.length; place += 1) {
    if (before[place] !== now[place] && before[place]!.id !== now[place]!.id) return false;
  }
  return true;
}

interface Item {
  readonly id: string;
}

const idOf = ({ id }: Item) => id;
