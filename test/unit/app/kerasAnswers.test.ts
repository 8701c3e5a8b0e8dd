import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkArchitecture, type ArchitectureCheck } from '../../../src/domain/architecture/check.ts';
import type { Shape, ShapeAnswer, ShapeQuestion } from '../../../src/domain/shapes/index.ts';
import { blank } from '../../../src/domain/state.ts';
import { KerasAnswers, type Ask } from '../../../visualizers/asking/KerasAnswers.ts';
import { questionsIn } from '../../../visualizers/asking/questionsIn.ts';
import { NETWORK, projectWith } from '../customLayers/modules.ts';

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

const answerOf = (shape: Shape): ShapeAnswer => ({
  status: 'known',
  outputs: [{ shape, dtype: 'float32' }],
  weights: [],
});

const ONE_LAYER = [
  blank('Layer', { id: 'to', parent: NETWORK, name: 'to', type: 'InputLayer', args: { shape: [8] } }),
  blank('Layer', { id: 'own', parent: NETWORK, name: 'own', type: 'A' }),
  blank('Connection', {
    id: 'edge',
    parent: NETWORK,
    source: 'to',
    sourcePort: '0',
    target: 'own',
    targetPort: 'inputs',
  }),
];

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
])('that %s is shown until it is answered, and asked anew by whoever still looks', async (_, failure) => {
  const { sent, asked } = asking(failure, known);
  const changed = vi.fn();
  asked.subscribe(changed);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(read(asked)).toMatchObject({ status: 'failed', message: failure.message });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read(asked)).toMatchObject({ status: 'failed', message: failure.message });
  expect(changed).toHaveBeenCalledTimes(2);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent.length, read(asked)]).toEqual([2, known]);
});

test('a network that was checked before is asked about again, and shows what Keras answers then', async () => {
  const { sent, asked } = asking(new Error('Failed to fetch'), answerOf([null, 3]));
  const view = projectWith({ own: 'class A(layers.Layer): pass' }, ...ONE_LAYER);
  let check: ArchitectureCheck | undefined;
  const look = () => {
    check = checkArchitecture(view, NETWORK, check, undefined, asked.snapshot());
    asked.ask(questionsIn(check.inference));
    return check.results.get('own')?.inference;
  };
  asked.subscribe(look);
  expect(look()).toMatchObject({ status: 'unknown', reason: 'being asked of Keras' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(look()).toMatchObject({ status: 'unknown', reason: 'Failed to fetch' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(look()).toMatchObject({ status: 'known', outputs: [{ shape: [null, 3] }] });
  expect(sent).toEqual([1, 1]);
});

test('a class that never ends is not asked about again', async () => {
  const { sent, asked } = asking({ status: 'failed', message: 'too long' });
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(60_000);
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([1]);
});

test('what nobody has allowed to run is asked as soon as somebody does', async () => {
  const untrusted = Object.assign(new Error('The project came in a file'), { code: 'untrusted' });
  const { sent, asked } = asking(untrusted, known);
  asked.subscribe(() => asked.ask([question(1)]));
  asked.ask([question(1)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([asked.isHeldBack(), read(asked)]).toMatchObject([true, { status: 'failed' }]);
  asked.askNow();
  await vi.advanceTimersByTimeAsync(1000);
  expect([asked.isHeldBack(), sent.length, read(asked)]).toEqual([false, 2, known]);
});
