import type { Json } from '../../meta/json.ts';
import { changesBetween } from '../../src/domain/changes.ts';
import { sameItems } from '../../src/domain/sameItems.ts';
import { sameJson } from '../../src/domain/state.ts';

/**
 * Makes lists that are computed anew each time keep the objects, and the list itself, where nothing changed:
 * the graph draws again only what is a new object.
 */
export function stableList<T extends { readonly id: string }>(): (next: readonly T[]) => readonly T[] {
  let list: readonly T[] = [];
  return (next) => {
    const alike = changesBetween(list, next).changed.filter(([before, now]) =>
      sameJson(asJson(before), asJson(now)),
    );
    const known = new Map(alike.map(([before]) => [before.id, before]));
    const kept = known.size === 0 ? next : next.map((item) => known.get(item.id) ?? item);
    if (!sameItems(list, kept)) list = kept;
    return list;
  };
}

/** Nodes and edges are plain values; undefined entries compare as absent would. */
const asJson = (value: unknown) => value as Json;
