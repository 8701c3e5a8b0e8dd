/** Where each key of a list stands. Lists that differ in their values alone share it. */
export type Places = ReadonlyMap<string, number>;

export function placesOf(keys: readonly string[]): Places {
  const places = new Map<string, number>();
  for (const key of keys) places.set(key, places.size);
  return places;
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
    return this.places.size;
  }

  get(key: string): T | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.list[place];
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  keys(): MapIterator<string> {
    return this.places.keys();
  }

  *values(): MapIterator<T> {
    for (const place of this.places.values()) yield this.list[place] as T;
  }

  *entries(): MapIterator<[string, T]> {
    for (const [key, place] of this.places) yield [key, this.list[place] as T];
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(tell: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, place] of this.places) tell(this.list[place] as T, key, this);
  }
}

/** The items of a list by their ids; with the places of the map before, where the same ids stand at the same places. */
export function listMapOf<T extends Item>(list: readonly T[], before?: ListMap<T>): ListMap<T> {
  if (before?.list === list) return before;
  return new ListMap(
    before && areInPlace(before.list, list) ? before.places : placesOf(list.map(idOf)),
    list,
  );
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
