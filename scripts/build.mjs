/** Builds what is named (`app`, `server`), or both: the browser's files, the gateway with its plugins. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { forCommands, forNode, sourceUrls } from './lib/bundle.mjs';
import { at, ROOT } from './lib/paths.mjs';
import { runAsCommand, Stop } from './lib/stop.mjs';

/** @type {Record<string, () => Promise<void>>} */
const TARGETS = { app: buildApp, server: buildServer };

await runAsCommand(async () => {
  const named = process.argv.slice(2);
  for (const target of named.length === 0 ? Object.keys(TARGETS) : named) await built(TARGETS[target]);
  return 0;
});

/** @param {(() => Promise<void>) | undefined} build */
async function built(build) {
  try {
    await build?.();
  } catch (error) {
    // The builders put file, line and reason into the message; their own stack tells nothing.
    throw new Stop(error instanceof Error ? error.message : String(error));
  }
}

/** Into a folder beside the old one, so that a running gateway never serves half a build. */
async function buildApp() {
  const outDir = at('dist', 'app.new');
  await vite({ root: ROOT, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  replaceFolder(outDir, at('dist', 'app'));
}

async function buildServer() {
  const outdir = at('dist', 'server.new');
  rmSync(outdir, { recursive: true, force: true });
  await esbuild({
    ...forCommands,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [sourceUrls(outdir)],
  });
  await buildPlugins();
  replaceFolder(outdir, at('dist', 'server'));
}

async function buildPlugins() {
  const outdir = at('dist', 'plugins.new');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  for (const name of pluginNames()) await buildPlugin(name, path.join(outdir, name));
  replaceFolder(outdir, at('dist', 'plugins'));
}

function pluginNames() {
  if (!existsSync(at('plugins'))) return [];
  return readdirSync(at('plugins')).filter((name) => existsSync(at('plugins', name, 'metadata.json')));
}

/**
 * The engine loads plugins with RequireJS, which knows neither CommonJS nor ES modules: a shim hands it the
 * CommonJS bundle beside it.
 * @param {string} name
 * @param {string} outdir
 */
async function buildPlugin(name, outdir) {
  await esbuild({
    ...forNode,
    entryPoints: [`plugins/${name}/${name}.ts`],
    outfile: path.join(outdir, `${name}.cjs`),
    format: 'cjs',
    plugins: [sourceUrls(outdir, "require('node:url').pathToFileURL(__filename)")],
  });
  writeFileSync(
    path.join(outdir, `${name}.js`),
    `define(['module'], (module) => {\n` +
      `  const plugin = require.nodeRequire(module.uri.replace(/\\.js$/, '.cjs'));\n` +
      `  return plugin.default ?? plugin;\n` +
      `});\n`,
  );
  cpSync(at('plugins', name, 'metadata.json'), path.join(outdir, 'metadata.json'));
}

/**
 * @param {string} from
 * @param {string} to
 */
function replaceFolder(from, to) {
  const old = `${to}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(to)) renameSync(to, old);
  renameSync(from, to);
  rmSync(old, { recursive: true, force: true });
}
