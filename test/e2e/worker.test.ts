import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOUBLE, ended, execute, GIVE, projectWith } from './operations.ts';
import { newDataFolder, startProduct, type Product } from './product.ts';

let data: Awaited<ReturnType<typeof newDataFolder>>;
let worker: ChildProcess;
let product: Product;

beforeAll(async () => {
  data = await newDataFolder();
  worker = await startWorker();
  product = await startProduct(data.folder, ['--worker']);
});

afterAll(async () => {
  await product.stop();
  worker.kill();
  await data.remove();
});

async function startWorker(): Promise<ChildProcess> {
  const cli = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url));
  const args = [cli, 'worker', '--data', data.folder, '--spares', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('ready')) break;
  return child;
}

async function runChain() {
  const made = await projectWith(product, { Give: GIVE, Double: DOUBLE });
  const { record, jobs } = await ended(made.client, await execute(product, made.project, made.pipeline));
  const log = await fetch(
    `${product.url}/api/v1/projects/${made.project}/jobs/${jobs['Double']?.id ?? ''}/log`,
  );
  made.connection.close();
  return { status: record.status, printed: await log.text() };
}

test('a worker that shares the data folder runs the jobs of the gateway', async () => {
  expect(await runChain()).toEqual({ status: 'succeeded', printed: '40\n' });
});

test('when the worker is replaced, the gateway finds the next one', async () => {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  worker = await startWorker();
  expect(await runChain()).toEqual({ status: 'succeeded', printed: '40\n' });
});
