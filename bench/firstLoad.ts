import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/lib/chromium.mjs';
import { firstLoad, LIMIT_BYTES } from '../scripts/lib/first-load.mjs';
import { newDataFolder, startProduct } from '../test/e2e/product.ts';
import type { Bench, Row } from './bench.ts';

const app = fileURLToPath(new URL('../dist/app', import.meta.url));
const LIMIT_KB = LIMIT_BYTES / 1_000;

const bench: Bench = {
  name: 'first load',
  async run() {
    const before = firstLoad(app).bytes / 1_000;
    return [
      { metric: 'before the app can run, compressed', value: before, unit: 'kB', limit: LIMIT_KB },
      ...(await transferred(findChromium())),
    ];
  },
};
export default bench;

/** What really travels until the first page stands; nothing is said where there is no browser. */
async function transferred(executablePath: string | undefined): Promise<Row[]> {
  if (executablePath === undefined) return [];
  const data = await newDataFolder();
  const product = await startProduct(data.folder);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const bytes = await bytesOf(await browser.newPage(), product.url);
    return [
      { metric: 'until the projects show, as sent', value: bytes / 1_000, unit: 'kB', limit: LIMIT_KB },
    ];
  } finally {
    await browser.close();
    await product.stop();
    await data.remove();
  }
}

async function bytesOf(page: Page, url: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
