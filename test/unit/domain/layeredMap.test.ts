import { expect, test } from 'vitest';
import { LayeredMap } from '../../../src/domain/layeredMap.ts';

const below = new Map([
  ['a', 1],
  ['b', 2],
]);

test('what is put over a map takes the place of what it had, and what is new comes last', () => {
  const map = LayeredMap.over(below, [
    ['c', 3],
    ['a', 10],
  ]);
  const entries = [
    ['a', 10],
    ['b', 2],
    ['c', 3],
  ];
  expect([...map]).toEqual(entries);
  expect([...map.keys()]).toEqual(['a', 'b', 'c']);
  expect([...map.values()]).toEqual([10, 2, 3]);
  expect(map.size).toBe(3);
  expect([map.get('a'), map.get('b'), map.get('c'), map.get('d')]).toEqual([10, 2, 3, undefined]);
  expect([map.has('b'), map.has('c'), map.has('d')]).toEqual([true, true, false]);
  const told: (readonly [string, number])[] = [];
  map.forEach((value, key) => told.push([key, value]));
  expect(told).toEqual(entries);
});

test('the map below stays as it is, and so does what was put over it before', () => {
  const once = LayeredMap.over(below, [['c', 3]]);
  const twice = LayeredMap.over(once, [
    ['c', 30],
    ['d', 4],
  ]);
  expect([...below.keys()]).toEqual(['a', 'b']);
  expect([...once]).toEqual([...below, ['c', 3]]);
  expect([...twice]).toEqual([...below, ['c', 30], ['d', 4]]);
  expect(twice.size).toBe(4);
});
