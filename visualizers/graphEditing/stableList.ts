import type { Json } from '../../meta/json.ts';
import { sameJson } from '../../src/domain/state.ts';

/**
 * Makes lists that are computed anew each time keep the objects, and the list itself, where nothing changed:
 * the graph draws again only what is a new object.
 */
export function stableList<T extends { readonly id: string }>(): (next: readonly T[]) => readonly T[] {
  let known = new Map<string, T>();
  let list: readonly T[] = [];
  return (next) => {
    if (next.length === list.length && next.every((item, index) => item === list[index])) return list;
    const kept = next.map((item) => {
      const before = known.get(item.id);
      return before && before !== item && sameJson(asJson(before), asJson(item)) ? before : item;
    });
    known = new Map(kept.map((item) => [item.id, item]));
    if (kept.length !== list.length || kept.some((item, index) => item !== list[index])) list = kept;
    return list;
  };
}

/** Nodes and edges are plain values; undefined entries compare as absent would. */
const asJson = (value: unknown) => value as Json;
