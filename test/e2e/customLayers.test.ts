import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { blank } from '../../src/domain/state.ts';
import { jobPython } from '../../src/jobs/python.ts';
import { violationsOn } from './accessibility.ts';
import { openPage } from './browser.ts';
import { editorOn } from './editor.ts';
import { done, ended, execute, joined } from './operations.ts';
import { startWorkbench } from './workbench.ts';

const { product, browser } = await startWorkbench();
const { page, faults } = await openPage(browser);
const { page: other } = await openPage(browser);
const { node } = editorOn(page);
let project: string;
let network: string;

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

const TRAIN = `import numpy as np


class Train:
    def __init__(self, network):
        self.network = network

    def execute(self):
        layer = self.network.get_layer("repeat")
        before = layer.get_weights()[0].copy()
        self.network.compile(optimizer="sgd", loss="mse")
        self.network.fit(np.ones((4, 28, 28, 1)), np.full((4, 2352), 9.0), epochs=1, verbose=0)
        assert abs(layer.get_weights()[0] - before) > 0.01
        return self.network
`;

const WEIGH = `import my_layers


class Weigh:
    def execute(self, model):
        assert isinstance(model.get_layer("repeat"), my_layers.Repeat)
        assert model.get_layer("repeat").times == 3
`;

const operation = (parent: string, name: string, code: string) =>
  blank('Operation', { id: randomUUID(), parent, name, code });

beforeAll(async () => {
  ({ id: project } = await product.api<{ id: string }>('POST', '/projects', {
    name: 'Own',
    template: 'empty',
  }));
});

const go = (place: string) => page.goto(`${product.url}/p/${project}/${place}`);
const found = (layer: string, on = page) => on.getByRole('region', { name: `Layer ${layer}` });
/** It says in its name what it takes back. */
const undo = () => page.getByRole('button', { name: /^Undo: / });
const shape = (text: string, on = page) => on.getByText(text).first();
const saved = () => page.getByText('Saved', { exact: true }).waitFor();

