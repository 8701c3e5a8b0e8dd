import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { at, ROOT } from './paths.mjs';

const MANIFEST = JSON.parse(readFileSync(at('package.json'), 'utf8'));

export const VERSION = MANIFEST.version;

/** What every bundle for Node has in common. Packages stay outside: they are installed beside it. */
export const forNode = /** @type {const} */ ({
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'silent',
  define: { __DEEPFORGE_VERSION__: JSON.stringify(VERSION) },
});

/** Packages that the command line needs at once: many small files take longer to load than one (Zod: a hundred). */
const INSIDE = [
  'zod',
  'fractional-indexing',
  '@lezer/common',
  '@lezer/lr',
  '@lezer/highlight',
  '@lezer/python',
];

/** The server's own bundle, which holds the packages that its commands start with. */
export const forCommands = {
  ...forNode,
  packages: /** @type {const} */ ('bundle'),
  external: Object.keys(MANIFEST.dependencies).filter((name) => !INSIDE.includes(name)),
};

/**
 * Bundles TypeScript for this Node and returns the file to import.
 * @param {string} entry under the root
 */
export async function bundleScript(entry) {
  const { build } = await import('esbuild');
  const outfile = at('dist', 'scripts', `${entry.replaceAll('/', '_').replace(/\.ts$/, '')}.mjs`);
  await build({
    ...forNode,
    entryPoints: [entry],
    outfile,
    format: 'esm',
    plugins: [sourceUrls(path.dirname(outfile))],
  });
  return outfile;
}

/**
 * Lets `import.meta.url` in a source file mean that source file in a bundle too, so that
 * `new URL('../../python', import.meta.url)` finds the same folder in tests, scripts and the built product. It
 * is kept relative to the bundle, because a clone may be moved.
 * @param {string} outdir
 * @param {string} [bundleUrl] how code in the bundle names the bundle's own URL
 * @returns {import('esbuild').Plugin}
 */
export function sourceUrls(outdir, bundleUrl = 'import.meta.url') {
  return {
    name: 'source-urls',
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path: file }) => {
        const contents = await readFile(file, 'utf8');
        const relative = path.relative(outdir, file).replaceAll('\\', '/');
        const url = `new URL(${JSON.stringify(relative)}, ${bundleUrl}).href`;
        return {
          contents: contents.replaceAll('import.meta.url', url),
          loader: file.endsWith('x') ? 'tsx' : 'ts',
        };
      });
    },
  };
}
