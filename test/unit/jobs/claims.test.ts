import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blank, find, ProjectState } from '../../../src/domain/state.ts';
import { ContentStore } from '../../../src/jobs/contentStore.ts';
import { ExecutionEngine } from '../../../src/jobs/engine.ts';
import { LocalBackend } from '../../../src/jobs/localBackend.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'deepforge-claims-'));
});

afterEach(async () => {
  await rm(data, { recursive: true, force: true });
});

/** Runs an execution of one job whose process writes these events and ends with this code. */
async function ran(events: readonly object[], code: number | null) {
  const job = randomUUID();
  const execution = randomUUID();
  const port = {
    id: randomUUID(),
    name: 'result',
    direction: 'output',
    type: 'Any',
    optional: false,
  } as const;
  const state = new ProjectState([
    blank('Execution', { id: execution, parent: null, name: 'E' }),
    blank('Job', { id: job, parent: execution, name: 'J', role: 'python', interface: { ports: [port] } }),
  ]);
  const engine = new ExecutionEngine({
    backend: {
      name: 'double',
      slots: 1,
      submit: async (folder) => {
        const lines = events.map((event) => `${JSON.stringify({ time: 1, ...event })}\n`);
        await writeFile(path.join(folder, 'events.jsonl'), lines.join(''));
        await writeFile(path.join(folder, 'outputs', 'result.json'), '1');
        return { ended: Promise.resolve({ code, signal: null }), cancel: async () => Promise.resolve() };
      },
      reattach: async () => Promise.resolve(undefined),
      close: async () => Promise.resolve(),
    },
    content: new ContentStore(path.join(data, 'content')),
    now: () => 0,
    complain: (error) => {
      throw error;
    },
  });
  await engine.start(execution, {
    view: async () => Promise.resolve(state),
    record: async (changes) => {
      state.apply(changes);
      return Promise.resolve();
    },
    jobFolder: (id) => path.join(data, id),
  });
  const record = find(state, 'Job', job);
  return {
    status: record?.status,
    ports: record?.outputs.map((output) => output.port),
    reason: record?.reason,
  };
}

const output = (port: string, file = 'outputs/result.json') => ({
  type: 'output',
  port,
  file,
  format: 'json',
  pythonType: 'int',
  size: 1,
  sha256: '0',
  summary: null,
});
const succeeded = { type: 'succeeded' };

describe('what a job says of itself is held against what is there', () => {
  test('it succeeds with its outputs', async () => {
    expect(await ran([output('result'), succeeded], 0)).toMatchObject({
      status: 'succeeded',
      ports: ['result'],
    });
  });

  test('it fails when its process failed after saying that all was well', async () => {
    expect(await ran([output('result'), succeeded], 1)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('exit code 1') as string,
    });
  });

  test('it fails without an output that it should have left', async () => {
    expect(await ran([succeeded], 0)).toMatchObject({ status: 'failed', ports: [] });
  });

  test.each(['../../secret', 'outputs', 'none.json'])(
    'it fails when its output is no file of its own: %s',
    async (file) => {
      expect(await ran([output('result', file), succeeded], 0)).toMatchObject({
        status: 'failed',
        ports: [],
      });
    },
  );

  test('outputs that it does not have are not taken', async () => {
    const events = [output('result'), output('another'), succeeded];
    expect(await ran(events, 0)).toMatchObject({ status: 'succeeded', ports: ['result'] });
  });
});

test('without Python a job cannot start, and nothing else ends for it', async () => {
  const python = path.join(data, 'no-python');
  const backend = new LocalBackend({ python, packageFolder: data, spares: 1 });
  backend.warmUp();
  await expect(backend.submit(data)).rejects.toThrow(/could not be started/);
  // A failed start is told a second time, as an event; had nobody listened, it would have ended the process by now.
  await new Promise(setImmediate);
  await backend.close();
});
