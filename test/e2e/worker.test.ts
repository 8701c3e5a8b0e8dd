import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDataFolder, runCommand, startProduct, type Product } from './product.ts';

let data: Awaited<ReturnType<typeof newDataFolder>>;
let worker: ChildProcess;
let product: Product;

beforeAll(async () => {
  data = await newDataFolder();
  worker = await startWorker();
  product = await startProduct(data.folder, ['--worker']);
  await product.api('POST', '/projects', { name: 'Digits', template: 'digits' });
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

const runDigits = async () =>
  runCommand(['run', 'Digits', 'Train_and_Score', '--set', 'Train.epochs=1', '--data', data.folder]);

test('a worker that shares the data folder runs the jobs of the gateway', async () => {
  const run = await runDigits();
  expect(run.stderr).toBe('');
  expect(run.stdout).toMatch(/ScoreModel \| Accuracy on 360 test examples/);
  expect(run.code).toBe(0);
});

test('when the worker is replaced, the gateway finds the next one', async () => {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  worker = await startWorker();
  expect((await runDigits()).code).toBe(0);
});
