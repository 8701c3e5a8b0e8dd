import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { firstLoad, LIMIT_BYTES } from '../../scripts/lib/first-load.mjs';
import { preloadsOf } from '../../src/server/preloads.ts';

const built = path.resolve('dist/app');

test('the app as built loads at most 500 kB, compressed', () => {
  const { bytes } = firstLoad(built);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});

test.each([
  ['architectures', 'ArchitectureEditor'],
  ['pipelines', 'PipelineEditor'],
  ['operations', 'OperationEditor'],
  ['code', 'ModuleEditor'],
  ['executions', 'ExecutionView'],
])('a page of %s comes with the files of its editor, as they were built', (place, editor) => {
  const links = preloadsOf(built)(`/p/guest+mnist/${place}/1`) ?? '';
  const files = links.match(/(?<=<\/)[^>]+/g) ?? [];
  expect(files.some((file) => file.startsWith(`assets/${editor}-`))).toBe(true);
  expect(files.filter((file) => !existsSync(path.join(built, file)))).toEqual([]);
});
