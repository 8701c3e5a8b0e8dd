/**
 * A map with a few entries more, or others, than one that is shared and stays as it is: to copy ten thousand for the
 * sake of one takes most of a frame. What is new comes last.
 */
export class LayeredMap<T> implements ReadonlyMap<string, T> {
  readonly #below: ReadonlyMap<string, T>;
  readonly #above: ReadonlyMap<string, T>;
  readonly size: number;

  private constructor(below: ReadonlyMap<string, T>, above: ReadonlyMap<string, T>) {
    this.#below = below;
    this.#above = above;
    let size = below.size;
    for (const key of above.keys()) if (!below.has(key)) size += 1;
    this.size = size;
  }

  /** However often it is done, there are two layers. */
  static over<T>(
    map: ReadonlyMap<string, T>,
    entries: Iterable<readonly [string, T]>,
  ): ReadonlyMap<string, T> {
    if (!(map instanceof LayeredMap)) return new LayeredMap<T>(map, new Map(entries));
    const layered = map as LayeredMap<T>;
    return new LayeredMap<T>(layered.#below, new Map([...layered.#above, ...entries]));
  }

  get(key: string): T | undefined {
    return this.#above.get(key) ?? this.#below.get(key);
  }

  has(key: string): boolean {
    return this.#above.has(key) || this.#below.has(key);
  }

  *entries(): MapIterator<[string, T]> {
    for (const [key, value] of this.#below) yield [key, this.#above.get(key) ?? value];
    for (const [key, value] of this.#above) if (!this.#below.has(key)) yield [key, value];
  }

  *keys(): MapIterator<string> {
    yield* this.#below.keys();
    for (const key of this.#above.keys()) if (!this.#below.has(key)) yield key;
  }

  *values(): MapIterator<T> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(tell: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this.entries()) tell(value, key, this);
  }
}
