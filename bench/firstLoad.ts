import { fileURLToPath } from 'node:url';
import { firstLoad, LIMIT_BYTES } from '../scripts/lib/first-load.mjs';
import type { Bench } from './bench.ts';

const app = fileURLToPath(new URL('../dist/app', import.meta.url));

const bench: Bench = {
  name: 'first load',
  run() {
    const { files, bytes } = firstLoad(app);
    return Promise.resolve([
      { metric: 'first load, compressed', value: bytes / 1_000, unit: 'kB', limit: LIMIT_BYTES / 1_000 },
      { metric: 'files of the first load', value: files.length, unit: 'files' },
    ]);
  },
};
export default bench;
