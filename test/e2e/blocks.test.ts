import { beforeAll, describe, expect, test } from 'vitest';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { startWorkbench } from './workbench.ts';

/* Layers become a block, which is looked into, edited, repeated and dissolved; another person sees it all. */

const { product, browser } = await startWorkbench();
const { page, faults } = await openPage(browser, STILL);
const { page: other } = await openPage(browser, STILL);
const { graph, node, gone, button, press, search, choose } = editorOn(page);
const colleague = editorOn(other);

beforeAll(async () => {
  await product.api('POST', '/projects', { name: 'Handwriting', template: 'digits' });
  for (const one of [page, other]) {
    await one.goto(product.url);
    await one.getByRole('link', { name: 'Handwriting', exact: true }).click();
    await one.getByRole('main').getByRole('link', { name: 'Train_and_Score', exact: true }).waitFor();
    await one.getByRole('link', { name: 'Architectures', exact: true }).first().click();
    await one.getByRole('main').getByRole('link', { name: 'DigitsNet', exact: true }).first().click();
  }
});

/** In the middle of an unfolded block lie its layers; it is itself at its title. */
const frame = (name: string) => node(name).getByText(name, { exact: true }).first().click();
const codeLine = (text: string) => page.locator('.cm-line', { hasText: text }).first();

async function makeBlock() {
  await node('conv_1').click();
  await node('conv_2').click({ modifiers: ['Shift'] });
  await page.getByText('2 items selected').waitFor();
  await page.keyboard.press('Control+g');
  await node('block').waitFor();
}

test('what is selected becomes a block on both screens, and one undo takes it back', async () => {
  await makeBlock();
  await gone(node('conv_1'));
  await colleague.node('block').waitFor();
  await gone(colleague.node('conv_1'));
  await node('block').click();
  await page.keyboard.press('Control+z');
  await node('conv_1').waitFor();
  await gone(node('block'));
  await colleague.node('conv_2').waitFor();
  await press('Redo');
  await node('block').waitFor();
});

test('a block is unfolded in place, and what is edited inside is edited in its architecture', async () => {
  await node('block').click();
  await button('Unfold block').click();
  await node('conv_2').click();
  const filters = page.getByRole('textbox', { name: 'filters' });
  await filters.fill('16');
  await filters.press('Enter');
  await page.getByText('(None, 8, 8, 16)').first().waitFor();
  await press('Undo');
  await page.getByText('(None, 8, 8, 64)').first().waitFor();
});

test('layers inside are aligned where they are, and undo puts them back into their chain', async () => {
  const left = async (name: string) => Math.round((await node(name).boundingBox())?.x ?? NaN);
  const apart = (await left('x')) - (await left('conv_2'));
  expect(apart).toBeGreaterThan(4);
  await node('x').click();
  await node('conv_2').click({ modifiers: ['Shift'] });
  await page.getByText('2 items selected').waitFor();
  await button('Align left').click();
  await button('Release to the layout').waitFor();
  await expect.poll(async () => (await left('x')) - (await left('conv_2'))).toBe(0);
  await press('Undo');
  await gone(button('Release to the layout'));
  await expect.poll(async () => (await left('x')) - (await left('conv_2'))).toBe(apart);
});

describe('inside an unfolded block', () => {
  const inBlock = (name: string, ...words: string[]) =>
    page.getByRole('group', { name: new RegExp(`^${name},.*${words.join('.*')}.*in block$`) });

  test('a layer from the palette goes into the chain there, on both screens, and one undo takes it back', async () => {
    await choose('conv_1');
    await search().fill('normalise batch');
    await page.keyboard.press('Enter');
    await inBlock('batch_normalization', '1 connection in, 1 connection out').waitFor();
    await node('block').getByText('Block', { exact: true }).first().waitFor();
    await press('Undo');
    await gone(node('batch_normalization'));
  });

  test('what fits is offered after a layer there, and put there', async () => {
    await choose('conv_1');
    await graph().focus();
    await page.keyboard.press('Tab');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type('spatialdropout2d');
    await page.keyboard.press('Enter');
    await inBlock('spatial_dropout2d', '1 connection in, 1 connection out').waitFor();
    await press('Undo');
    await gone(node('spatial_dropout2d'));
  });

  test('what is dropped there lies there, where it was dropped', async () => {
    const [block, x, canvas] = await Promise.all(
      [node('block'), node('x'), graph()].map(async (one) => one.boundingBox()),
    );
    if (!block || !x || !canvas) throw new Error('Expected the block in sight.');
    await search().fill('flatten');
    // Beside its input, where nothing is.
    await page.getByRole('option', { name: 'Flatten', exact: true }).dragTo(graph(), {
      targetPosition: {
        x: (x.x + x.width + block.x + block.width) / 2 - canvas.x,
        y: x.y + x.height / 2 - canvas.y,
      },
    });
    await inBlock('flatten', '0 connections in').waitFor();
    await press('Undo');
    await gone(inBlock('flatten'));
  });

  test('what was copied is pasted into it', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose('conv_2');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await inBlock('conv_3', '1 connection in').waitFor();
    await press('Undo');
    await gone(node('conv_3'));
  });

  test('a layer opened in place has its form in the frame, and both screens see what it says', async () => {
    await colleague.node('block').click();
    await other.getByRole('button', { name: 'Unfold block' }).first().click();
    await node('conv_1').dblclick();
    const filters = node('conv_1').getByRole('textbox', { name: 'filters' });
    await filters.fill('24');
    await filters.press('Enter');
    await inBlock('conv_1', '24, 3, same').waitFor();
    await other.getByRole('group', { name: /^conv_1, Conv2D · 24,/ }).waitFor();
    await press('Undo');
    await other.getByRole('group', { name: /^conv_1, Conv2D · 32,/ }).waitFor();
    await node('conv_1').getByText('conv_1', { exact: true }).dblclick();
    await gone(node('conv_1').getByRole('textbox', { name: 'filters' }));
  });
});

test('what is wrong inside is found from the list, through the folded block', async () => {
  await node('conv_2').click();
  const filters = page.getByRole('textbox', { name: 'filters' });
  await filters.fill('-1');
  await filters.press('Enter');
  await frame('block');
  await button('Fold block').click();
  await gone(node('conv_2'));
  await page.getByRole('button', { name: /^Problems/ }).click();
  await page.getByRole('list', { name: 'Problems' }).getByRole('button').first().click();
  await node('conv_2').waitFor();
  await press('Undo');
  await page.getByText('Every layer fits the one before it.').waitFor();
});

test('the code has a function for the block, and a loop where it is repeated', async () => {
  await page.getByRole('tab', { name: 'Code', exact: true }).click();
  await codeLine('def block(x, name: str):').waitFor();
  await frame('block');
  const repeat = page.getByRole('textbox', { name: 'Repeat' });
  await repeat.fill('3');
  await repeat.press('Enter');
  await codeLine('for number in range(1, 4):').waitFor();
});

test('dissolving writes the repetitions out', async () => {
  await frame('block');
  await button('Dissolve block').click();
  await node('block_1_conv_1').waitFor();
  await gone(node('block'));
  await codeLine('name="block_3_conv_2"').waitFor();
  await colleague.node('block_1_conv_1').waitFor();
  await press('Undo');
  await node('block').waitFor();
  expect(faults).toEqual([]);
});
