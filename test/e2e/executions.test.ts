import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobRecord } from '../../meta/index.ts';
import { childrenOf } from '../../src/domain/state.ts';
import { isAlive, markProcess } from '../../src/jobs/process.ts';
import type { ProjectClient } from '../../src/sync/client/projectClient.ts';
import { done, DOUBLE, ended, execute, GIVE, joined, projectWith, until } from './operations.ts';
import { newDataFolder, startProduct, type Product } from './product.ts';

let product: Product;
let data: Awaited<ReturnType<typeof newDataFolder>>;

beforeAll(async () => {
  data = await newDataFolder();
  product = await startProduct(data.folder);
});

afterAll(async () => {
  await product.stop();
  await data.remove();
});

const job = (jobs: Record<string, JobRecord>, name: string) => {
  const found = jobs[name];
  if (!found) throw new Error(`Expected a job ${name}.`);
  return found;
};

async function withProject(
  operations: Readonly<Record<string, string>>,
  use: (made: Awaited<ReturnType<typeof projectWith>>) => Promise<void>,
) {
  const made = await projectWith(product, operations);
  try {
    await use(made);
  } finally {
    made.client.close();
    made.connection.close();
  }
}

describe('an execution', () => {
  test('passes values along and keeps what its jobs printed', async () => {
    await withProject({ Give: GIVE, Double: DOUBLE }, async ({ project, pipeline, client }) => {
      const { record, jobs } = await ended(client, await execute(product, project, pipeline));
      expect(record).toMatchObject({ status: 'succeeded', name: 'Line' });
      const log = await fetch(`${product.url}/api/v1/projects/${project}/jobs/${job(jobs, 'Double').id}/log`);
      expect(await log.text()).toBe('40\n');
    });
  });

  test('is a snapshot: what is edited afterwards changes nothing in it', async () => {
    await withProject({ Give: GIVE, Double: DOUBLE }, async ({ project, pipeline, client, steps }) => {
      const execution = await execute(product, project, pipeline);
      const operation = steps[1]?.operation ?? '';
      const code = DOUBLE.replace('value * 2', 'value * 1000');
      await done(client.run({ type: 'assign', values: [{ id: operation, path: ['code'], value: code }] }));
      const { jobs } = await ended(client, execution);
      expect(job(jobs, 'Double').code).toBe(DOUBLE);
    });
  });

  test('that fails says where, and what depends on it is cancelled', async () => {
    const broken = `class Give:\n    def execute(self):\n        return 1 / 0\n`;
    await withProject({ Give: broken, Double: DOUBLE }, async ({ project, pipeline, client }) => {
      const { record, jobs } = await ended(client, await execute(product, project, pipeline));
      expect(record.status).toBe('failed');
      expect(job(jobs, 'Give').error).toMatchObject({ type: 'ZeroDivisionError', line: 3 });
      expect(job(jobs, 'Double')).toMatchObject({ status: 'cancelled' });
      expect(job(jobs, 'Double').reason).toContain('Give failed');
    });
  });

  test('that would fail anyway is refused with its problems', async () => {
    await withProject({ Give: '' }, async ({ project, pipeline }) => {
      await expect(execute(product, project, pipeline)).rejects.toThrow('Give has no code');
    });
  });

  test('runs independent jobs at the same time', async () => {
    // Each waits until the other has started; one after the other they would wait for ever.
    const meet = (own: string, other: string) =>
      `import pathlib, time\nclass ${own}:\n    def execute(self):\n        here = pathlib.Path('../..')\n` +
      `        (here / '${own}').touch()\n        while not (here / '${other}').exists():\n            time.sleep(0.01)\n        return 1\n`;
    await withProject(
      { Left: meet('Left', 'Right'), Right: meet('Right', 'Left') },
      async ({ project, pipeline, client }) => {
        const { record } = await ended(client, await execute(product, project, pipeline));
        expect(record.status).toBe('succeeded');
      },
    );
  });

  test('is cancelled within two seconds with everything it started', async () => {
    const stubborn =
      `import signal, subprocess, sys, time\nclass Give:\n    def execute(self):\n` +
      `        signal.signal(signal.SIGTERM, signal.SIG_IGN)\n` +
      `        child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n` +
      `        print(child.pid, flush=True)\n        time.sleep(600)\n`;
    await withProject({ Give: stubborn }, async ({ project, pipeline, client }) => {
      const execution = await execute(product, project, pipeline);
      const release = client.open(execution);
      const child = await markProcess(await firstNumberPrinted(client, execution));
      const before = Date.now();
      await product.api('POST', `/projects/${project}/executions/${execution}/cancel`);
      expect(Date.now() - before).toBeLessThan(2000);
      const { record, jobs } = await ended(client, execution);
      expect(record.status).toBe('cancelled');
      expect(job(jobs, 'Give').reason).toContain('Cancelled by');
      expect(child && (await isAlive(child))).toBe(false);
      release();
    });
  });
});