/** What a person would type, at once. */
async function write(code: string) {
  await page.getByRole('textbox', { name: /^Code of/ }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
  await saved();
}

const toModule = async (name = 'my_layers') => {
  await page.getByRole('link', { name: 'Code', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('textbox', { name: `Code of ${name}` }).waitFor();
};

const toNetwork = async () => {
  await page.getByRole('link', { name: 'Architectures', exact: true }).click();
  await page.getByRole('link', { name: 'Network', exact: true }).click();
  await page.getByPlaceholder('Search layers').waitFor();
};

const pick = async (layer: string) => {
  await page.getByPlaceholder('Search layers').fill(layer);
  await page.getByRole('option', { name: layer, exact: true }).click();
};

const noViolations = async () => expect(await violationsOn(page)).toEqual([]);

describe('a layer of the project', { timeout: 300_000 }, () => {
  test('begins as one that works, and what it takes is shown as it is typed', async () => {
    await go('code');
    await page.getByRole('main').getByRole('button', { name: 'New custom layer' }).last().click();
    await found('GatedDense').waitFor();
    expect(await found('GatedDense').textContent()).toContain('units, bias');
    await write(REPEAT);
    await found('Repeat').waitFor();
    expect(await found('Repeat').textContent()).toContain('asked of Keras');
    await noViolations();
    await other.goto(page.url());
    await found('Repeat', other).waitFor();
  });

  test('is drawn from the palette, and Keras says its shape in the background', async () => {
    await go('architectures');
    await page.getByRole('main').getByRole('button', { name: 'New architecture' }).first().click();
    await page.getByPlaceholder('Search layers').waitFor();
    await pick('Input');
    await pick('Repeat');
    await pick('Flatten');
    // 28 rows of 28 columns, of which the one channel is there twice.
    await shape('(None, 28, 28, 2)').waitFor({ timeout: 60_000 });
    network = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await node('repeat').click();
    const times = page.getByRole('textbox', { name: 'times' });
    await times.fill('3');
    await times.press('Enter');
    await shape('(None, 28, 28, 3)').waitFor();
    await noViolations();
    await other.goto(`${product.url}/p/${project}/architectures/${network}`);
    await shape('(None, 28, 28, 3)', other).waitFor();
  });

  test('that fails when it is called is a problem with its line, gone when it is mended', async () => {
    await toModule();
    await write(REPEAT.replace('ops.repeat(', 'ops.nothing('));
    await toNetwork();
    await page.getByRole('button', { name: /^Problems/ }).click();
    await page
      .getByText(/AttributeError.*nothing.*\(my_layers\.py, line 20\)/)
      .first()
      .waitFor();
    await toModule();
    await undo().click();
    await saved();
    await toNetwork();
    await shape('(None, 28, 28, 3)').waitFor();
  });

  test('whose constructor is no Python is said where it stands', async () => {
    await toModule();
    await write(REPEAT.replace('times: int = 2, **kwargs', 'times: int = = 2'));
    await page.getByRole('group', { name: 'Problems' }).waitFor();
    await undo().click();
    await found('Repeat').waitFor();
  });

  test('is generated with its import, and Keras builds the network', async () => {
    await toNetwork();
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await page.getByText('from my_layers import Repeat').waitFor();
    const answer = await fetch(
      `${product.url}/api/v1/projects/${project}/architectures/${network}/export?format=py`,
    );
    const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-own-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, 'network.py'), await answer.text());
    await writeFile(path.join(folder, 'my_layers.py'), REPEAT);
    const { stdout } = await promisify(execFile)(
      jobPython(),
      ['-c', 'import network; m = network.build_model(); print(m.output_shape, m.count_params())'],
      { cwd: folder, env: { ...process.env, KERAS_BACKEND: 'jax' } },
    );
    expect(stdout.trim()).toBe('(None, 2352) 1');
  });

  test('is trained by a pipeline, whose next job opens what was trained', async () => {
    const { connection, client } = await joined(product.url, project);
    const root = [...client.view.all()].find(({ concept }) => concept === 'Project')?.id ?? '';
    const pipeline = blank('Pipeline', { id: randomUUID(), parent: root, name: 'Line' });
    const [train, weigh] = [operation(root, 'Train', TRAIN), operation(root, 'Weigh', WEIGH)];
    const step = (of: ReturnType<typeof operation>, references = {}) =>
      blank('Step', {
        ...{ id: randomUUID(), parent: pipeline.id, name: of.name },
        ...{ operation: of.id, references },
      });
    const [first, second] = [step(train, { network }), step(weigh)];
    const output = { id: randomUUID(), parent: train.id, name: 'model', direction: 'output' } as const;
    const input = { id: randomUUID(), parent: weigh.id, name: 'model', direction: 'input' } as const;
    const records = [
      train,
      blank('Reference', { id: randomUUID(), parent: train.id, name: 'network', target: 'Architecture' }),
      blank('Port', { ...output, type: 'keras.Model' }),
      weigh,
      blank('Port', { ...input, type: 'keras.Model' }),
      ...[pipeline, first, second],
      blank('Connection', {
        ...{ id: randomUUID(), parent: pipeline.id, source: first.id, sourcePort: output.id },
        ...{ target: second.id, targetPort: input.id },
      }),
    ];
    await done(client.run({ type: 'insert', records }));
    const { record, jobs } = await ended(client, await execute(product, project, pipeline.id));
    connection.close();
    const errors = Object.values(jobs).map(({ error }) => error);
    expect([record.status, errors]).toEqual(['succeeded', [null, null]]);
  });

  test('in use is not deleted without a word, and comes back by undo', async () => {
    await page.getByRole('link', { name: 'Code', exact: true }).click();
    await page.getByRole('button', { name: 'Actions for my_layers' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/used by Network/).waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'my_layers', exact: true }).waitFor({ state: 'detached' });
    await undo().click();
    await page.getByRole('link', { name: 'my_layers', exact: true }).waitFor();
    expect(faults).toEqual([]);
  });

  test('that came in a file is asked of Keras when somebody lets its Python run', async () => {
    const file = await fetch(`${product.url}/api/v1/projects/${project}/export`);
    const imported = await fetch(`${product.url}/api/v1/projects/import`, {
      method: 'POST',
      body: await file.arrayBuffer(),
    });
    const { id } = (await imported.json()) as { id: string };
    await page.goto(`${product.url}/p/${encodeURIComponent(id)}/architectures`);
    await page.getByRole('main').getByRole('link', { name: 'Network', exact: true }).click();
    const allow = page.getByRole('button', { name: 'Let it run' });
    await allow.waitFor();
    await noViolations();
    await allow.click();
    await shape('(None, 28, 28, 3)').waitFor();
    await allow.waitFor({ state: 'detached' });
    // The browser itself reports that the gateway refused.
    expect(faults.filter((fault) => !fault.includes('status of 403'))).toEqual([]);
  });
});
