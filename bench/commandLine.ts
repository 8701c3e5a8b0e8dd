import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Row } from './bench.ts';
import { python } from './lib/python.ts';
import { median } from './lib/quantile.ts';

const RUNS = 7;
const START_S = 0.3;

const bin = fileURLToPath(new URL('../bin/deepforge.mjs', import.meta.url));
const configurations = fileURLToPath(new URL('lib/write_configurations.py', import.meta.url));

const commandLine: Bench = {
  name: 'command line',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'deepforge-bench-'));
    try {
      const files = JSON.parse(await python([configurations, folder])) as Record<string, string>;
      const keras = await seconds(() => python(['-c', 'import keras']));
      const peers = [{ name: 'Keras imported', value: keras }];
      const rows: Row[] = [
        { metric: 'Node alone', value: await seconds(() => node(['--eval', '0'])), unit: 's' },
      ];
      for (const [name, file] of Object.entries(files)) {
        const value = await seconds(() => node([bin, 'architecture', 'check', file, '--json']));
        const limit = name === SMALL ? { limit: START_S } : {};
        rows.push({ metric: `architecture check, ${name}`, value, unit: 's', ...limit, peers });
      }
      return rows;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
export default commandLine;

/** What the start alone costs: there is next to nothing to check. */
const SMALL = '5 layers';

async function node(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new Error(`Expected ${args.join(' ')} to succeed. Received: exit code ${String(code)}`);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await work();
    times.push((performance.now() - start) / 1_000);
  }
  return median(times);
}
