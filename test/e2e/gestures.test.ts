import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violationsOn } from './accessibility.ts';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { joined } from './operations.ts';
import { startWorkbench } from './workbench.ts';

/* What a person does with a network beyond drawing it: with the clipboard of the browser, and by keyboard alone. */

const { product, browser } = await startWorkbench();
const { page, faults } = await openPage(browser, STILL);
const { graph, node, described, gone, button, field, press, search, choose, inspected } = editorOn(page);

beforeAll(async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const name of ['Here', 'There']) addresses.set(name, await newNetwork(name));
});

afterAll(() => {
  expect(faults).toEqual([]);
});

const undo = () => press('Undo');
const onClipboard = () => page.evaluate(() => navigator.clipboard.readText());
const items = (count: number) => page.getByRole('heading', { name: `${String(count)} items selected` });

/** Where the network of each project is. */
const addresses = new Map<string, string>();

async function newNetwork(name: string): Promise<string> {
  const { id } = await product.api<{ id: string }>('POST', '/projects', { name, template: 'digits' });
  const { connection, client } = await joined(product.url, id);
  const network = [...client.view.all()].find(({ concept }) => concept === 'Architecture');
  connection.close();
  return `${product.url}/p/${encodeURIComponent(id)}/architectures/${network?.id ?? ''}`;
}

async function openNetwork(project: string) {
  await page.goto(addresses.get(project) ?? '');
  await node('conv_1').waitFor();
}

async function chooseAll(...[first = '', ...others]: string[]) {
  await choose(first);
  for (const name of others) await node(name).click({ modifiers: ['Shift'] });
  await items(others.length + 1).waitFor();
}

/** By the palette of commands, as the keyboard alone does it. */
async function command(name: string) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await page.keyboard.type(name);
  await page.getByRole('option', { name, exact: false }).first().waitFor();
  await page.keyboard.press('Enter');
}

const noViolations = async () => expect(await violationsOn(page)).toEqual([]);

beforeEach(async () => openNetwork('Here'));

describe('the clipboard', () => {
  test('layers copied in one project are pasted in another, with the connection between them', async () => {
    await chooseAll('conv_1', 'conv_2');
    await page.keyboard.press('Control+c');
    expect(JSON.parse(await onClipboard())).toMatchObject({
      format: 'deepforge-layers',
      layers: [{ name: 'conv_1', type: 'Conv2D', args: { filters: 32 } }, { name: 'conv_2' }],
      connections: [{ from: 'conv_1', to: 'conv_2' }],
    });
    await openNetwork('There');
    await graph().focus();
    await page.keyboard.press('Control+v');
    await described('conv_3', '0 connections in, 1 connection out').waitFor();
    await described('conv_4', '1 connection in, 0 connections out').waitFor();
    await items(2).waitFor();
    await undo();
    await gone(node('conv_3'));
    await gone(node('conv_4'));
  });

  test('one layer pasted while one is selected follows it in its chain', async () => {
    await choose('dropout');
    await page.keyboard.press('Control+c');
    await choose('conv_1');
    await page.keyboard.press('Control+v');
    await described('dropout_2', '1 connection in, 1 connection out').waitFor();
    await described('conv_2', '1 connection in').waitFor();
    await undo();
    await gone(node('dropout_2'));
  });

  test('what is cut is gone, and its chain stays connected', async () => {
    await choose('dropout');
    await page.keyboard.press('Control+x');
    await gone(node('dropout'));
    await described('dense_1', '1 connection in').waitFor();
    await undo();
    await node('dropout').waitFor();
  });

  test('what Keras writes is pasted as layers, and anything else is left alone', async () => {
    const paste = async (text: string) => {
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await graph().focus();
      await page.keyboard.press('Control+v');
    };
    await paste('[{"class_name": "GRU", "config": {"name": "reader", "units": 7}}]');
    await described('reader', 'GRU', '7').waitFor();
    await undo();
    await gone(node('reader'));
    await paste('a sentence');
    await page.getByText('There are no layers on the clipboard.').waitFor();
  });

  test('Ctrl+D repeats a layer in its chain', async () => {
    await choose('conv_1');
    await page.keyboard.press('Control+d');
    await described('conv_3', '1 connection in, 1 connection out').waitFor();
    await undo();
    await gone(node('conv_3'));
  });
});

