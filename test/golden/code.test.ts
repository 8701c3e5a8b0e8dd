import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generateKeras } from '../../src/domain/codegen/keras.ts';
import { imported } from '../integration/roundtrip/roundTrip.ts';

const FILE = path.join(import.meta.dirname, '../fixtures/keras/everything.json');
const { view, architecture } = imported(JSON.parse(readFileSync(FILE, 'utf8')));
const { code } = generateKeras(view, architecture);

test('the code of a network with everything in it', async () => {
  await expect(code).toMatchFileSnapshot('everything.py.txt');
});

const ruff = path.join(path.dirname(process.env['DEEPFORGE_PYTHON'] ?? ''), 'ruff');

test.runIf(existsSync(ruff))('is laid out as ruff lays it out', () => {
  const { stdout } = spawnSync(ruff, ['format', '--isolated', '--diff', '-'], {
    input: code,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
