import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween, counterparts } from '../../../src/domain/changes.ts';
import { listMapOf, type ListMap } from '../../../src/domain/listMap.ts';

interface Item {
  readonly id: string;
  readonly value: number;
}

/** Lists as edits leave them behind: pieces that stay, change, go, come and change places. */
const anyList: fc.Arbitrary<readonly Item[]> = fc
  .uniqueArray(fc.nat(60), { maxLength: 40 })
  .chain((ids) =>
    fc.tuple(fc.constant(ids), fc.boolean(), fc.array(fc.nat(3), { minLength: 61, maxLength: 61 })),
  )
  .map(([ids, isSorted, values]) =>
    (isSorted ? ids.toSorted((a, b) => a - b) : ids).map((id) => itemOf(id, values[id] ?? 0)),
  );

const items = new Map<string, Item>();

/** What has the same value is the same object. */
function itemOf(id: number, value: number): Item {
  const key = `${String(id)} ${String(value > 1 ? 0 : value)}`;
  const item = items.get(key) ?? { id: String(id), value };
  items.set(key, item);
  return item;
}

test('each item is found where it stood', () => {
  fc.assert(
    fc.property(anyList, anyList, (before, now) => {
      const expected = now.map(({ id }) => before.findIndex((item) => item.id === id));
      expect([...counterparts(before, now)]).toEqual(expected);
    }),
  );
});

test('the changes are those items that only one list has, and those that differ', () => {
  fc.assert(
    fc.property(anyList, anyList, (before, now) => {
      const was = new Map(before.map((item) => [item.id, item]));
      const is = new Map(now.map((item) => [item.id, item]));
      const { added, removed, changed, inOrder } = changesBetween(before, now);
      expect(added).toEqual(now.filter(({ id }) => !was.has(id)));
      expect(removed).toEqual(before.filter(({ id }) => !is.has(id)));
      expect(changed).toEqual(
        now.flatMap((item) =>
          was.has(item.id) && was.get(item.id) !== item ? [[was.get(item.id), item]] : [],
        ),
      );
      const common = before.filter(({ id }) => is.has(id)).map(({ id }) => id);
      expect(inOrder).toBe(
        String(now.filter(({ id }) => was.has(id)).map(({ id }) => id)) === String(common),
      );
    }),
  );
});

test('a map that was made again and again after edits is the one that is made of the last list', () => {
  fc.assert(
    fc.property(fc.array(anyList, { minLength: 1, maxLength: 12 }), (lists) => {
      let map: ListMap<Item> | undefined;
      for (const list of lists) {
        map = listMapOf(list, map);
        expect([...map]).toEqual(list.map((item) => [item.id, item]));
        for (let id = 0; id <= 60; id += 1) {
          const item = list.find((one) => one.id === String(id));
          expect(map.get(String(id))).toBe(item);
          expect(map.has(String(id))).toBe(item !== undefined);
        }
      }
    }),
  );
});