describe('rearranging', () => {
  test('a layer is replaced by another, which says what does not carry over, and one undo brings it back', async () => {
    await choose('conv_1');
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type('separable conv 2d');
    await page.keyboard.press('Enter');
    await described('conv_1', 'SeparableConv2D', '32', '1 connection in, 1 connection out').waitFor();
    await choose('conv_1');
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type('batchnorm');
    await page.keyboard.press('Enter');
    await page.getByText(/conv_1: filters=32, .* did not carry over/).waitFor();
    await undo();
    await described('conv_1', 'SeparableConv2D').waitFor();
    await undo();
    await described('conv_1', 'Conv2D').waitFor();
  });

  test('of several that are called alike, the one that fits comes first in the place of a layer', async () => {
    await choose('pool');
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type('average');
    await page.keyboard.press('Enter');
    await described('pool', 'AveragePooling2D').waitFor();
    await undo();
    await described('pool', 'MaxPooling2D').waitFor();
  });

  test('selected nodes are aligned, and released to the layout', async () => {
    await chooseAll('image', 'conv_1', 'pool');
    await noViolations();
    await button('Align left').click();
    const lefts = async () =>
      Promise.all(['image', 'conv_1', 'pool'].map(async (name) => (await node(name).boundingBox())?.x));
    await button('Release to the layout').waitFor();
    await expect.poll(async () => new Set(await lefts()).size).toBe(1);
    await button('Release to the layout').click();
    await gone(button('Release to the layout'));
  });

  test('the drawing is turned by keyboard, and stays turned', async () => {
    const isLeftOf = async (a: string, b: string) =>
      ((await node(a).boundingBox())?.x ?? 0) < ((await node(b).boundingBox())?.x ?? 0) - 50;
    await command('Draw from left to right');
    await expect.poll(async () => isLeftOf('image', 'conv_1')).toBe(true);
    await page.reload();
    await node('image').waitFor();
    expect(await isLeftOf('image', 'conv_1')).toBe(true);
    await command('Draw from top to bottom');
    await expect.poll(async () => isLeftOf('image', 'conv_1')).toBe(false);
  });

  test('what is selected stays in sight when the drawing is turned, and the keyboard goes on from there', async () => {
    await choose('dense_1');
    await page.keyboard.press('0');
    for (const turn of ['Draw from left to right', 'Draw from top to bottom']) {
      await command(turn);
      await expect.poll(async () => (await node('dense_1').boundingBox())?.y).toBeGreaterThan(50);
      await expect.poll(async () => (await node('dense_1').boundingBox())?.x).toBeGreaterThan(250);
      await inspected('dense_1');
    }
    await page.keyboard.press('ArrowDown');
    await inspected('dense_2');
  });

  test('the outputs of the network are put in order by the arrow keys', async () => {
    await choose('flatten');
    await page.keyboard.press('Escape');
    for (const name of ['first', 'second']) {
      await search().fill('input');
      await search().press('Enter');
      await inspected('input');
      await field('Name').fill(name);
      await page.keyboard.press('Enter');
      await node(name).waitFor();
      await graph().focus();
      await page.keyboard.press('Escape');
    }
    const inputs = page.getByRole('list', { name: 'Inputs' });
    await expect
      .poll(async () => inputs.getByRole('listitem').allInnerTexts())
      .toEqual(['first', 'image', 'second']);
    await button('Move second').focus();
    await page.keyboard.press('ArrowUp');
    await expect
      .poll(async () => inputs.getByRole('listitem').allInnerTexts())
      .toEqual(['first', 'second', 'image']);
    await noViolations();
  });
});

describe('finding', () => {
  test('Enter goes round what was found, Escape returns to the graph', async () => {
    await graph().focus();
    await page.keyboard.press('Control+f');
    const query = page.getByRole('search').getByRole('combobox');
    await query.fill('dense units=10');
    await page.getByText('1 found').waitFor();
    await query.fill('conv');
    const found = page.getByRole('listbox', { name: 'Found layers' });
    await found.getByRole('option').nth(1).waitFor();
    await noViolations();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 2').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('2 of 2').waitFor();
    await page.keyboard.press('Escape');
    await gone(page.getByRole('search'));
    expect(await graph().evaluate((root) => root === document.activeElement)).toBe(true);
  });
});

