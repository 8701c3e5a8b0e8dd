// Before the engine is loaded, which names the members of its sets by chance.
import './lib/chance.ts';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openModel } from '../src/model/index.ts';
import { openStore } from '../src/store/open.ts';
import { TEMPLATES } from '../seeds/index.ts';

/*
 * Writes every template as a project file (.webgmex), for the engine's own tools and for people to import.
 * The same templates give the same bytes.
 */

/** No file in a zip can be older. */
const ALWAYS = Date.UTC(1980, 0, 1);

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = values.out;
if (out === undefined) throw new Error('Expected --out FOLDER.');

const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-seeds-'));
const store = await openStore({
  file: path.join(folder, 'seeds.sqlite'),
  socketPath: path.join(folder, 'seeds.sock'),
});
const model = await openModel({
  mongoUri: `${store.uri}seeds`,
  keyFolder: path.join(folder, 'keys'),
  now: () => ALWAYS,
});
try {
  for (const { id, name, records } of TEMPLATES) {
    const project = await model.createProject({ name, author: 'DeepForge', records });
    await mkdir(path.join(out, id), { recursive: true });
    await writeFile(path.join(out, id, `${id}.webgmex`), await model.exportProject(project));
  }
} finally {
  await model.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
