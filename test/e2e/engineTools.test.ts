import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngine } from '../../src/model/index.ts';
import { engineFile } from '../../src/model/engine.ts';
import { ended, GIVE, DOUBLE, projectWith, until } from './operations.ts';
import { newDataFolder, startProduct, type Product } from './product.ts';

/*
 * The engine's own commands beside a running gateway, on its database.
 */

let data: Awaited<ReturnType<typeof newDataFolder>>;
let product: Product;

beforeAll(async () => {
  data = await newDataFolder();
  product = await startProduct(data.folder);
  const config = describeEngine({
    mongoUri: `mongodb://${encodeURIComponent(path.join(data.folder, 'store.sock'))}/deepforge`,
    keyFolder: path.join(data.folder, 'keys'),
    pluginFolders: [path.resolve('dist/plugins')],
  });
  await mkdir(path.join(data.folder, 'engine', 'config'), { recursive: true });
  await writeFile(inEngineFolder('config/index.js'), `module.exports = ${JSON.stringify(config)};`);
});

afterAll(async () => {
  await product.stop();
  await data.remove();
});

const inEngineFolder = (file: string) => path.join(data.folder, 'engine', file);

async function command(name: string, ...args: string[]): Promise<string> {
  const file = engineFile(`src/bin/${name}.js`);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], {
    cwd: path.join(data.folder, 'engine'),
  });
  return stdout + stderr;
}

const nameOf = (id: string) => id.slice(id.indexOf('+') + 1);

test('run_plugin executes a pipeline: the gateway notices the execution and runs it', async () => {
  const made = await projectWith(product, { Give: GIVE, Double: DOUBLE });
  await writeFile(inEngineFolder('plugin.json'), JSON.stringify({ pipeline: 'Line', name: 'By the engine' }));
  await command('run_plugin', 'ExecutePipeline', nameOf(made.project), '-j', inEngineFolder('plugin.json'));
  const started = () => made.client.children(projectRoot(made.client.view), 'Execution')[0]?.id;
  await until(made.client, () => started() !== undefined);
  const { record } = await ended(made.client, started() ?? '');
  expect(record).toMatchObject({ name: 'By the engine', status: 'succeeded' });
  made.connection.close();
});

test('what the engine exports, the gateway imports, and the other way round', async () => {
  const { id } = await product.api<{ id: string }>('POST', '/projects', {
    name: 'Digits',
    template: 'digits',
  });
  await command('export', '-p', nameOf(id), '-s', 'master', '-f', inEngineFolder('digits.webgmex'));
  const ours = await fetch(`${product.url}/api/v1/projects/${encodeURIComponent(id)}/export`);
  await writeFile(inEngineFolder('ours.webgmex'), Buffer.from(await ours.arrayBuffer()));
  await command('import', inEngineFolder('ours.webgmex'), '-p', 'imported_by_engine');
  const projects = await product.api<{ id: string; counts: unknown }[]>('GET', '/projects');
  const counts = (wanted: string) => projects.find((project) => project.id === wanted)?.counts;
  expect(counts('deepforge+imported_by_engine')).toEqual(counts(id));
  await command('diff', '-p', nameOf(id), '-s', 'master', '-t', 'master', '-f', inEngineFolder('diff.json'));
});

const projectRoot = (view: { all(): Iterable<{ id: string; concept: string }> }) =>
  [...view.all()].find(({ concept }) => concept === 'Project')?.id ?? '';
