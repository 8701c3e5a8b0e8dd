import { describe, expect, test } from 'vitest';
import { incomingChange, textChange, type TextChange } from '../../../visualizers/code/textChange.ts';

const applied = (text: string, change: TextChange | undefined) =>
  change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text;

describe('the change between two texts', () => {
  test.each([
    ['', 'a'],
    ['abc', 'abXc'],
    ['abc', ''],
    ['aaa', 'aa'],
    ['one two', 'one three two'],
  ])('from %j to %j', (before, after) => {
    expect(applied(before, textChange(before, after))).toBe(after);
  });

  test('none where they are the same', () => {
    expect(textChange('same', 'same')).toBeUndefined();
  });
});

describe("another person's edit of a text that one is editing", () => {
  const base = 'def a():\n    pass\n\ndef b():\n    pass\n';

  test('before the own edit it appears as it is', () => {
    const mine = base.replace('def b', 'def second');
    const theirs = base.replace('def a', 'def first');
    const both = theirs.replace('def b', 'def second');
    expect(applied(mine, incomingChange(base, mine, theirs))).toBe(both);
  });

  test('after the own edit it appears where it belongs now', () => {
    const mine = base.replace('def a', 'def first');
    const theirs = base.replace('def b', 'def second');
    const both = theirs.replace('def a', 'def first');
    expect(applied(mine, incomingChange(base, mine, theirs))).toBe(both);
  });

  test('in the same place the own edit stays', () => {
    const mine = base.replace('def a', 'def mine');
    const theirs = base.replace('def a', 'def theirs');
    expect(incomingChange(base, mine, theirs)).toBeUndefined();
  });
});
