import { expect, test } from 'vitest';
import { Places } from '../../../src/model/places.ts';

/** Puts things one after the other, making buckets as the writer does. */
function filled(count: number) {
  const places = new Places();
  const children = new Map<string, number>();
  const grow = (parent: string) => {
    const path = `${parent}/${children.get(parent) ?? 0}`;
    children.set(parent, (children.get(parent) ?? 0) + 1);
    return path;
  };
  for (let n = 0; n < count; n += 1) {
    let leaf = places.find([]);
    if (!leaf) {
      const growth = places.growth();
      let parent = growth.under === 'branch' ? growth.path : '';
      if (growth.under === 'new branch') places.addBranch((parent = grow('')));
      leaf = places.addLeaf(grow(parent));
    }
    places.added(leaf.path);
    children.set(leaf.path, leaf.count);
  }
  return { places, children };
}

test('a small graph has one bucket', () => {
  expect([...filled(20).children.keys()]).toEqual(['', '/0']);
});

test('no bucket of 20,000 things lists more than 48 and none is deeper than two levels', () => {
  const { children } = filled(20_000);
  expect(Math.max(...children.values())).toBeLessThanOrEqual(48);
  expect(Math.max(...[...children.keys()].map((path) => path.split('/').length))).toBe(3);
});

test('a connection lies beside what it connects while there is room', () => {
  const { places } = filled(30);
  for (let n = 0; n < 24; n += 1) {
    expect(places.find(['/0', '/1'])?.path).toBe('/0');
    places.added('/0');
  }
  expect(places.find(['/0', '/1'])?.path).toBe('/1');
});

test('the room of what was removed is used again', () => {
  const { places } = filled(24 * 16);
  expect(places.find([])).toBeUndefined();
  places.removed('/3');
  expect(places.find([])?.path).toBe('/3');
});
