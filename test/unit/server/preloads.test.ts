import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preloadsOf } from '../../../src/server/preloads.ts';

const pages = mkdtempSync(path.join(tmpdir(), 'deepforge-pages-'));
afterAll(() => rmSync(pages, { recursive: true }));
beforeAll(() => {
  mkdirSync(path.join(pages, '.vite'));
  const manifest = {
    'visualizers/Frame/Frame.tsx': {
      file: 'assets/frame.js',
      imports: ['_shared.js'],
      css: ['assets/frame.css'],
    },
    'visualizers/ArchitectureEditor/ArchitectureEditor.tsx': {
      file: 'assets/editor.js',
      imports: ['_shared.js'],
    },
    '_shared.js': { file: 'assets/shared.js', imports: ['_deep.js'] },
    '_deep.js': { file: 'assets/deep.js' },
  };
  writeFileSync(path.join(pages, '.vite', 'manifest.json'), JSON.stringify(manifest));
});

const filesOf = (links: string | undefined) => links?.match(/(?<=<\/)[^>]+/g)?.toSorted();
const frame = ['assets/deep.js', 'assets/frame.css', 'assets/frame.js', 'assets/shared.js'];

test.each([
  ['a list', '/p/guest+mnist/architectures', frame],
  ['the project', '/p/guest+mnist', frame],
  ['a document', '/p/guest+mnist/architectures/a1', [...frame, 'assets/editor.js'].toSorted()],
  [
    'a document as it was',
    '/p/guest+mnist/at/8f2c/architectures/a1',
    [...frame, 'assets/editor.js'].toSorted(),
  ],
])('with %s come the scripts that show it, and what those import, each once', (_, address, files) => {
  expect(filesOf(preloadsOf(pages)(address))).toEqual(files);
});

test('scripts are preloaded as modules and styles as styles, as the app asks for them', () => {
  const links = preloadsOf(pages)('/p/guest+mnist')?.split(', ');
  expect(links).toContain('</assets/frame.js>; rel=modulepreload; crossorigin');
  expect(links).toContain('</assets/frame.css>; rel=preload; as=style; crossorigin');
});

test.each([
  ['the list of projects', '/'],
  ['an address that is none', '/p/'],
])('%s needs nothing of the kind', (_, address) => {
  expect(preloadsOf(pages)(address)).toBeUndefined();
});

test('what was not built is not preloaded', () => {
  expect(preloadsOf(path.join(pages, 'nowhere'))('/p/guest+mnist')).toBeUndefined();
});
