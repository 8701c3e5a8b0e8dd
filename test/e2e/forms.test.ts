import { beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from './accessibility.ts';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { startWorkbench } from './workbench.ts';

/* Layers with their arguments: inside each other, mended with one click, called again, and what they cost. */

const { product, browser } = await startWorkbench();
const { page, faults } = await openPage(browser, STILL);
const { graph, described, button, field, group, inspected, add } = editorOn(page);

beforeAll(async () => {
  await product.api('POST', '/projects', { name: 'Layers', template: 'empty' });
  await page.goto(product.url);
  await page.getByRole('link', { name: 'Layers', exact: true }).click();
  await page.getByRole('link', { name: 'Architectures', exact: true }).first().click();
  await page.getByRole('button', { name: 'New architecture' }).first().click();
});

async function enter(name: string, value: string) {
  await field(name).fill(value);
  await field(name).press('Enter');
}

describe('arguments', () => {
  test('a shape has a field for each dimension, and takes several at once', async () => {
    await add('Input');
    await enter('shape, dimension 1', '20, 16');
    await described('input', '\\(20, 16\\)').waitFor();
  });

  test('what is typed is checked at once, and the default comes back', async () => {
    await add('Dropout');
    await field('rate').fill('many');
    await page.getByText('Expected a number; received “many”.').waitFor();
    await field('rate').press('Escape');
    await enter('seed', '7');
    await button('Reset seed to its default, None').click();
    expect(await field('seed').inputValue()).toBe('');
  });

  test('the layer that a wrapper holds is edited in place', async () => {
    await add('Bidirectional');
    await group('layer').getByRole('textbox', { name: 'units' }).fill('32');
    await page.keyboard.press('Enter');
    await page.getByText('(None, 64)').first().waitFor();
  });

  test('what is wrong inside a held layer is said at its own argument, also while it is typed', async () => {
    const units = group('layer').getByRole('textbox', { name: 'units' });
    const fault = group('layer').getByText('units must be a positive number; it is -1', { exact: true });
    await units.fill('-1');
    await fault.waitFor();
    await units.press('Enter');
    await described('bidirectional', 'layer \\(LSTM\\): units must be').waitFor();
    await fault.waitFor();
    expect(await units.getAttribute('aria-invalid')).toBe('true');
    await units.fill('32');
    await units.press('Enter');
    await fault.waitFor({ state: 'detached' });
  });

  test('cells are stacked, changed and put in order', async () => {
    await add('RepeatVector');
    await add('RNN');
    await button('Stack another cell').click();
    await page.getByRole('combobox', { name: 'Type of cell 2' }).click();
    await page.getByRole('option', { name: 'GRUCell' }).click();
    await button('Move cell 2 up').click();
    expect(await page.getByRole('combobox', { name: 'Type of cell 1' }).textContent()).toBe('GRUCell');
    await button('Remove cell 1').click();
    await button('Stack another cell').waitFor();
  });
});

describe('fixes', () => {
  test('a problem is mended with one click, where it is shown', async () => {
    await add('LSTM');
    await button('Set return_sequences of rnn to True').first().click();
    await described('lstm', '1 connection in').waitFor();
    await button('Set return_sequences of rnn to True').first().waitFor({ state: 'detached' });
  });

  test('and with one keystroke', async () => {
    await add('Conv1D');
    await page
      .getByText(/needs 3 dimensions/)
      .first()
      .waitFor();
    await graph().focus();
    await page.keyboard.press('Control+.');
    await page
      .getByText(/needs 3 dimensions/)
      .first()
      .waitFor({ state: 'detached' });
  });
});

test('an input that is missing is connected with one keystroke, and what a layer is called with is set', async () => {
  await add('MultiHeadAttention');
  await page.getByText('input value is not connected').first().waitFor();
  await graph().focus();
  await page.keyboard.press('Control+.');
  await described('multi_head_attention', '2 connections in').waitFor();
  await page.getByRole('checkbox', { name: 'return_attention_scores' }).click();
  await page.getByText('attention_scores', { exact: true }).first().waitFor();
});

test('a layer is called again, and its arguments are seen at the second call', async () => {
  await described('lstm').click();
  await page.getByRole('region', { name: 'LSTM', exact: true }).waitFor();
  await button('Call again with the same weights').click();
  await page.getByText('This is another call of').waitFor();
  await page.keyboard.press('Escape');
  expect(await field('units').isDisabled()).toBe(true);
  await button('lstm').click();
  await inspected('lstm');
  expect(await field('units').isDisabled()).toBe(false);
});

test('the summary tells where the parameters lie, and leads there', async () => {
  await graph().click({ position: { x: 20, y: 20 } });
  const parts = page.getByRole('list', { name: 'Parameters, layer by layer' }).getByRole('button');
  expect(await parts.first().getAttribute('aria-label')).toMatch(/^\S+: [\d\s]+, [\d.]+ %$/);
  await parts.first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
});

test.each(['light', 'dark'] as const)('nothing of it is out of reach in the %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  expect(await violationsOn(page)).toEqual([]);
  await button('Show everything').click();
  await described('bidirectional').click();
  expect(await violationsOn(page)).toEqual([]);
});

test('the page complained of nothing', () => {
  expect(faults).toEqual([]);
});
