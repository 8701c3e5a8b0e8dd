import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkOf } from '../../../bench/lib/network.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import { describeEngine, MAIN_BRANCH, runPlugin, type Model } from '../../../src/model/index.ts';
import { engineFile } from '../../../src/model/engine.ts';
import { exampleRecords, testStore, type TestStore } from '../model/store.ts';
import { attributesInEngine } from '../model/inEngine.ts';
import { CountLayers } from './plugins/CountLayers/CountLayers.ts';

/*
 * The engine's own commands on our database, as processes of their own.
 */

let store: TestStore;
let model: Model;
// Inside the project, so that the bundled plugin finds the packages it leaves outside.
const plugins = resolve(`node_modules/.cache/deepforge-test-plugins-${process.pid}`);

beforeAll(async () => {
  store = await testStore();
  model = await store.model();
  await bundlePlugin('CountLayers');
  await bundlePlugin('InsertLayers');
  await writeConfig();
});
afterAll(async () => {
  await store.close();
  await rm(plugins, { recursive: true, force: true });
});

test('export and import carry a project there and back', async () => {
  const { id, records } = await example();
  const exported = join(store.folder, 'exported.webgmex');
  await command('export', '-p', nameOf(id), '-s', 'master', '-f', exported);
  const ours = await model.importProject(await readFile(exported), 'ada');
  expect(await contents(ours.id)).toEqual(await contents(id));
  await writeFile(join(store.folder, 'ours.webgmex'), await model.exportProject(id));
  await command('import', join(store.folder, 'ours.webgmex'), '-p', 'by_engine');
  expect(await contents('deepforge+by_engine')).toEqual(await contents(id));
  expect((await contents(id)).size).toBe(records.length);
});

test('diff names what an edit changed', async () => {
  const { id, dense, step, second, architecture } = await example();
  const before = await model.head(id, MAIN_BRANCH);
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  await tree.write([
    { op: 'set', id: dense.id, path: ['args', 'units'], value: 128 },
    { op: 'set', id: second.id, path: ['references', 'my_model'], value: architecture.id },
  ]);
  await tree.commit({ message: 'Edit', author: 'ada', branch: MAIN_BRANCH });
  const file = join(store.folder, 'diff.json');
  await command('diff', '-p', nameOf(id), '-s', before, '-t', 'master', '-f', file);
  const diff = await readFile(file, 'utf8');
  expect(diff).toContain('"arg_units": 128');
  expect(diff).toContain('"ref-my-model"');
  expect(diff).toContain(second.id);
  expect(diff).not.toContain(step.id);
});

test('run_plugin and the gateway run the same plugin with the same result', async () => {
  const { id, architecture } = await example();
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  const result = await runPlugin(
    new CountLayers(),
    tree,
    { active: architecture.id, config: { unit: 'pieces' }, commit: tree.commitHash },
    async (changes, message) => {
      await tree.write(changes);
      await tree.commit({ message, author: 'ada', branch: MAIN_BRANCH });
    },
  );
  expect(result).toMatchObject({ result: { count: 2 } });
  expect((await contents(id)).get(architecture.id)).toMatchObject({ description: '2 pieces' });

  const [found] = await attributesInEngine(store, id, [architecture.id]);
  const output = await command('run_plugin', 'CountLayers', nameOf(id), '-a', found!.path as string);
  expect(output).toContain('execution');
  expect((await model.history(id))[0]?.message).toContain('Counted 2 layers in Net');
  expect((await contents(id)).get(architecture.id)).toMatchObject({ description: '2 layers' });
});

test('run_plugin loses nothing of a large network that it writes to', async () => {
  const { architecture, layers, connections } = networkOf(2_000, crypto.randomUUID());
  const project = blank('Project', { id: architecture.parent ?? '', parent: null });
  const records = [project, architecture, ...layers, ...connections];
  const id = await model.createProject({ name: 'Large', author: 'ada', records });
  const [found] = await attributesInEngine(store, id, [architecture.id]);
  const output = await command('run_plugin', 'InsertLayers', nameOf(id), '-a', found!.path as string);
  const [, inserted] = /inserted[^0-9]*([0-9]+)/.exec(output) ?? [];
  const after = await contents(id);
  expect(Number(inserted)).toBeGreaterThan(10);
  expect(after.size).toBe(records.length + 2 * Number(inserted));
});

async function example() {
  const made = exampleRecords();
  const records = Object.values(made);
  const id = await model.createProject({ name: 'Example', author: 'ada', records });
  return { id, records, ...made };
}

async function contents(id: string) {
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  const state = new ProjectState(await tree.loadScope('project'));
  const all = [...state.all()];
  for (const { id: scope, concept } of state.all()) {
    if (['Architecture', 'Pipeline', 'Execution'].includes(concept))
      all.push(...(await tree.loadScope(scope)));
  }
  return new Map(all.map((record) => [record.id, record]));
}

const nameOf = (id: string) => id.slice(id.indexOf('+') + 1);

/** Runs one of the engine's commands in a folder that holds nothing but its configuration. */
async function command(name: string, ...args: string[]): Promise<string> {
  const file = engineFile(`src/bin/${name}.js`);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], {
    cwd: store.folder,
  });
  return stdout + stderr;
}

async function writeConfig() {
  await mkdir(join(store.folder, 'config'));
  const config = describeEngine({
    mongoUri: store.uri,
    keyFolder: join(store.folder, 'keys'),
    pluginFolders: [plugins],
  });
  await writeFile(join(store.folder, 'config', 'index.js'), `module.exports = ${JSON.stringify(config)};`);
}

/** RequireJS takes an AMD shim; the plugin itself is CommonJS that Node requires. */
async function bundlePlugin(name: string) {
  const source = resolve('test/integration/engine-tools/plugins', name);
  const target = join(plugins, name);
  await mkdir(target, { recursive: true });
  await cp(join(source, 'metadata.json'), join(target, 'metadata.json'));
  const implementation = join(target, `${name}.cjs`);
  await build({
    entryPoints: [join(source, `${name}.ts`)],
    outfile: implementation,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'importMetaUrl' },
  });
  await writeFile(
    join(target, `${name}.js`),
    `define([], () => require.nodeRequire(${JSON.stringify(implementation)}).default);\n`,
  );
}
