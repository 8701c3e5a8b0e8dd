import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { newDataFolder, startProduct, type Product } from './product.ts';

let data: Awaited<ReturnType<typeof newDataFolder>>;
let product: Product;
let browser: Browser;
let page: Page;
let faults: string[];

const REPEAT = `import keras
from keras import ops


class Repeat(keras.layers.Layer):
    """Repeats every feature.

    Args:
        times: How often.
    """

    def __init__(self, times: int = 2, **kwargs):
        super().__init__(**kwargs)
        self.times = times

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), name="scale")

    def call(self, x):
        return ops.repeat(x * self.scale, self.times, axis=-1)
`;

beforeAll(async () => {
  data = await newDataFolder();
  product = await startProduct(data.folder);
  browser = await openBrowser();
  ({ page, faults } = await openPage(browser));
  page.setDefaultTimeout(60_000);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await product.stop();
  await data.remove();
});

/** What a person would type, at once. */
async function write(code: string) {
  const editor = page.getByRole('textbox', { name: /^Code of/ });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

const pick = async (layer: string) => {
  await page.getByPlaceholder('Search layers').fill(layer);
  await page.getByRole('option', { name: layer }).first().click();
};

test(
  'a class written in the browser is drawn, checked by Keras, and generated',
  { timeout: 300_000 },
  async () => {
    const { id } = await product.api<{ id: string }>('POST', '/projects', { name: 'Own', template: 'empty' });
    await page.goto(`${product.url}/p/${id}/code`);
    await page.getByRole('button', { name: 'New custom layer' }).first().click();
    await page.getByRole('region', { name: 'Layer GatedDense' }).waitFor();
    expect(await page.getByRole('region', { name: 'Layer GatedDense' }).textContent()).toContain(
      'units, bias',
    );

    await write(REPEAT);
    const found = page.getByRole('region', { name: 'Layer Repeat' });
    await found.waitFor();
    expect(await found.textContent()).toContain('asked of Keras');

    await page.goto(`${product.url}/p/${id}/architectures`);
    await page.getByRole('button', { name: 'New architecture' }).first().click();
    await page.getByPlaceholder('Search layers').waitFor();
    await pick('Input');
    await pick('Repeat');
    await pick('Flatten');
    await page.getByText('repeat', { exact: true }).first().waitFor();
    // Keras answers: 28 rows of 28 columns, of which the one channel is there twice.
    await page.getByText('(None, 28, 28, 2)').first().waitFor({ timeout: 120_000 });

    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await page.getByText('from my_layers import Repeat').waitFor();
    expect(faults).toEqual([]);
  },
);
