import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { newDataFolder, startProduct, type Product } from './product.ts';

/** The product on a data folder of its own, with a browser in front of it. */
export interface Workbench {
  readonly product: Product;
  readonly browser: Browser;
}

/** For the tests of one file: it is cleared away after the last of them. */
export async function startWorkbench(args?: readonly string[]): Promise<Workbench> {
  const data = await newDataFolder();
  const [product, browser] = await Promise.all([startProduct(data.folder, args), openBrowser()]);
  afterAll(async () => {
    await browser.close();
    await product.stop();
    await data.remove();
  });
  return { product, browser };
}
