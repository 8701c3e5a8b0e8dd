import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobRecord } from '../../../meta/index.ts';
import { blank } from '../../../src/domain/state.ts';
import { ContentStore } from '../../../src/jobs/contentStore.ts';
import { prepareFolder } from '../../../src/jobs/folder.ts';
import { LocalBackend } from '../../../src/jobs/localBackend.ts';
import { parseEvent, type JobEvent } from '../../../src/jobs/spec.ts';
import { followFile } from '../../../src/jobs/tail.ts';

/*
 * The schemas of src/jobs/spec.ts and python/deepforge/protocol.py say the same. Real jobs are told what to do by the
 * one and answer by the other; nothing they say may be unknown to us, not even a field.
 */

const SEED = 1;
let root: string;
let content: ContentStore;
let backend: LocalBackend;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'deepforge-protocol-'));
  content = new ContentStore(path.join(root, 'content'));
  backend = localBackend();
});

afterAll(async () => {
  await backend.close();
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
});

const localBackend = (spares = 0) =>
  new LocalBackend({
    python: process.env['DEEPFORGE_PYTHON'] ?? 'python3',
    packageFolder: fileURLToPath(new URL('../../../python', import.meta.url)),
    spares,
  });

type Given = Partial<Pick<JobRecord, 'args' | 'references'>> & { readonly outputs?: readonly string[] };

async function prepare(code: string, { outputs = [], ...given }: Given = {}): Promise<string> {
  const id = randomUUID();
  const folder = path.join(root, id);
  const ports = outputs.map((name) => ({
    id: randomUUID(),
    name,
    direction: 'output' as const,
    type: 'Any',
    optional: false,
  }));
  const job = blank('Job', { id, parent: null, name: 'Job', code, interface: { ports }, ...given });
  await prepareFolder(folder, { job, inputs: {}, modules: [], seed: SEED }, content);
  return folder;
}

async function run(code: string, given?: Given): Promise<JobEvent[]> {
  const folder = await prepare(code, given);
  const job = await backend.submit(folder);
  await job.ended;
  return eventsIn(folder);
}

/** Every line that the job wrote, each exactly as our schema reads it. */
async function eventsIn(folder: string): Promise<JobEvent[]> {
  const lines = (await readFile(path.join(folder, 'events.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const event = parseEvent(line);
    expect(event, line).toEqual(JSON.parse(line));
    return event!;
  });
}

const ofType = <Type extends JobEvent['type']>(events: readonly JobEvent[], type: Type) =>
  events.filter((event): event is Extract<JobEvent, { type: Type }> => event.type === type);

const types = (events: readonly JobEvent[]) => [...new Set(events.map(({ type }) => type))];

test('what a job logs, draws and returns', async () => {
  const events = await run(
    `
import deepforge
import matplotlib.pyplot as plt


class Measure:
    def __init__(self, rate):
        self.rate = rate

    def execute(self):
        deepforge.log({"loss": self.rate}, step=3)
        deepforge.log({"loss": float("nan")})
        deepforge.progress(1)
        deepforge.progress(2, total=2, label="Measuring")
        plt.plot([1, 2])
        plt.show()
        return [1, 2], "text", {"a": None}
`,
    { args: { rate: 0.5 }, outputs: ['numbers', 'words', 'nothing'] },
  );
  expect(types(events)).toEqual([
    'started',
    'running',
    'metric',
    'progress',
    'figure',
    'output',
    'succeeded',
  ]);
  expect(ofType(events, 'metric').map(({ step, values }) => [step, values])).toEqual([
    [3, { loss: 0.5 }],
    [0, { loss: null }],
  ]);
  expect(ofType(events, 'figure')).toMatchObject([{ figure: '1', version: 1, title: '', format: 'svg' }]);
  expect(ofType(events, 'output').map(({ port }) => port)).toEqual(['numbers', 'words', 'nothing']);
});

test('what Keras reports while it trains, in an interpreter that waited with Keras imported', async () => {
  const warm = localBackend(1);
  warm.warmUp();
  try {
    const folder = await prepare(
      `
import keras
import numpy as np


class Train:
    def execute(self):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="line")
        model.compile("sgd", "mse")
        model.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=2, batch_size=2)
        return model
`,
      { outputs: ['model'] },
    );
    await (
      await warm.submit(folder)
    ).ended;
    const events = await eventsIn(folder);
    expect(ofType(events, 'started')).toMatchObject([{ warm: true, backend: 'jax' }]);
    const epochs = ofType(events, 'metric').filter(({ scope }) => scope === 'epoch');
    expect(epochs).toMatchObject([
      { epoch: 1, step: 2, fit: 1, model: 'line' },
      { epoch: 2, step: 4, fit: 1, model: 'line' },
    ]);
    expect(ofType(events, 'progress').at(-1)).toMatchObject({ value: 2, total: 2, label: 'Epoch 2/2' });
    expect(ofType(events, 'output')).toMatchObject([{ format: 'keras', summary: { parameters: 3 } }]);
  } finally {
    await warm.close();
  }
});

describe('what a failed job says', () => {
  test.each([
    [
      'operation',
      'when its code fails',
      'class Fail:\n    def execute(self):\n        return [][0]\n',
      {},
      'IndexError',
      3,
    ],
    [
      'operation',
      'when its code cannot be read',
      'class Fail:\n    def execute(self)\n        pass\n',
      {},
      'SyntaxError',
      2,
    ],
    [
      'input',
      'when an attribute is unknown',
      'class Fail:\n    def execute(self):\n        pass\n',
      { args: { rate: 1 } },
      'InputError',
      null,
    ],
    [
      'output',
      'when it returns nothing',
      'class Fail:\n    def execute(self):\n        pass\n',
      { outputs: ['model'] },
      'OutputError',
      null,
    ],
    [
      'architecture',
      'when an architecture cannot be built',
      'class Fail:\n    def __init__(self, model):\n        pass\n\n    def execute(self):\n        pass\n',
      {
        references: {
          model: { kind: 'architecture', id: 'a', name: 'Net', code: 'raise ValueError("no")\n' } as const,
        },
      },
      'ValueError',
      null,
    ],
  ])('%s: %s', async (kind, _when, code, given, type, line) => {
    const last = (await run(code, given)).at(-1);
    expect(last).toMatchObject({ type: 'failed', error: { kind, type }, line });
  });

  test('cancelled: when it was told to end', async () => {
    const folder = await prepare(
      'import time\n\n\nclass Wait:\n    def execute(self):\n        print("waiting")\n        time.sleep(600)\n',
    );
    const job = await backend.submit(folder);
    await new Promise<void>((resolve) => {
      const stop = followFile(path.join(folder, 'stdout.log'), 0, () => {
        stop();
        resolve();
      });
    });
    await job.cancel();
    expect((await eventsIn(folder)).at(-1)).toMatchObject({ type: 'failed', error: { kind: 'cancelled' } });
  });

  test('system: when its description is missing', async () => {
    const folder = await prepare('');
    await rm(path.join(folder, 'job.json'));
    await (
      await backend.submit(folder)
    ).ended;
    expect(await eventsIn(folder)).toMatchObject([{ type: 'failed', error: { kind: 'system' } }]);
  });
});
