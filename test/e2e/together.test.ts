import { beforeAll, expect, test } from 'vitest';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { startWorkbench } from './workbench.ts';

/* Two people in one network: one takes away what the other is in the middle of. */

const { product, browser } = await startWorkbench();
const { page: adasPage, faults: adasFaults } = await openPage(browser, STILL);
const { page: bensPage, faults: bensFaults } = await openPage(browser, STILL);
const [ada, ben] = [editorOn(adasPage), editorOn(bensPage)];

beforeAll(async () => {
  await product.api('POST', '/projects', { name: 'Shared', template: 'digits' });
  for (const page of [adasPage, bensPage]) {
    await page.goto(product.url);
    await page.getByRole('link', { name: 'Shared', exact: true }).click();
    await page.getByRole('link', { name: 'Architectures', exact: true }).first().click();
    await page.getByRole('main').getByRole('link', { name: 'DigitsNet', exact: true }).first().click();
    await page.getByRole('application').waitFor();
  }
});

/** Ben deletes a layer, and brings it back when Ada has done something meanwhile. */
async function whileDeleted(layer: string, act: () => Promise<void>) {
  await ben.choose(layer);
  await bensPage.keyboard.press('Delete');
  await ada.gone(ada.node(layer));
  await act();
  await ben.press('Undo');
  await ada.node(layer).waitFor();
}

test('the name that one was writing goes with its layer, and one is told; it does not come back with it', async () => {
  await ada.choose('conv_2');
  await adasPage.keyboard.press('F2');
  await ada.field('Name of conv_2').waitFor();
  await whileDeleted('conv_2', async () => {
    await ada.gone(ada.field('Name of conv_2'));
    await adasPage.getByText('somebody else has deleted it').waitFor();
    expect(await ada.graph().evaluate((root) => root === document.activeElement)).toBe(true);
  });
  expect(await ada.field('Name of conv_2').count()).toBe(0);
});

test('a connection that one was drawing ends with the layer that it came from', async () => {
  await ada.choose('conv_1');
  await adasPage.keyboard.press('c');
  const hint = adasPage.getByText(/^Connect conv_1:/).first();
  await hint.waitFor();
  await adasPage.keyboard.press('Enter');
  await adasPage
    .getByText(/that fit. Arrow keys choose/)
    .first()
    .waitFor();
  await whileDeleted('conv_1', async () => {
    await adasPage.keyboard.press('Enter');
    await ada.described('image', '0 connections in, 1 connection out').waitFor();
  });
});

test('what somebody else has changed since is left alone by undo, which says so', async () => {
  await ada.choose('pool');
  for (const [page, name] of [
    [adasPage, 'mine'],
    [bensPage, 'ours'],
  ] as const) {
    if (page === bensPage) await ben.choose('mine');
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: /^Name of/ }).waitFor();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    for (const { node } of [ada, ben]) await node(name).waitFor();
  }
  await ada.press('Undo');
  await adasPage.getByText('was changed by somebody else in the meantime').waitFor();
  await ada.node('ours').waitFor();
});

test('neither page complained of anything', () => {
  expect([adasFaults, bensFaults]).toEqual([[], []]);
});
