import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const LIMIT_BYTES = 500_000;

/**
 * The page, its style sheets and the scripts it imports before running: dynamic imports come later and do not
 * count.
 * @param {string} folder of the built app
 */
export function firstLoad(folder) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  const waiting = ['index.html'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (sizes.has(name)) continue;
    const content = readFileSync(path.join(folder, name));
    sizes.set(name, gzipSync(content).length);
    waiting.push(...loadedBy(name, content.toString('utf8')));
  }
  const files = [...sizes].map(([name, bytes]) => ({ name, bytes }));
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

/**
 * @param {string} name
 * @param {string} content
 */
function loadedBy(name, content) {
  if (name.endsWith('.html')) {
    return matches(content, /(?:src|href)="\/([^"]+\.(?:js|css))"/g);
  }
  if (!name.endsWith('.js')) return [];
  const imported = matches(content, /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
  return imported.map((specifier) => path.posix.join(path.posix.dirname(name), specifier));
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
