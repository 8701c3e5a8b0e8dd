import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { firstLoad } from '../../scripts/lib/first-load.mjs';

test('the first load is what the page imports before it runs, and not what comes later', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-first-load-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, 'assets'));
  const write = (name: string, content: string) => writeFile(path.join(folder, name), content);
  await write('index.html', '<script src="/assets/main.js"></script><link href="/assets/main.css">');
  await write('assets/main.css', 'body{}');
  await write('assets/main.js', 'import{a}from"./shared.js";import"./effects.js";import("./later.js");');
  await write('assets/shared.js', 'export const a=1');
  await write('assets/effects.js', 'export{a}from"./shared.js"');
  await write('assets/later.js', '');

  const names = firstLoad(folder).files.map(({ name }) => name);
  expect(names.toSorted()).toEqual([
    'assets/effects.js',
    'assets/main.css',
    'assets/main.js',
    'assets/shared.js',
    'index.html',
  ]);
});
