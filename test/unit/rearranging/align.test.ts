import { describe, expect, test } from 'vitest';
import { aligned, distributed, type Alignment } from '../../../src/domain/rearranging/align.ts';

const BOXES = new Map([
  ['a', { x: 0, y: 0, width: 100, height: 40 }],
  ['b', { x: 30, y: 100, width: 60, height: 20 }],
  ['c', { x: 90, y: 160, width: 50, height: 60 }],
]);

const corners = (places: readonly { id: string; x: number; y: number }[]) =>
  Object.fromEntries(places.map(({ id, x, y }) => [id, [x, y]]));

describe('aligning', () => {
  test.each<[Alignment, Record<string, [number, number]>]>([
    ['left', { a: [0, 0], b: [0, 100], c: [0, 160] }],
    ['centre', { a: [20, 0], b: [40, 100], c: [45, 160] }],
    ['right', { a: [40, 0], b: [80, 100], c: [90, 160] }],
    ['top', { a: [0, 0], b: [30, 0], c: [90, 0] }],
    ['middle', { a: [0, 90], b: [30, 100], c: [90, 80] }],
    ['bottom', { a: [0, 180], b: [30, 200], c: [90, 160] }],
  ])('%s', (alignment, expected) => {
    expect(corners(aligned(BOXES, alignment))).toEqual(expected);
  });
});

describe('distributing', () => {
  test('the outermost stay and the gaps are equal', () => {
    expect(corners(distributed(BOXES, 'vertical'))).toEqual({ a: [0, 0], b: [30, 90], c: [90, 160] });
  });

  test('the order is that of the middles, whatever the order of selection', () => {
    const backwards = new Map([...BOXES].reverse());
    expect(corners(distributed(backwards, 'horizontal'))).toEqual({ a: [0, 0], b: [65, 100], c: [90, 160] });
  });

  test('two nodes have nothing between them', () => {
    expect(distributed(new Map([...BOXES].slice(1)), 'vertical')).toEqual([]);
  });
});
