import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { ContentStore } from '../../../src/jobs/contentStore.ts';
import type { JobEvent } from '../../../src/jobs/spec.ts';
import { summarise } from '../../../src/jobs/summary.ts';

const JOB = 'the job';
let folder: string;
let content: ContentStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'deepforge-summary-'));
  await mkdir(path.join(folder, 'figures'));
  content = new ContentStore(path.join(folder, 'content'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function kept(events: readonly JobEvent[]): Promise<ModelRecord[]> {
  const changes = await summarise(JOB, folder, events, content);
  return changes.map((change) => {
    if (change.op !== 'put') throw new Error(`Expected only new records. Received: ${change.op}`);
    return change.record;
  });
}

const metric = (
  values: Record<string, number | null>,
  scope: 'epoch' | 'batch' | 'log' = 'epoch',
): JobEvent => ({
  type: 'metric',
  time: 0,
  step: 0,
  values,
  scope,
});

const figure = (version: number, title = ''): JobEvent => ({
  type: 'figure',
  time: 0,
  figure: '1',
  version,
  title,
  file: `figures/1-${String(version)}.svg`,
  format: 'svg',
});

describe('of each number that a job measured', () => {
  test('its last value, its extremes and how many there were are kept', async () => {
    expect(
      await kept([metric({ loss: 3 }), metric({ loss: 1, accuracy: 0.5 }), metric({ loss: 2 })]),
    ).toEqual([
      expect.objectContaining({
        concept: 'Metric',
        parent: JOB,
        name: 'loss',
        last: 2,
        best: { min: 1, max: 3 },
        steps: 3,
      }),
      expect.objectContaining({ name: 'accuracy', last: 0.5, best: { min: 0.5, max: 0.5 }, steps: 1 }),
    ]);
  });

  test('what was logged counts like what an epoch ended with', async () => {
    expect(await kept([metric({ loss: 1 }), metric({ loss: 2 }, 'log')])).toMatchObject([
      { last: 2, steps: 2 },
    ]);
  });

  test('the values within an epoch are left to the record of the job', async () => {
    expect(await kept([metric({ loss: 1 }, 'batch')])).toEqual([]);
  });

  test('what is no number counts for nothing', async () => {
    expect(await kept([metric({ loss: 1 }), metric({ loss: null })])).toMatchObject([{ last: 1, steps: 1 }]);
    expect(await kept([metric({ loss: null })])).toEqual([]);
  });
});

describe('of each figure', () => {
  test('the last version is kept as content, under its title', async () => {
    await writeFile(path.join(folder, 'figures', '1-2.svg'), '<svg/>');
    const [record] = await kept([figure(1, 'Loss'), figure(2, 'Loss so far')]);
    expect(record).toMatchObject({ concept: 'Figure', parent: JOB, name: 'Loss so far', format: 'svg' });
    expect(record?.concept === 'Figure' && (await content.has(record.sha256))).toBe(true);
  });

  test('one without a title is known by its number', async () => {
    await writeFile(path.join(folder, 'figures', '1-1.svg'), '<svg/>');
    expect(await kept([figure(1)])).toMatchObject([{ name: 'Figure 1' }]);
  });

  test('one whose file is missing or a link costs no other result', async () => {
    await symlink('/etc/hosts', path.join(folder, 'figures', '1-1.svg'));
    expect(await kept([figure(1), metric({ loss: 1 })])).toMatchObject([{ concept: 'Metric' }]);
    expect(await kept([figure(2), metric({ loss: 1 })])).toMatchObject([{ concept: 'Metric' }]);
  });
});

test('a job that reported nothing leaves nothing', async () => {
  expect(await kept([{ type: 'running', time: 0 }])).toEqual([]);
});
