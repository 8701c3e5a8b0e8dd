import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** In milliseconds: until what a browser does when it opens a window is over, such as loading the pages that its own address bar consists of. */
const SETTLING = 2_000;

/** A browser of one's own, with nothing cached, which is gone afterwards whatever its pages do. */
export async function inBrowser<T>(use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Expected Chromium to draw with. Received: none.');
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    return await use(await browser.newContext({ viewport: { width: 1440, height: 900 } }));
  } finally {
    await browser.close();
  }
}

/** A page in a window that is open already, as a person has it. */
export async function withPage<T>(context: BrowserContext, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    await delay(SETTLING);
    return await use(page);
  } finally {
    await page.close();
  }
}
