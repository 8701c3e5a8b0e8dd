import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { startWorkbench } from './workbench.ts';

/*
 * What a scientist does with the product, from an empty data folder to a trained network that plain Keras opens, with
 * a colleague looking on in a second browser. Each test goes on where the one before stopped.
 */

const run = promisify(execFile);
const LONG = 120_000;

const { product, browser } = await startWorkbench(['--spares', '1']);
const { page: ada, faults: adasFaults } = await openPage(browser);
const { page: ben, faults: bensFaults } = await openPage(browser);

const node = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: new RegExp(`^${name},`) });
const visible = async (locator: Locator, timeout = 15_000) =>
  locator.first().waitFor({ state: 'visible', timeout });
const gone = async (locator: Locator, timeout = 15_000) =>
  locator.first().waitFor({ state: 'detached', timeout });

async function openFromRail(page: Page, place: string, name: string) {
  await page.getByRole('link', { name: place, exact: true }).first().click();
  await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
}

async function executeAs(page: Page, name: string) {
  await page.getByRole('button', { name: 'Execute', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Name of the execution' });
  await field.fill(name);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await visible(page.getByRole('application', { name: new RegExp(`^Execution ${name},`) }));
}

const ended = async (page: Page, name: string, how: string) =>
  visible(page.getByRole('application', { name: `Execution ${name}, ${how}` }), LONG);

test('a project is created from the template of the digits, and the colleague sees it appear', async () => {
  await ben.goto(product.url);
  await ada.goto(product.url);
  await ada.getByRole('button', { name: 'New project' }).first().click();
  const dialog = ada.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Digits' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Handwriting');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await visible(ada.getByRole('link', { name: 'Pipelines', exact: true }));
  await ben.getByRole('link', { name: 'Handwriting', exact: true }).click();
  await openFromRail(ada, 'Pipelines', 'Train_and_Score');
  await openFromRail(ben, 'Pipelines', 'Train_and_Score');
  await visible(node(ben, 'ScoreModel'));
});

test('an attribute edited in place appears in the other browser; undo and redo too', async () => {
  await node(ada, 'Train').dblclick();
  await visible(ada.getByRole('button', { name: 'Open the code of Train' }));
  const epochs = node(ada, 'Train').getByRole('textbox', { name: 'epochs' });
  await epochs.fill('14');
  await epochs.press('Enter');
  await visible(node(ben, 'Train').getByText('14', { exact: true }));
  await ada.getByRole('button', { name: 'Undo' }).click();
  await visible(node(ben, 'Train').getByText('12', { exact: true }));
  await ada.getByRole('button', { name: 'Redo' }).click();
  await visible(node(ben, 'Train').getByText('14', { exact: true }));
  await visible(ada.getByRole('status').filter({ hasText: 'Saved' }));
});

test('a value that cannot be says why and loses nothing', async () => {
  const epochs = node(ada, 'Train').getByRole('textbox', { name: 'epochs' });
  await epochs.fill('0');
  await epochs.press('Enter');
  await visible(ada.getByText(/of at least 1/));
  await epochs.fill('14');
  await epochs.press('Enter');
});

test('nodes are added, connected and deleted, and the colleague sees each', async () => {
  await ben.getByRole('option', { name: 'ScoreModel' }).click();
  await visible(node(ada, 'ScoreModel_2'));
  await visible(node(ben, 'ScoreModel_2').and(ben.getByRole('group', { name: /0 connections in/ })));
  await ada.getByRole('button', { name: 'Show everything' }).click();
  await node(ada, 'ScoreModel_2').click();
  await ada.keyboard.press('Delete');
  await gone(node(ben, 'ScoreModel_2'));
});

test('Execute proposes a free name and takes a snapshot that shows its jobs live', async () => {
  await ada.getByRole('button', { name: 'Execute', exact: true }).click();
  expect(await ada.getByRole('textbox', { name: 'Name of the execution' }).inputValue()).toBe(
    'Train_and_Score',
  );
  await ada.keyboard.press('Escape');
  await executeAs(ada, 'First');
  await openFromRail(ben, 'Executions', 'First');
  await visible(ben.getByRole('group', { name: /^Train, Running/ }), LONG);
});

test('editing the pipeline meanwhile changes nothing in the execution', async () => {
  await openFromRail(ada, 'Pipelines', 'Train_and_Score');
  await node(ada, 'Train').dblclick();
  const epochs = node(ada, 'Train').getByRole('textbox', { name: 'epochs' });
  await epochs.fill('2');
  await epochs.press('Enter');
  await ended(ben, 'First', 'succeeded');
  await node(ben, 'Train').click();
  await visible(ben.getByText('Epoch 14/14'));
});

test('a job shows its metrics and plots', async () => {
  await ben.getByRole('tab', { name: /^Metrics/ }).click();
  await visible(ben.getByRole('img', { name: /^accuracy: .*val_accuracy/ }));
  await visible(ben.getByRole('img', { name: /^loss: / }));
  await ben.getByRole('tab', { name: /^Plots/ }).click();
  const plot = ben.getByRole('img', { name: /Learning curves/ });
  await visible(plot);
  await ben.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 100));
});

