import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPage, STILL } from './browser.ts';
import { editorOn } from './editor.ts';
import { startWorkbench } from './workbench.ts';

/*
 * Layers that are more than a box in a chain, each taken from the palette, set in its form and connected by keyboard.
 * In the end Keras builds what was drawn, and counts the same parameters.
 */

const run = promisify(execFile);

const { product, browser } = await startWorkbench();
const { page, faults } = await openPage(browser, STILL);
const { graph, described, button, field, group, inspected, ...editor } = editorOn(page);
let project: string;

beforeAll(async () => {
  ({ id: project } = await product.api<{ id: string }>('POST', '/projects', {
    name: 'Layers',
    template: 'empty',
  }));
  await page.goto(`${product.url}/p/${encodeURIComponent(project)}/architectures`);
  await page.getByRole('button', { name: 'New architecture' }).first().click();
});

const check = (name: string) => page.getByRole('checkbox', { name, exact: true }).click();
const shown = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

async function nothingSelected() {
  await graph().focus();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Network', exact: true }).waitFor();
}

/** Puts it after the selected layer, and calls it so. */
async function add(type: string, name: string) {
  await editor.add(type);
  await enter(field('Name'), name);
  await described(name).waitFor();
}

async function enter(target: Locator, value: string) {
  await target.fill(value);
  await target.press('Enter');
}

async function addInput(name: string, ...shape: number[]) {
  await nothingSelected();
  await add('Input', name);
  for (let length = 3; length > shape.length; length -= 1) {
    await button('Remove the last entry of shape').click();
  }
  for (let length = 3; length < shape.length; length += 1) await button('Add a dimension to shape').click();
  await enter(field('shape, dimension 1'), shape.join(', '));
  await described(name, `\\(${shape.join(', ')}`).waitFor();
}

/** By the search, which finds it wherever it is drawn. */
async function select(name: string) {
  await graph().focus();
  await page.keyboard.press('Control+f');
  const find = page.getByRole('search').getByRole('combobox');
  await find.fill(name);
  await page.getByRole('listbox', { name: 'Found layers' }).getByRole('option').first().waitFor();
  await find.press('Enter');
  await inspected(name);
  await page.keyboard.press('Escape');
}

/** C, the output, Enter, the input, Enter: what is in hand is said to screen readers. */
async function connect(source: string, output: string, target: string, input: string) {
  await select(source);
  await graph().focus();
  await page.keyboard.press('c');
  await until(`Connect ${source}: ${output},`);
  await page.keyboard.press('Enter');
  await until(`${target}, ${input},`);
  await page.keyboard.press('Enter');
}

