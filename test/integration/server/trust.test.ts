import { mkdir, readFile, rmdir } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { blank, childrenOf } from '../../../src/domain/state.ts';
import { engineConfig } from '../../../src/model/config.ts';
import { hashOf } from '../../../src/model/engine.ts';
import { CannotStart } from '../../../src/server/dataFolder.ts';
import { Trust } from '../../../src/server/trust.ts';
import { failure } from '../../../src/sync/protocol/rest.ts';
import { person, whenSaved } from '../../doubles/sync/loopback.ts';
import { ask, useGateway } from './gateway.ts';

/* Who opens a project that came in a file has not read its Python. */

const gateway = useGateway();
const CODE = 'import keras\n\n\nclass Own(keras.layers.Layer):\n    pass\n';

async function withModule(project: string) {
  const { connection, client } = await person(gateway().url, project, []);
  const [parent] = client.view.childrenOf(null);
  if (childrenOf(client.view, parent?.id ?? '', 'Code').length === 0) {
    const code = blank('Code', {
      id: crypto.randomUUID(),
      parent: parent?.id ?? '',
      name: 'own',
      code: CODE,
    });
    client.run({ type: 'insert', records: [code] });
    await whenSaved(client);
  }
  connection.close();
}

async function throughAFile(project: string): Promise<string> {
  const file = await fetch(`${gateway().url}/api/v1/projects/${project}/export`);
  const imported = await fetch(`${gateway().url}/api/v1/projects/import`, {
    method: 'POST',
    body: await file.arrayBuffer(),
  });
  return ((await imported.json()) as { id: string }).id;
}

async function askShapes(project: string) {
  const answer = await fetch(`${gateway().url}/api/v1/projects/${project}/shapes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ modules: [{ name: 'own', code: CODE }], questions: [] }),
  });
  return answer.ok ? 'answered' : failure.parse(await answer.json()).error.code;
}

test('the Python of a project that came in a file runs when somebody allows it, and so it is with its copies', async () => {
  const { url, project, data } = gateway();
  await withModule(project);
  const imported = await throughAFile(project);
  const { id: copy } = await ask<{ id: string }>(url, `/projects/${imported}/duplicate`, { name: 'Copy' });
  expect([await askShapes(project), await askShapes(imported), await askShapes(copy)]).toEqual([
    'answered',
    'untrusted',
    'untrusted',
  ]);
  await ask(url, `/projects/${imported}/trust`, {});
  expect([await askShapes(imported), await askShapes(copy)]).toEqual(['answered', 'untrusted']);
  expect(JSON.parse(await readFile(path.join(data, 'untrusted.json'), 'utf8'))).toEqual([copy]);
});

test('nothing that ends the gateway in between leaves a project trusted: its mark is written before it exists', async () => {
  const { url, project, data } = gateway();
  const file = await (await fetch(`${url}/api/v1/projects/${project}/export`)).arrayBuffer();
  const importing = async (body: ArrayBuffer | string) => {
    const answer = await fetch(`${url}/api/v1/projects/import`, { method: 'POST', body });
    return answer.status;
  };
  const projects = async () => (await ask<{ id: string }[]>(url, '/projects')).map(({ id }) => id);
  const marked = async () =>
    JSON.parse(await readFile(path.join(data, 'untrusted.json'), 'utf8')) as string[];
  expect(await importing(file)).toBe(201);
  const [before, marks] = [await projects(), await marked()];

  const inTheWay = path.join(data, 'untrusted.json.new');
  await mkdir(inTheWay);
  expect(await importing(file)).toBe(500);
  expect(await projects()).toEqual(before);
  await rmdir(inTheWay);

  expect(await importing(await hollow(data))).toBe(400);
  expect(await projects()).toEqual(before);
  expect(await marked()).toEqual(marks);
});

/** A file that is whole, with a tree in it that is no project of ours. */
async function hollow(data: string): Promise<ArrayBuffer> {
  const location = { mongoUri: 'mongodb://127.0.0.1/none', keyFolder: path.join(data, 'keys') };
  const root = { atr: { name: 'Hollow' } };
  const rootHash = hashOf({ ...root, _id: '' }, await engineConfig(location));
  const content = { rootHash, objects: [{ ...root, _id: rootHash }] };
  return new JSZip().file('project.json', JSON.stringify(content)).generateAsync({ type: 'arraybuffer' });
}

test('who is not trusted is known to the next gateway, which does not start without knowing it', async () => {
  const file = path.join(gateway().data, 'doubted.json');
  const trust = await Trust.open(file);
  await Promise.all([trust.doubt('a'), trust.doubt('b')]);
  await trust.allow('a');
  const next = await Trust.open(file);
  expect(() => next.demand('a')).not.toThrow();
  expect(() => next.demand('b')).toThrow('came in a file');
  await expect(Trust.open(path.join(gateway().data, 'deepforge.sqlite'))).rejects.toThrow(CannotStart);
});
