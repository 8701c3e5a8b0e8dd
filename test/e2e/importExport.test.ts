import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { LOAD_NET, MAKE_NET, plainKeras } from './kerasFiles.ts';
import { startWorkbench } from './workbench.ts';

/* A network comes from a file, is looked at, and leaves in every form that it can have. */

const { product, browser } = await startWorkbench();
const { page } = await openPage(browser, STILL);
const { button } = editorOn(page);
let architectures = '';

beforeAll(async () => {
  await plainKeras(MAKE_NET, product.data);
  const { id } = await product.api<{ id: string }>('POST', '/projects', { name: 'Nets', template: 'empty' });
  architectures = `${product.url}/p/${encodeURIComponent(id)}/architectures`;
}, 120_000);

const at = (file: string) => path.join(product.data, file);
const dialog = () => page.getByRole('dialog');

/** Drops files onto the page as somebody does with files from a folder. */
async function drop(...files: readonly { readonly name: string; readonly content: Buffer }[]) {
  const given = files.map(({ name, content }) => ({ name, content: content.toString('base64') }));
  const transfer = await page.evaluateHandle((list) => {
    const made = new DataTransfer();
    for (const { name, content } of list) {
      const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      made.items.add(new File([bytes], name));
    }
    return made;
  }, given);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.getByText(/^Drop to import/).waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const fromDisk = async (name: string) => ({ name, content: await readFile(at(name)) });
const own = (layers: object[]) => {
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 4] } };
  const text = JSON.stringify({
    class_name: 'Sequential',
    config: { name: 'own', layers: [input, ...layers] },
  });
  return { name: 'own.json', content: Buffer.from(text) };
};

describe('a network in a file', () => {
  test('that is dropped on the projects is told where it belongs', async () => {
    await page.goto(product.url);
    await button('New project').first().waitFor();
    await drop({ name: 'net.keras', content: Buffer.from('') });
    await page.getByText('Open a project, and drop the file on its list of architectures.').waitFor();
  });

  test('that is dropped on the architectures is imported, and the report says what was recognised', async () => {
    await page.goto(architectures);
    await button('Import').waitFor();
    await drop(await fromDisk('net.keras'));
    await dialog().getByText('Imported net').waitFor();
    await dialog().getByText('10 layers of 6 types recognised. Everything was taken over.').waitFor();
    const types = dialog().getByRole('list', { name: 'Recognised' }).getByRole('listitem');
    expect(await types.allInnerTexts()).toContainEqual(expect.stringMatching(/^Dense\s+3$/));
    await button('Close').click();
    await page.getByRole('link', { name: 'net', exact: true }).waitFor();
  });

  test('that cannot be read says why, beside those that can, whose own layers are named', async () => {
    const custom = { class_name: 'Attend', module: 'my.layers', config: { name: 'attend', heads: 3 } };
    await drop({ name: 'poem.json', content: Buffer.from('roses are red') }, own([custom]));
    await dialog().getByText('Imported 1 of 2 files').waitFor();
    await dialog()
      .getByText(/poem\.json cannot be imported: it is no model of Keras, neither a \.keras archive/)
      .waitFor();
    await dialog()
      .getByText(/Attend from my\.layers is not a layer of Keras/)
      .waitFor();
    await button('Close').click();
  });

  test('is chosen by button as well, which has the focus again after the report', async () => {
    const chooser = page.waitForEvent('filechooser');
    await button('Import').click();
    await (await chooser).setFiles({ name: 'nothing.json', mimeType: '', buffer: Buffer.from('') });
    await dialog().getByText('nothing.json cannot be imported: it is empty.').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await button('Import').evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test('is opened from its report', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(at('net.h5'));
    await dialog().getByText('Imported net_2').waitFor({ timeout: 60_000 });
    await button('Open').click();
    await page.getByRole('group', { name: /^conv,/ }).waitFor();
  });
});

const LAYERS = ['image', 'conv', 'shared', 'flat', 'head', 'tail'];

async function exported(way: string) {
  const download = page.waitForEvent('download', { timeout: 120_000 });
  await button('Export').click();
  await page.getByRole('menuitem', { name: way }).click();
  const done = await download;
  const file = at(done.suggestedFilename());
  await done.saveAs(file);
  return { file, name: done.suggestedFilename() };
}

describe('an architecture', () => {
  test('leaves as Python', async () => {
    const { file, name } = await exported('Python');
    expect(name).toBe('net_2.py');
    expect(await readFile(file, 'utf8')).toContain('def build_model() -> keras.Model:');
  });

  test('leaves as Keras JSON', async () => {
    const { file, name } = await exported('Keras JSON');
    expect(name).toBe('net_2.json');
    const { config } = JSON.parse(await readFile(file, 'utf8')) as { config: { layers: { name: string }[] } };
    expect(config.layers.map((layer) => layer.name)).toEqual(LAYERS);
  });

  test('leaves as .keras, which plain Keras loads', async () => {
    const { file, name } = await exported('.keras (untrained)');
    expect(name).toBe('net_2.keras');
    expect(JSON.parse(await plainKeras(LOAD_NET, file))).toEqual([LAYERS, 2724, false]);
  });

  test('leaves as a drawing, and as a picture of it with two pixels for each of its units', async () => {
    const svg = await readFile((await exported('SVG')).file, 'utf8');
    const size = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return ['width', 'height'].map((side) => Number.parseFloat(root.getAttribute(side) ?? ''));
    }, svg);
    expect(svg).toContain('conv');
    const png = await readFile((await exported('PNG')).file);
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const pixels = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(pixels).toEqual(size.map((side) => Math.floor(2 * side)));
  });

  test('can be exported from the command palette', async () => {
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('export svg');
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('net_2.svg');
  });

  test('with problems is not exported, and leads to what is wrong', async () => {
    await page.goto(architectures);
    await button('Import').waitFor();
    await drop(own([{ class_name: 'Dense', config: { name: 'wrong', units: -1 } }]));
    await dialog().getByText('Imported own_2').waitFor();
    await button('Open').click();
    await page.getByRole('group', { name: /^wrong,/ }).waitFor();
    await button('Export').click();
    await page.getByRole('menuitem', { name: 'Keras JSON' }).click();
    await dialog().getByText('own_2.json was not made').waitFor();
    await dialog()
      .getByRole('button', { name: /wrong: units must be a positive number/ })
      .click();
    await page.getByRole('region', { name: 'Dense', exact: true }).waitFor();
  });
});
