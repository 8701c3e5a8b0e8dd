import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string | Buffer} content */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** @param {string} file */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @typedef {Record<string, { mtimeMs: number, size: number, sha: string }>} Manifest by path under the root
 */

/**
 * What the inputs are now. Content decides, so a touched file or another branch and back builds nothing;
 * files whose time and size are those of the previous manifest are not read again.
 * @param {string} root
 * @param {string[]} inputs files and folders under the root
 * @param {(file: string) => boolean} isInput
 * @param {Manifest} previous
 * @returns {Manifest}
 */
export function takeManifest(root, inputs, isInput, previous) {
  /** @type {Manifest} */
  const manifest = {};
  for (const file of inputs.flatMap((input) => filesUnder(root, input)).filter(isInput)) {
    const { mtimeMs, size } = statSync(path.join(root, file));
    const known = previous[file];
    const same = known !== undefined && known.mtimeMs === mtimeMs && known.size === size;
    manifest[file] = { mtimeMs, size, sha: same ? known.sha : sha256(readFileSync(path.join(root, file))) };
  }
  return manifest;
}

/**
 * @param {Manifest} a
 * @param {Manifest} b
 */
export function sameContent(a, b) {
  const files = Object.keys(a);
  return files.length === Object.keys(b).length && files.every((file) => a[file]?.sha === b[file]?.sha);
}

/**
 * @param {string} file
 * @returns {Manifest}
 */
export function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} file
 * @param {Manifest} manifest
 */
export function writeManifest(file, manifest) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(manifest));
}

/**
 * @param {string} root
 * @param {string} entry
 * @returns {string[]} with forward slashes, so that a manifest reads the same everywhere
 */
function filesUnder(root, entry) {
  const stats = statSync(path.join(root, entry), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  return stats.isFile() ? [entry] : filesInFolder(root, entry);
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesInFolder(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesInFolder(root, inner) : [inner];
  });
}
