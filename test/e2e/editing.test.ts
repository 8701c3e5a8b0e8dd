import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { startProduct } from './product.ts';
import { startWorkbench } from './workbench.ts';

/* Drawing and keeping: by mouse, by keyboard alone, with undo, as files, and through the death of the gateway. */

const { browser, ...started } = await startWorkbench();
let { product } = started;
const { page, faults } = await openPage(browser, STILL);
const { graph, node, described, gone, button, press, search, inspected, saved } = editorOn(page);

beforeAll(async () => {
  await product.api('POST', '/projects', { name: 'Handwriting', template: 'digits' });
});

afterAll(() => product.stop());

const item = (name: string) => page.getByRole('option', { name, exact: true });

async function openProject() {
  await page.goto(product.url);
  await page.getByRole('link', { name: 'Handwriting', exact: true }).click();
}

async function open(place: string, name: string) {
  await page.getByRole('link', { name: place, exact: true }).first().click();
  await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
}

async function boxOf(name: string) {
  await node(name).waitFor();
  const box = await node(name).boundingBox();
  if (!box) throw new Error(`${name} is not on screen`);
  return { ...box, middle: box.x + box.width / 2, bottom: box.y + box.height };
}

/** From the output at the lower edge of one node onto another. */
async function dragConnection(from: string, to: string) {
  const [source, target] = [await boxOf(from), await boxOf(to)];
  await page.mouse.move(source.middle, source.bottom);
  await page.mouse.down();
  await page.mouse.move(target.middle, target.y + 8, { steps: 4 });
}

describe('an architecture by mouse', () => {
  test('pointing at a connection tells the shape, and a layer is inserted on it in one step', async () => {
    await openProject();
    await open('Architectures', 'DigitsNet');
    const [first, second] = [await boxOf('conv_1'), await boxOf('conv_2')];
    await page.mouse.move(first.middle, (first.bottom + second.y) / 2, { steps: 3 });
    await page.getByText('(None, 8, 8, 32)').waitFor();
    await button('Insert on this connection').click();
    await page.keyboard.type('batchnorm');
    await page.keyboard.press('Enter');
    await described('batch_normalization', '1 connection in, 1 connection out').waitFor();
    await press('Undo');
    await gone(node('batch_normalization'));
    await described('conv_2', '1 connection in, 1 connection out').waitFor();
    await press('Redo');
    await described('batch_normalization', '1 connection in, 1 connection out').waitFor();
  });

  test('deleting neighbours keeps the chain, and undo brings back what joined them', async () => {
    await node('batch_normalization').click();
    await node('conv_2').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await gone(node('conv_2'));
    await described('pool', '1 connection in').waitFor();
    await press('Undo');
    await described('conv_2', '1 connection in, 1 connection out').waitFor();
    await described('batch_normalization', '1 connection in, 1 connection out').waitFor();
    await press('Undo');
    await gone(node('batch_normalization'));
  });

  test('a layer dropped from the palette stays where it was dropped, and is connected by dragging', async () => {
    await item('Dense').dragTo(graph(), { targetPosition: { x: 120, y: 300 } });
    await node('dense').waitFor();
    const [dropped, frame] = [await boxOf('dense'), await graph().boundingBox()];
    expect(Math.abs(dropped.middle - (frame?.x ?? 0) - 120)).toBeLessThan(40);
    expect(Math.abs(dropped.y - (frame?.y ?? 0) - 280)).toBeLessThan(40);
    await dragConnection('conv_1', 'dense');
    await page.mouse.up();
    await described('dense', '1 connection in').waitFor();
  });

  test('what does not fit says why, and nothing is connected', async () => {
    await dragConnection('dense', 'conv_1');
    await page
      .getByText(/would close a circle/)
      .first()
      .waitFor();
    await page.mouse.up();
    await described('dense', '1 connection in, 0 connections out').waitFor();
    await press('Undo');
    await press('Undo');
    await gone(node('dense'));
  });

  test('a selected layer is marked in the code, and a line of the code selects its layer', async () => {
    await page.getByRole('button', { name: /^Code/ }).click();
    await node('conv_1').click();
    await page.locator('.cm-marked', { hasText: 'conv_1 = layers.Conv2D(32' }).waitFor();
    await page.locator('.cm-line', { hasText: 'conv_2 = layers.Conv2D(64' }).click();
    await inspected('conv_2');
    await button('Close drawer').click();
  });
});

