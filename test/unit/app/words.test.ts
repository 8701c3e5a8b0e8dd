import { describe, expect, test } from 'vitest';
import { bytes, count, counted, measure } from '../../../visualizers/words/quantities.ts';
import { ago, duration } from '../../../visualizers/words/times.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0'],
  [9999, '9999'],
  [24586, '24\u2009586'],
  [7488298, '7\u2009488\u2009298'],
])('%d is written %s', (value, words) => {
  expect(count(value)).toBe(words);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1860000, '1.86 MB'],
  [29900000, '29.9 MB'],
])('%d bytes are %s', (value, words) => {
  expect(bytes(value)).toBe(words);
});

test('one is singular', () => {
  expect([counted(1, 'layer'), counted(2, 'layer')]).toEqual(['1 layer', '2 layers']);
});

test.each([
  [0.972222, '0.9722'],
  [0.0000123, '1.23e-5'],
  [12, '12'],
])('the measure %d is written %s', (value, words) => {
  expect(measure(value)).toBe(words);
});

describe('times', () => {
  test.each([
    [10 * SECOND, 'just now'],
    [3 * MINUTE, '3 min ago'],
    [5 * HOUR, '5 h ago'],
    [30 * HOUR, 'yesterday'],
    [3 * DAY, '3 days ago'],
  ])('%d ms ago is %s', (past, words) => {
    expect(ago(1e12 - past, 1e12)).toBe(words);
  });

  test.each([
    [430, '0.4 s'],
    [12 * SECOND, '12 s'],
    [200 * SECOND, '3 min 20 s'],
    [2 * HOUR + 5 * MINUTE, '2 h 5 min'],
  ])('%d ms take %s', (value, words) => {
    expect(duration(value)).toBe(words);
  });
});
