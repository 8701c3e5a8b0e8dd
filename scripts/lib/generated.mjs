import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readIfThere } from './fingerprint.mjs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { inEnvironment } from './python.mjs';
import { Stop } from './stop.mjs';

/**
 * Something whose files are committed but made by a program. `make` writes them below the given root, at the
 * paths they have in the repository.
 * @typedef {{ name: string, program: string, make(root: string): Promise<void> }} Generator
 */

/** @type {Generator[]} */
const ALL = [
  fromPython('the Keras catalogue', 'python/deepforge/catalogue', {
    'meta/catalogue/keras.json': ['-m', 'deepforge.catalogue'],
    'meta/catalogue/keras.docs.json': ['-m', 'deepforge.catalogue', '--docs'],
  }),
  fromTypeScript('the project templates', 'scripts/build-seeds.ts', 'seeds'),
];

export const GENERATORS = ALL.filter(({ program }) => existsSync(at(program)));

/**
 * Makes the files again elsewhere and compares.
 * @param {Generator} generator
 * @returns {Promise<string[]>} the files that are not as committed
 */
export async function staleFiles(generator) {
  const fresh = mkdtempSync(path.join(tmpdir(), 'deepforge-generated-'));
  try {
    await generator.make(fresh);
    const files = readdirSync(fresh, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(fresh, path.join(entry.parentPath, entry.name)));
    if (files.length === 0) throw new Stop(`${generator.program} wrote nothing`);
    return files.filter((file) => !sameBytes(path.join(fresh, file), at(file)));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} fresh
 * @param {string} committed
 */
const sameBytes = (fresh, committed) =>
  readIfThere(committed) !== undefined && readFileSync(fresh).equals(readFileSync(committed));

/**
 * @param {string} name
 * @param {string} program
 * @param {Record<string, string[]>} commands whose stdout becomes the file
 * @returns {Generator}
 */
function fromPython(name, program, commands) {
  return {
    name,
    program,
    async make(root) {
      for (const [file, args] of Object.entries(commands)) {
        const stdoutFile = path.join(root, file);
        mkdirSync(path.dirname(stdoutFile), { recursive: true });
        const { code, output } = await run(inEnvironment('python'), args, {
          cwd: ROOT,
          env: { PYTHONPATH: at('python') },
          stdoutFile,
        });
        if (code !== 0) throw new Stop(`${program} failed:\n${output}`);
      }
    },
  };
}

/**
 * @param {string} name
 * @param {string} program is told with --out where to write
 * @param {string} folder
 * @returns {Generator}
 */
function fromTypeScript(name, program, folder) {
  return {
    name,
    program,
    async make(root) {
      const { code, output } = await run(process.execPath, [
        at('scripts', 'run-ts.mjs'),
        program,
        '--out',
        path.join(root, folder),
      ]);
      if (code !== 0) throw new Stop(`${program} failed:\n${output}`);
    },
  };
}