describe('an architecture by keyboard alone', () => {
  test('Input, Dense and Dense are added one after the other and are a chain', async () => {
    await page.getByRole('link', { name: 'Architectures', exact: true }).first().click();
    await button('New architecture').first().focus();
    await page.keyboard.press('Enter');
    await search().waitFor();
    await expect.poll(async () => search().evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('input');
    await page.keyboard.press('Enter');
    await node('input').waitFor();
    await graph().focus();
    for (const name of ['dense', 'dense_2']) {
      await page.keyboard.press('Tab');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await page.keyboard.type('dense');
      await page.keyboard.press('Enter');
      await described(name, '1 connection in').waitFor();
    }
    await described('dense', '1 connection in, 1 connection out').waitFor();
  });

  test('a connection is drawn with C, the arrows and Enter', async () => {
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('e');
    await page.keyboard.press('Delete');
    await described('dense_2', '0 connections in').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    // What is loose is offered first.
    await page.keyboard.press('Enter');
    await described('input', '0 connections in, 2 connections out').waitFor();
    await described('dense_2', '1 connection in').waitFor();
    await saved();
  });
});

describe('a pipeline by mouse', () => {
  test('a step is taken from the palette and an output is dragged onto it', async () => {
    await open('Pipelines', 'Train_and_Score');
    await node('Train').waitFor();
    await item('ScoreModel').click();
    await described('ScoreModel_2', '0 connections in').waitFor();
    await dragConnection('Train', 'ScoreModel_2');
    await page.mouse.up();
    await described('ScoreModel_2', '1 connection in').waitFor();
    await press('Undo');
    await press('Undo');
    await gone(node('ScoreModel_2'));
  });
});

describe('projects and artifacts as files', () => {
  test('a project is duplicated, renamed, exported, deleted and imported again', async () => {
    await page.goto(product.url);
    const card = (name: string) => page.getByRole('link', { name, exact: true });
    const choose = async (name: string, action: string) => {
      await button(`Actions for ${name}`).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('Handwriting', 'Duplicate');
    await card('Handwriting copy').waitFor();
    await choose('Handwriting copy', 'Rename');
    // Its name is selected and waits for the keys, though the menu gives the focus back when it closes.
    await page.locator('[aria-label="Name of the project"]:focus').waitFor();
    await page.keyboard.type('Second');
    await page.keyboard.press('Enter');
    await card('Second').waitFor();
    const [exported] = await Promise.all([page.waitForEvent('download'), choose('Second', 'Export')]);
    const file = path.join(product.data, 'second.webgmex');
    await exported.saveAs(file);
    await choose('Second', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await gone(card('Second'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Import').click()]);
    await chooser.setFiles(file);
    await card('Second').or(card('second')).first().waitFor();
  });

  test('a file is uploaded as an artifact', async () => {
    await page.getByRole('link', { name: 'Handwriting', exact: true }).click();
    await page.getByRole('link', { name: 'Artifacts', exact: true }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Upload').click()]);
    await chooser.setFiles({
      name: 'points.json',
      mimeType: 'application/json',
      buffer: Buffer.from('[1, 2]'),
    });
    await page.getByRole('cell', { name: 'points', exact: false }).first().waitFor();
  });
});

test('what is edited while the gateway is dead is saved when it is back', async () => {
  await openProject();
  await open('Architectures', 'DigitsNet');
  await node('dropout').click();
  const rate = page.getByRole('textbox', { name: 'rate' });
  await rate.waitFor();
  const { port } = new URL(product.url);
  await product.stop('SIGKILL');
  await page.getByRole('status').filter({ hasText: 'Offline' }).waitFor();
  await rate.fill('0.4');
  await rate.press('Enter');
  await node('dropout').getByText('0.4').waitFor();
  product = await startProduct(product.data, ['--spares', '0', '--port', port]);
  await saved();
  await page.reload();
  await described('dropout', '0\\.4').waitFor();
  // The browser itself reports the connections that the dead gateway refused.
  expect(faults.filter((fault) => !/ERR_CONNECTION|WebSocket|Failed to load resource/.test(fault))).toEqual(
    [],
  );
});