test('the trained network is an artifact, and plain Keras scores at least 95 % with it', async () => {
  await ada.getByRole('link', { name: 'Artifacts', exact: true }).click();
  const [download] = await Promise.all([
    ada.waitForEvent('download'),
    ada
      .getByRole('button', { name: 'Download model' })
      .or(ada.getByRole('link', { name: 'Download model' }))
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe('model.keras');
  const file = path.join(product.data, 'model.keras');
  await download.saveAs(file);
  const { stdout } = await run(process.env['DEEPFORGE_PYTHON'] ?? 'python3', ['-c', SCORE, file], {
    env: { PATH: process.env['PATH'] ?? '', KERAS_BACKEND: 'jax' },
  });
  expect(Number(stdout.trim().split('\n').at(-1))).toBeGreaterThanOrEqual(0.95);
});

const SCORE = `
import sys, keras, numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
digits = load_digits()
images = (digits.images / 16).astype('float32')[..., None]
_, x, _, y = train_test_split(images, digits.target, test_size=0.2, stratify=digits.target, random_state=0)
model = keras.models.load_model(sys.argv[1])
print(float((model.predict(x, verbose=0).argmax(-1) == y).mean()))
`;

test('the artifact is the input of another pipeline', async () => {
  await ada.getByRole('link', { name: 'Pipelines', exact: true }).click();
  await ada.getByRole('button', { name: 'New pipeline' }).first().click();
  await visible(ada.getByRole('option', { name: 'Input' }));
  await ada.getByRole('option', { name: 'Input' }).click();
  await visible(node(ada, 'Input'));
  await ada.getByRole('option', { name: 'Output' }).click();
  await visible(node(ada, 'Output'));
  await connectByKeyboard(ada, 'Input');
  await visible(ada.getByRole('group', { name: /^Output, 1 connection in/ }));
  await node(ada, 'Input').dblclick();
  await node(ada, 'Input').getByRole('combobox', { name: 'artifact' }).click();
  await ada.getByRole('option', { name: /^model/ }).click();
  await executeAs(ada, 'Copy');
  await ended(ada, 'Copy', 'succeeded');
});

/** C, the port, the target that is offered first, Enter. */
async function connectByKeyboard(page: Page, from: string) {
  await node(page, from).click();
  await page.keyboard.press('c');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
}

test('a failed job shows the traceback with the line of the operation', async () => {
  await openFromRail(ada, 'Operations', 'ScoreModel');
  const editor = ada.getByRole('textbox', { name: 'Code of ScoreModel' });
  await editor.click();
  await ada.keyboard.press('ControlOrMeta+a');
  await ada.keyboard.insertText(
    'class ScoreModel:\n    def execute(self, model, testing_set):\n        return 1 / 0\n',
  );
  await ada.keyboard.press('Tab');
  await visible(ada.getByRole('status').filter({ hasText: 'Saved' }));
  await openFromRail(ada, 'Pipelines', 'Train_and_Score');
  await executeAs(ada, 'Broken');
  await ended(ada, 'Broken', 'failed');
  await node(ada, 'ScoreModel').click();
  await visible(ada.getByText('ZeroDivisionError: division by zero'));
  await visible(ada.getByText('return 1 / 0'));
});

test('history tells what happened in words, opens any commit read-only and restores it', async () => {
  await ben.getByRole('link', { name: 'History', exact: true }).click();
  await visible(ben.getByText('Started "Train" in First'));
  await visible(ben.getByText('Edited the code of ScoreModel'));
  await ben.getByRole('button', { name: 'Open “Set epochs of Train to 2” read-only' }).click();
  await visible(ben.getByText(/read-only/i));
  await ben.getByRole('link', { name: 'Operations', exact: true }).first().click();
  await ben.getByRole('main').getByRole('link', { name: 'ScoreModel', exact: true }).first().click();
  await visible(ben.getByText('draw_confusion').first());
  await ben
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  await visible(ada.getByRole('link', { name: 'Pipelines', exact: true }));
  await openFromRail(ada, 'Pipelines', 'Train_and_Score');
  await executeAs(ada, 'Again');
  await ended(ada, 'Again', 'succeeded');
});

test('neither page complained of anything', () => {
  expect([...adasFaults, ...bensFaults]).toEqual([]);
});
