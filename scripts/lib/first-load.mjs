import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const LIMIT_BYTES = 500_000;

/**
 * The page, its style sheets and the scripts without which nothing shows: with what its first script imports
 * dynamically, which is the app, but without what the app imports dynamically later.
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
    waiting.push(...loadedBy(folder, name, content.toString('utf8')));
  }
  const files = [...sizes].map(([name, bytes]) => ({ name, bytes }));
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} content
 */
function loadedBy(folder, name, content) {
  if (name.endsWith('.html')) {
    const named = matches(content, /(?:src|href)="\/([^"]+\.(?:js|css))"/g);
    const started = matches(content, /src="\/([^"]+\.js)"/g);
    return [...named, ...started.flatMap((script) => appOf(folder, script))];
  }
  if (!name.endsWith('.js')) return [];
  const imported = matches(content, /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
  return imported.map((specifier) => path.posix.join(path.posix.dirname(name), specifier));
}

/**
 * What the first script imports dynamically: the build lists it at its beginning.
 * @param {string} folder
 * @param {string} script
 */
function appOf(folder, script) {
  if (!script.endsWith('.js')) return [];
  const content = readFileSync(path.join(folder, script), 'utf8');
  const [, listed = ''] = /__vite__mapDeps.*?m\.f=\[([^\]]*)\]/.exec(content) ?? [];
  return matches(listed, /"([^"]+\.(?:js|css))"/g);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
