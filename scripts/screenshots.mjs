/** `node scripts/screenshots.mjs`: takes the pictures of the README from the running product. */
import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';
import { at } from './lib/paths.mjs';
import { track } from './lib/processes.mjs';
import { forTesting, setUp } from './lib/setup.mjs';
import { runAsCommand, Stop } from './lib/stop.mjs';

/** @typedef {import('playwright-core').Page} Page */

const FOLDER = at('docs', 'images');
const SIZE = { width: 1280, height: 800 };
/** Training takes some seconds, and on a busy machine minutes. */
const TRAINING_MS = 180_000;

await runAsCommand(async () => {
  await setUp(forTesting);
  mkdirSync(FOLDER, { recursive: true });
  const data = mkdtempSync(path.join(tmpdir(), 'deepforge-screenshots-'));
  const product = await startProduct(data);
  try {
    await withPage(product.url, takePictures);
  } finally {
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return 0;
});

/** @param {Page} page */
async function takePictures(page) {
  await createDigits(page);
  await open(page, 'Pipelines', 'Train_and_Score');
  await page.getByRole('application').getByText('Train', { exact: true }).click();
  await picture(page, 'pipeline');
  await execute(page);
  await page.getByRole('application').getByText('Train', { exact: true }).click();
  await makeRoomForCurves(page);
  await page.getByRole('tab', { name: /^Metrics/ }).click();
  await page
    .getByRole('img', { name: /val_accuracy \S+ at step ([6-9]|\d\d)/ })
    .waitFor({ timeout: TRAINING_MS });
  await picture(page, 'execution');
  await open(page, 'Architectures', 'DigitsNet');
  await page.getByRole('application').getByText('conv_2', { exact: true }).click();
  await page.locator('input[value="conv_2"]').waitFor();
  // What would come after it, as it is typed.
  await page.getByRole('combobox', { name: 'Search layers' }).fill('conv 64 3 relu');
  await page.getByRole('option').first().waitFor();
  // What the pointer tells of a layer would lie over the next one.
  await page.mouse.move(0, 0);
  await picture(page, 'architecture');
}

/** @param {Page} page */
async function createDigits(page) {
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('radio', { name: 'Digits' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
}

/**
 * @param {Page} page
 * @param {string} place
 * @param {string} name
 */
async function open(page, place, name) {
  await page.getByRole('link', { name: place, exact: true }).click();
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('application').waitFor();
}

/** @param {Page} page */
async function execute(page) {
  await page.getByRole('button', { name: 'Execute' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/executions\//);
}

/** @param {Page} page */
async function makeRoomForCurves(page) {
  const edge = await page.getByRole('separator', { name: /drawer/i }).boundingBox();
  if (edge === null) return;
  const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 40, { steps: 4 });
  await page.mouse.up();
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function picture(page, name) {
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' });
}

/**
 * @param {string} url
 * @param {(page: Page) => Promise<void>} use
 */
async function withPage(url, use) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(url);
    await use(page);
  } finally {
    await browser.close();
  }
}

/** @param {string} data */
async function startProduct(data) {
  const program = at('dist', 'server', 'cli.js');
  const child = spawn(process.execPath, [program, 'start', '--port', '0', '--no-open', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const release = track(child);
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const url = /ready at (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    const stop = async () => {
      child.kill();
      await once(child, 'exit');
      release();
    };
    return { url, stop };
  }
  throw new Stop('the product ended before it was ready');
}