async function until(words: string, key = 'ArrowDown') {
  const said = graph().locator('..').locator('[aria-live]').filter({ hasText: words });
  for (let steps = 0; steps < 40; steps += 1) {
    if ((await said.count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Nobody said “${words}”.`);
}

describe('drawn by hand', () => {
  test('a convolution of every picture of a film', async () => {
    await addInput('film', 10, 32, 32, 3);
    await add('TimeDistributed', 'pictures');
    await page.getByRole('button', { name: /^Type of layer/ }).click();
    await page.getByRole('dialog').getByRole('combobox').fill('conv2d');
    await page.keyboard.press('Enter');
    await enter(group('layer').getByRole('textbox', { name: 'filters' }), '8');
    await shown('(None, 10, 30, 30, 8)');
  });

  test('a recurrent layer in both directions, and one of two cells', async () => {
    await addInput('series', 20, 16);
    await add('Bidirectional', 'both_ways');
    await check('return_sequences');
    await shown('(None, 20, 128)');
    await add('RNN', 'stack');
    await button('Stack another cell').click();
    await page.getByRole('combobox', { name: 'Type of cell 2' }).click();
    await page.getByRole('option', { name: 'GRUCell' }).click();
    await enter(group('cell').getByRole('textbox', { name: 'units' }).nth(1), '12');
    await shown('(None, 12)');
    await described('stack', 'LSTMCell, GRUCell').waitFor();
  });

  test('attention with a query, a value and a key, whose scores the network gives too', async () => {
    await addInput('keys', 12, 16);
    await addInput('values', 12, 24);
    await addInput('queries', 8, 16);
    await add('MultiHeadAttention', 'attention');
    await connect('values', 'output', 'attention', 'value');
    await connect('keys', 'output', 'attention', 'key');
    await select('attention');
    await check('return_attention_scores');
    await group('Outputs of the network').waitFor();
    await check('attention_scores');
    // Keras counts the scores as if the keys were as many as the queries.
    await shown('(None, 8, 8, 8)');
  });

  test('states that go on into another recurrent layer', async () => {
    await addInput('source', 20, 16);
    await add('LSTM', 'encoder');
    await check('return_state');
    await addInput('target', 10, 8);
    await add('LSTM', 'decoder');
    await connect('encoder', 'hidden_state', 'decoder', 'initial_state');
    await connect('encoder', 'cell_state', 'decoder', 'initial_state');
    await described('decoder', 'parameters', '3 connections in').waitFor();
  });

  test('one layer called twice, and three tensors joined in the stated order', async () => {
    await addInput('left', 6);
    await add('Dense', 'scorer');
    await addInput('right', 6);
    await select('scorer');
    await button('Call again with the same weights').click();
    // What it is called with is asked at once, and what goes nowhere yet is meant first.
    await page
      .getByText(/^right, output, 1 of \d+ that fit/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This is another call of').waitFor();
    await enter(field('Name'), 'scorer_again');
    await described('scorer_again', '1 connection in').waitFor();
    await select('scorer');
    await add('Concatenate', 'joined');
    await connect('right', 'output', 'joined', 'inputs');
    await connect('scorer_again', 'output', 'joined', 'inputs');
    await described('joined', '3 connections in').waitFor();
    await select('joined');
    await shown('(None, 134)');
    await select('right');
    await graph().focus();
    await until('Connection from right to joined, 2 of 3', 'e');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByText('Connection is now 1 of 3 at its input').waitFor({ state: 'attached' });
  });

  test('tokens with a mask, and numbers that are normalized', async () => {
    await addInput('tokens', 12);
    await add('Embedding', 'embedding');
    await check('mask_zero');
    await add('GRU', 'reader');
    await shown('(None, 64)');
    await addInput('numbers', 5);
    await add('Normalization', 'normalized');
    await shown('(None, 5)');
  });
});

test('Keras builds what was drawn', async () => {
  await nothingSelected();
  const parameters = group('In total').getByText('Parameters', { exact: true });
  const drawn = await parameters.locator('..').innerText();
  const architecture = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const route = `${product.url}/api/v1/projects/${project}/architectures/${architecture}/export?format=py`;
  const file = path.join(product.data, 'network.py');
  await writeFile(file, `${await (await fetch(route)).text()}\n${SHOW}`);
  const { stdout } = await run(process.env['DEEPFORGE_PYTHON'] ?? 'python3', [file], {
    env: { PATH: process.env['PATH'] ?? '', KERAS_BACKEND: 'jax' },
  });
  const built = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Built;
  expect(built.outputs).toEqual({
    pictures: [[null, 10, 30, 30, 8]],
    stack: [[null, 12]],
    attention: [
      [null, 8, 16],
      [null, 8, 8, 8],
    ],
    decoder: [[null, 64]],
    joined: [[null, 134]],
    reader: [[null, 64]],
    normalized: [[null, 5]],
  });
  expect(built.joined).toEqual(['right', 'scorer', 'scorer']);
  expect(drawn.replace(/\D/g, '')).toBe(String(built.parameters));
}, 120_000);

interface Built {
  readonly outputs: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
  readonly joined: readonly string[];
  readonly parameters: number;
}

const SHOW = `
import json

model = build_model()
outputs = {}
for tensor in model.outputs:
    outputs.setdefault(tensor._keras_history.operation.name, []).append(tensor.shape)
joined = [t._keras_history.operation.name for t in model.get_layer("joined").input]
print(json.dumps({"outputs": outputs, "joined": joined, "parameters": model.count_params()}))
`;

describe('what needs more than Keras and arguments says so', () => {
  test.each([
    ['TextVectorization', 'int64'],
    ['StringLookup', 'int64'],
  ])('%s takes texts', async (type, dtype) => {
    await addInput(`of_${type}`, 1);
    await page.getByRole('combobox', { name: 'dtype' }).click();
    await page.getByRole('option', { name: 'string', exact: true }).click();
    await described(`of_${type}`, 'string').waitFor();
    await add(type, `is_${type}`);
    await shown(dtype);
  });

  test('Lambda holds code, which belongs into a layer of the project', async () => {
    await addInput('of_Lambda', 4);
    await add('Lambda', 'is_Lambda');
    await page.getByText('This is Python code, which a field cannot hold.').waitFor();
  });
});

test('the page complained of nothing', () => {
  expect(faults).toEqual([]);
});
