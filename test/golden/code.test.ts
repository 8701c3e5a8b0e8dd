import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generateKeras } from '../../src/domain/codegen/keras.ts';
import { projectOf } from '../doubles/networks.ts';
import { RESNET } from '../integration/blocks/networks.ts';
import { imported } from '../integration/roundtrip/roundTrip.ts';

const FILE = path.join(import.meta.dirname, '../fixtures/keras/everything.json');
const { view, architecture } = imported(JSON.parse(readFileSync(FILE, 'utf8')));
const { code } = generateKeras(view, architecture);
const residual = generateKeras(projectOf(RESNET), 'ResNet').code;

test('the code of a network with everything in it', async () => {
  await expect(code).toMatchFileSnapshot('everything.py.txt');
});

const ruff = path.join(path.dirname(process.env['DEEPFORGE_PYTHON'] ?? ''), 'ruff');

/** What ruff would lay out in another way. */
const layoutFlaws = (written: string) =>
  spawnSync(ruff, ['format', '--isolated', '--diff', '-'], { input: written, encoding: 'utf8' }).stdout;

test('the code of a residual network drawn with blocks', async () => {
  await expect(residual).toMatchFileSnapshot('resnet.py.txt');
});

test.runIf(existsSync(ruff))('is laid out as ruff lays it out', () => {
  expect(layoutFlaws(code)).toBe('');
  expect(layoutFlaws(residual)).toBe('');
});
