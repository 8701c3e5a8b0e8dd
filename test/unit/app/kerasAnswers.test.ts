import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ShapeAnswer, ShapeQuestion } from '../../../src/domain/shapes/index.ts';
import { KerasAnswers, type Ask } from '../../../visualizers/asking/KerasAnswers.ts';

const sources = [{ name: 'own', code: 'class A: pass' }];
const question = (units: number): ShapeQuestion => ({ type: 'A', args: { units }, inputs: {}, sources });
const known: ShapeAnswer = { status: 'known', outputs: [], weights: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers in turn what is given, and then the last of it again. */
function asking(...given: readonly (ShapeAnswer | null | Error)[]) {
  const sent: number[] = [];
  const ask: Ask = async ({ questions }) => {
    const answer = given[Math.min(sent.push(questions.length), given.length) - 1] ?? null;
    return answer instanceof Error ? Promise.reject(answer) : questions.map(() => answer);
  };
  return { sent, asked: new KerasAnswers(ask) };
}

const read = (asked: KerasAnswers, units = 1) => asked.snapshot()(question(units));

test('what is asked within a moment is sent together, and once', async () => {
  const { sent, asked } = asking(known);
  const before = asked.snapshot();
  asked.ask([question(1)]);
  asked.ask([question(1), question(2)]);
  await vi.advanceTimersByTimeAsync(1000);
  asked.ask([question(2)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([2]);
  expect([read(asked, 1), read(asked, 2)]).toEqual([known, known]);
  expect(asked.snapshot()).not.toBe(before);
});

test('many questions are sent in parts', async () => {
  const { sent, asked } = asking(known);
  asked.ask(Array.from({ length: 45 }, (_, units) => question(units)));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([20, 20, 5]);
});

test('code that the server does not have yet is asked about again, and not for ever', async () => {
  const { sent, asked } = asking(null, null, known);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([sent.length, read(asked)]).toEqual([3, known]);

  const elsewhere = asking(null);
  elsewhere.asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(elsewhere.sent).toHaveLength(5);
  expect(read(elsewhere.asked)).toMatchObject({ status: 'failed' });
});

test('other code is another question', async () => {
  const { sent, asked } = asking(known);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  asked.ask([{ ...question(1), sources: [{ name: 'own', code: 'class A: changed' }] }]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1, 1]);
});

test.each<[what: string, failure: Extract<ShapeAnswer, { status: 'failed' }> | Error]>([
  ['the server is not there', new Error('Failed to fetch')],
  ['Keras cannot be started', { status: 'failed', message: 'No module named keras', passing: true }],
])('that %s is shown, and asked anew by whoever still looks', async (_, failure) => {
  const { sent, asked } = asking(failure, known);
  const changed = vi.fn();
  asked.subscribe(changed);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(read(asked)).toMatchObject({ status: 'failed', message: failure.message });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read(asked)).toBeUndefined();
  expect(changed).toHaveBeenCalledTimes(2);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent.length, read(asked)]).toEqual([2, known]);
});

test('a class that never ends is not asked about again', async () => {
  const { sent, asked } = asking({ status: 'failed', message: 'too long' });
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(60_000);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([1]);
});
