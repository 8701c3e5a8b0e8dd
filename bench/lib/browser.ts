import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** In milliseconds: until what a browser does when it has just been started is over. */
const SETTLING = 2_000;

/** A browser of one's own, as a person has it open: it runs, with nothing cached, and is gone afterwards whatever its pages do. */
export async function inBrowser<T>(use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Expected Chromium to draw with. Received: none.');
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    await settle(browser);
    return await use(await browser.newContext({ viewport: { width: 1440, height: 900 } }));
  } finally {
    await browser.close();
  }
}

/** Caches belong to a context, and this one goes. */
async function settle(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  await withPage(context, async (page) => {
    await page.goto('data:text/html,<p>Another page</p>');
    await delay(SETTLING);
  });
  await context.close();
}

export async function withPage<T>(context: BrowserContext, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}
