import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** @param {string[]} parts */
export const at = (...parts) => path.join(ROOT, ...parts);
