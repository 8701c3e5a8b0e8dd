import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { OPERATION_NAMES, operationNamed } from '../../src/domain/architecture/operations.ts';
import { SOMETIMES_UNKNOWN_LAYERS, UNKNOWN_LAYERS } from '../../src/domain/shapes/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const PAGES = ['README.md', ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

test('the layers whose shapes are unknown are those that the rules name', () => {
  const rows = [...read('docs/unknown-shapes.md').matchAll(/^\| `(\w+)`\s*\| (.+?)\s*\|$/gm)];
  const documented = Object.fromEntries(rows.map(([, layer = '', reason]) => [layer, reason]));
  expect(documented).toEqual({ ...UNKNOWN_LAYERS, ...SOMETIMES_UNKNOWN_LAYERS });
});

test('the functions of keras.ops whose shapes are unknown are those without a rule', () => {
  const documented = [...read('docs/unknown-shapes.md').matchAll(/`keras\.ops\.(\w+)`/g)].map(
    ([, name]) => name,
  );
  const open = OPERATION_NAMES.flatMap((name) => {
    const operation = operationNamed(name);
    return operation?.isOpen ? [operation.function] : [];
  });
  expect(documented.sort()).toEqual(open.sort());
});

test('the README says why each dependency is there, and names no others', () => {
  const [, section = ''] = read('README.md').split('## Why each dependency is there');
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| (.+?) \|/gm)].map(([, names = '']) => names);
  const named = rows.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const depended = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(named.sort()).toEqual(depended.sort());
});

test.each(PAGES)('what %s links to exists', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => link);
  const missing = links.filter((link) => !existsSync(path.resolve(root, path.dirname(page), link)));
  expect(missing).toEqual([]);
});

test('the pictures are small enough for a README', () => {
  const images = readdirSync(path.join(root, 'docs', 'images'));
  const large = images.filter((name) => statSync(path.join(root, 'docs', 'images', name)).size > 300_000);
  expect(large).toEqual([]);
});
