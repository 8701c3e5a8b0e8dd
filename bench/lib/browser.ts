import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** A browser of one's own: with nothing cached, and gone afterwards whatever its pages do. */
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

export async function withPage<T>(context: BrowserContext, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}
