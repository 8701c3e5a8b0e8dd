import { describe, expect, test } from 'vitest';
import type { Status } from '../../../meta/concepts/execution.ts';
import { isFinal, schedule } from '../../../src/domain/execution/schedule.ts';
import { blank } from '../../../src/domain/state.ts';

type Line = readonly [given: string, ready: string, doomed: string, outcome: string | undefined];

/** `a:succeeded b c` are jobs with their states, pending where none is said; `a>b` connects them. */
function decide(given: string) {
  const words = given.split(' ').filter((word) => word !== '');
  const jobs = words
    .filter((word) => !word.includes('>'))
    .map((word) => {
      const [name = '', status = 'pending'] = word.split(':');
      return blank('Job', { id: name, parent: 'x', name, status: status as Status });
    });
  const connections = words
    .filter((word) => word.includes('>'))
    .map((word) => {
      const [source = '', target = ''] = word.split('>');
      return blank('Connection', { id: word, parent: 'x', source, target });
    });
  const { ready, doomed, outcome } = schedule(jobs, connections);
  return {
    ready: ready.map(({ name }) => name).join(' '),
    doomed: doomed.map(({ job, cause }) => `${job.name} by ${cause.name}`).join(' '),
    outcome,
  };
}

const lines = (...table: readonly Line[]) => table;

describe('what is next in an execution', () => {
  test.each(
    lines(
      ['a b', 'a b', '', undefined],
      ['a b a>b', 'a', '', undefined],
      ['a:queued b a>b', '', '', undefined],
      ['a:running b a>b', '', '', undefined],
      ['a:succeeded b a>b', 'b', '', undefined],
      ['a:succeeded b:running c a>c b>c', '', '', undefined],
      ['a:succeeded b:succeeded c a>c b>c', 'c', '', undefined],
      ['a:succeeded b a>b a>b', 'b', '', undefined],
    ),
  )('%s: ready is "%s"', (given, ready, doomed, outcome) => {
    expect(decide(given)).toEqual({ ready, doomed, outcome });
  });

  test.each(
    lines(
      ['a:failed b a>b', '', 'b by a', undefined],
      ['a:cancelled b a>b', '', 'b by a', undefined],
      ['a:failed b c a>b b>c', '', 'b by a', undefined],
      ['a:failed b:cancelled c a>b b>c', '', 'c by b', undefined],
      ['a:failed b a>b c', 'c', 'b by a', undefined],
      ['a:failed b:running c a>c b>c', '', 'c by a', undefined],
      ['a:running b:failed c a>c b>c', '', 'c by b', undefined],
    ),
  )('%s: its siblings go on, and what depends on it is lost', (given, ready, doomed, outcome) => {
    expect(decide(given)).toEqual({ ready, doomed, outcome });
  });

  test.each(
    lines(
      ['', '', '', 'succeeded'],
      ['a:succeeded b:succeeded', '', '', 'succeeded'],
      ['a:succeeded b:cancelled', '', '', 'cancelled'],
      ['a:failed b:cancelled a>b c:succeeded', '', '', 'failed'],
      ['a:failed b:running', '', '', undefined],
    ),
  )('%s: it ends as its jobs did', (given, ready, doomed, outcome) => {
    expect(decide(given)).toEqual({ ready, doomed, outcome });
  });

  test('a connection from a job that is not there holds nothing up', () => {
    expect(decide('b a>b').ready).toBe('b');
  });
});

test.each([
  ['pending', false],
  ['queued', false],
  ['running', false],
  ['succeeded', true],
  ['failed', true],
  ['cancelled', true],
] as const)('the state %s is final: %s', (status, final) => {
  expect(isFinal(status)).toBe(final);
});
