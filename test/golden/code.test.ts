import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generateKeras } from '../../src/domain/codegen/keras.ts';
import { projectOf } from '../doubles/networks.ts';
import { RESNET } from '../integration/blocks/networks.ts';
import { projectFrom, type Drawing } from '../integration/roundtrip/drawing.ts';
import { fixtureDrawing, FIXTURES } from '../integration/roundtrip/fixtures.ts';
import { randomNetwork } from '../integration/roundtrip/randomNetwork.ts';
import { imported } from '../integration/roundtrip/roundTrip.ts';

const FILE = path.join(import.meta.dirname, '../fixtures/keras/everything.json');
const { view, architecture } = imported(JSON.parse(readFileSync(FILE, 'utf8')));
const { code } = generateKeras(view, architecture);
const codeOf = (drawing: Drawing) => {
  const project = projectFrom(drawing);
  return generateKeras(project.view, project.architecture).code;
};
const residual = generateKeras(projectOf(RESNET), 'ResNet').code;

test('the code of a network with everything in it', async () => {
  await expect(code).toMatchFileSnapshot('everything.py.txt');
});

const ruff = path.join(path.dirname(process.env['DEEPFORGE_PYTHON'] ?? ''), 'ruff');

test('the code of a residual network drawn with blocks', async () => {
  await expect(residual).toMatchFileSnapshot('resnet.py.txt');
});

describe.runIf(existsSync(ruff))('the code of these, of the fixtures and of random networks', () => {
  const drawings = [
    ...FIXTURES.map(fixtureDrawing),
    ...Array.from({ length: 30 }, (_, seed) => randomNetwork(seed)),
  ];
  const folder = mkdtempSync(path.join(tmpdir(), 'deepforge-code-'));
  for (const [index, written] of [code, residual, ...drawings.map(codeOf)].entries()) {
    writeFileSync(path.join(folder, `network_${String(index)}.py`), written);
  }
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const findings = (...args: string[]) => {
    const { stdout, stderr, status } = spawnSync(
      ruff,
      [...args, '--isolated', '--no-cache', '--line-length', '88', folder],
      {
        encoding: 'utf8',
      },
    );
    return status === 0 ? '' : `${stdout}${stderr}`;
  };

  test('has nothing that ruff finds fault with', () => {
    expect(findings('check', '--select', 'E,F,I')).toBe('');
  });

  test('is laid out as ruff lays it out', () => {
    expect(findings('format', '--diff')).toBe('');
  });
});