describe('the menu and comments', () => {
  test('F2 renames a layer where it is, and what was done, undone and done again is said', async () => {
    const said = page.getByRole('status', { name: 'Last edit' });
    await choose('pool');
    await page.keyboard.press('F2');
    await field('Name of pool').waitFor();
    await noViolations();
    await page.keyboard.type('smaller');
    await page.keyboard.press('Enter');
    await node('smaller').waitFor();
    await said.filter({ hasText: /^Renamed pool to smaller$/ }).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await said.filter({ hasText: /^Undone: Renamed pool to smaller$/ }).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+Shift+z');
    await said.filter({ hasText: /^Done again: Renamed pool to smaller$/ }).waitFor({ state: 'attached' });
    await undo();
    await node('pool').waitFor();
  });

  test('a deletion is said once, and the keyboard goes on from a neighbour', async () => {
    await choose('pool');
    await page.keyboard.press('Delete');
    await gone(node('pool'));
    const speaking = page.locator('[aria-live=polite], [role=status]');
    await speaking.filter({ hasText: /^Deleted layer pool from/ }).waitFor({ state: 'attached' });
    expect(await speaking.filter({ hasText: /pool|[Rr]emoved|[Dd]eleted/ }).count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await inspected('flatten');
    await undo();
    await node('pool').waitFor();
  });

  test('the menu of a layer does what its keys do', async () => {
    await choose('pool');
    await node('pool').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Comment/ }).waitFor();
    // An open menu is all that there is for a screen reader, and lies in no landmark.
    expect(await violationsOn(page, 'region')).toEqual([]);
    await page.getByRole('menuitem', { name: /^Copy/ }).click();
    await expect.poll(onClipboard).toContain('"pool"');
  });

  test('N comments on a layer where it is', async () => {
    await choose('pool');
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Comment on pool' }).waitFor();
    await page.keyboard.type('Try a stride instead.');
    await noViolations();
    await page.keyboard.press('Control+Enter');
    await gone(page.getByRole('textbox', { name: 'Comment on pool' }));
    await described('pool', 'Try a stride instead').waitFor();
  });
});

describe('adding', () => {
  test('a layer picked from the palette goes between the selected one and the next', async () => {
    await choose('conv_1');
    await search().fill('normalise batch');
    await page.keyboard.press('Enter');
    await described('batch_normalization', '1 connection in, 1 connection out').waitFor();
    await described('conv_1', '1 connection in, 1 connection out').waitFor();
    await undo();
    await gone(node('batch_normalization'));
  });

  test('layers are typed one after the other with their arguments, and Enter once more repeats one', async () => {
    const type = async (text: string, name: string) => {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await inspected(name);
    };
    await choose('pool');
    await search().focus();
    await type('conv 48 5x3 relu', 'conv2d');
    await page.keyboard.press('Enter');
    await inspected('conv2d_2');
    await type('dropout .25 name=less', 'less');
    await described('conv2d', 'Conv2D', '48', String.raw`\(5, 3\)`, 'relu').waitFor();
    await described('less', 'Dropout · 0.25', '1 connection in, 1 connection out').waitFor();
    for (const name of ['less', 'conv2d_2', 'conv2d']) {
      await undo();
      await gone(node(name));
    }
  });

  test('A joins what is selected by the layer that is typed', async () => {
    await chooseAll('conv_1', 'dense_1');
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await noViolations();
    await page.keyboard.type('concatenate');
    await page.keyboard.press('Enter');
    await described('concatenate', '2 connections in, 0 connections out').waitFor();
    await undo();
    await gone(node('concatenate'));
  });

  test('what does not fit after a layer comes last, and says why', async () => {
    await choose('flatten');
    await page.keyboard.press('Tab');
    const offered = page.getByRole('dialog').getByRole('option');
    await offered.first().waitFor();
    await page.keyboard.type('conv');
    const unfit = page.getByRole('dialog').getByRole('group', { name: 'Does not fit here' });
    await unfit
      .getByText(/Conv2D.*dimensions/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });

  test('a double click opens a layer and leaves it selected', async () => {
    await node('dense_1').dblclick();
    await expect.poll(() => new URL(page.url()).searchParams.get('open')).not.toBeNull();
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('select')).toBe(searchParams.get('open'));
  });
});