describe('a gateway that dies', () => {
  test('finds its jobs again: what went on is followed to its end', async () => {
    const patient =
      `import pathlib, time\nclass Give:\n    def execute(self):\n        print('waiting', flush=True)\n` +
      `        while not pathlib.Path('../go').exists():\n            time.sleep(0.01)\n        return 20\n`;
    const made = await projectWith(product, { Give: patient, Double: DOUBLE });
    const execution = await execute(product, made.project, made.pipeline);
    made.client.open(execution);
    await until(made.client, () =>
      childrenOf(made.client.view, execution, 'Job').some(({ status }) => status === 'running'),
    );
    const waiting = childrenOf(made.client.view, execution, 'Job').find(({ status }) => status === 'running');
    made.connection.close();
    await product.stop('SIGKILL');

    product = await startProduct(data.folder);
    const { client, connection } = await joined(product.url, made.project);
    await writeFile(path.join(data.folder, 'jobs', waiting?.id ?? '', 'go'), '');
    const { record } = await ended(client, execution);
    expect(record.status).toBe('succeeded');
    connection.close();
  });

  test('never leaves a job shown as running that is not', async () => {
    const endless = `import time\nclass Give:\n    def execute(self):\n        time.sleep(600)\n`;
    const made = await projectWith(product, { Give: endless });
    const execution = await execute(product, made.project, made.pipeline);
    made.client.open(execution);
    await until(made.client, () =>
      childrenOf(made.client.view, execution, 'Job').some(({ status }) => status === 'running'),
    );
    const [running] = childrenOf(made.client.view, execution, 'Job');
    made.connection.close();
    await product.stop('SIGKILL');
    const mark = JSON.parse(
      await readFile(path.join(data.folder, 'jobs', running?.id ?? '', 'process.json'), 'utf8'),
    ) as { pid: number };
    process.kill(-mark.pid, 'SIGKILL');

    product = await startProduct(data.folder);
    const { client, connection } = await joined(product.url, made.project);
    const { record, jobs } = await ended(client, execution);
    expect(record.status).toBe('failed');
    expect(job(jobs, 'Give').reason).toContain('gateway stopped');
    connection.close();
  });
});

async function firstNumberPrinted(client: ProjectClient, execution: string): Promise<number> {
  await until(client, () =>
    childrenOf(client.view, execution, 'Job').some(({ status }) => status === 'running'),
  );
  const [running] = childrenOf(client.view, execution, 'Job');
  return new Promise((resolve) => {
    let printed = '';
    const stop = client.watchJob(running?.id ?? '', ({ bytes }) => {
      printed += bytes.text;
      const number = /^(\d+)\n/m.exec(printed)?.[1];
      if (number === undefined) return;
      queueMicrotask(() => {
        stop();
      });
      resolve(Number(number));
    });
  });
}
