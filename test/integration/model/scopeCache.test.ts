import { gunzipSync, gzipSync } from 'node:zlib';
import { Binary, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { blank } from '../../../src/domain/state.ts';
import { MAIN_BRANCH, type Model } from '../../../src/model/index.ts';
import { testStore, type TestStore } from './store.ts';

/* What is kept of a large document must never be shown for what the document is not. */

let store: TestStore;
let model: Model;
let client: MongoClient;
beforeAll(async () => {
  store = await testStore();
  model = await store.model();
  client = await new MongoClient(store.uri).connect();
});
afterAll(async () => {
  await client.close();
  await store.close();
});

const author = 'ada';
const kept = () => client.db().collection<{ _id: string; as: string; content: Binary }>('_scopes');

async function project(layers: number) {
  const root = blank('Project', { id: crypto.randomUUID(), parent: null });
  const network = blank('Architecture', { id: crypto.randomUUID(), parent: root.id, name: 'Net' });
  const inside = Array.from({ length: layers }, (_, n) =>
    blank('Layer', {
      id: crypto.randomUUID(),
      parent: network.id,
      name: `dense_${String(n)}`,
      type: 'Dense',
    }),
  );
  const id = await model.createProject({ name: 'Kept', author, records: [root, network, ...inside] });
  return { id, network: network.id, layers: inside };
}

/** As after a restart. */
const opened = async (id: string) => (await store.model()).openTree(id, { branch: MAIN_BRANCH });

const named = (records: readonly ModelRecord[]) => new Map(records.map((record) => [record.id, record]));

interface Contents {
  readonly records: { concept: string }[];
  readonly paths: string[];
  buckets: unknown;
}

function changed(change: (contents: Contents) => unknown) {
  return (content: Buffer) => {
    const contents = JSON.parse(gunzipSync(content).toString()) as Contents;
    change(contents);
    return gzipSync(JSON.stringify(contents));
  };
}

async function untilKept(id: string, network: string) {
  await expect.poll(() => kept().countDocuments({ _id: `${id} ${network}` })).toBe(1);
}

describe('the records of a large document', () => {
  test('are the same when they come from what was kept, and can be edited then', async () => {
    const { id, network, layers } = await project(1_000);
    const read = named(await (await opened(id)).loadScope(network));
    await untilKept(id, network);
    const tree = await opened(id);
    expect(named(await tree.loadScope(network))).toEqual(read);
    const edited = layers[500]?.id ?? '';
    await tree.write([{ op: 'set', id: edited, path: ['name'], value: 'renamed' }]);
    await tree.commit({ message: 'Rename', author, branch: MAIN_BRANCH });
    expect(named(await (await opened(id)).loadScope(network)).get(edited)).toMatchObject({ name: 'renamed' });
  });

  test('are those of the state that is asked for, not of the one that was kept', async () => {
    const { id, network, layers } = await project(1_000);
    const before = await model.head(id, MAIN_BRANCH);
    const tree = await opened(id);
    await tree.loadScope(network);
    await tree.write([{ op: 'remove', id: layers[0]?.id ?? '' }]);
    expect(await tree.loadScope(network)).toHaveLength(999);
    await tree.commit({ message: 'Remove', author, branch: MAIN_BRANCH });
    await tree.keep(network, await tree.loadScope(network));
    await untilKept(id, network);
    expect(await (await opened(id)).loadScope(network)).toHaveLength(999);
    const past = await model.openTree(id, { commit: before });
    expect(await past.loadScope(network)).toHaveLength(1_000);
  });

  test('can be added to where they lie, as if they had been read', async () => {
    const { id, network } = await project(1_000);
    await (await opened(id)).loadScope(network);
    await untilKept(id, network);
    const more = Array.from({ length: 60 }, (_, n) =>
      blank('Layer', { id: crypto.randomUUID(), parent: network, name: `more_${String(n)}`, type: 'Dense' }),
    );
    const tree = await opened(id);
    await tree.loadScope(network);
    await tree.write(more.map((record) => ({ op: 'put', record })));
    await tree.commit({ message: 'Add', author, branch: MAIN_BRANCH });
    const all = await (await opened(id)).loadScope(network);
    expect(all).toHaveLength(1_060);
    expect(all).toEqual(expect.arrayContaining(more));
    await tree.keep(network, all);
    const again = await opened(id);
    expect(named(await again.loadScope(network))).toEqual(named(all));
    await again.write([{ op: 'remove', id: more[0]?.id ?? '' }]);
    await again.commit({ message: 'Remove', author, branch: MAIN_BRANCH });
    expect(await (await opened(id)).loadScope(network)).toHaveLength(1_059);
  });

  test.each([
    ['is cut off', (content: Buffer) => content.subarray(0, content.length / 2)],
    ['is no JSON', () => gzipSync('{')],
    ['is something else', () => gzipSync('[]')],
    ['has records of no concept', changed((contents) => (contents.records[0]!.concept = 'constructor'))],
    ['lacks a path', changed((contents) => contents.paths.pop())],
    ['leads out of the document', changed((contents) => (contents.paths[0] = '/1/2'))],
    ['has no buckets', changed((contents) => (contents.buckets = null))],
  ])('are read anew where what was kept %s', async (_, spoil) => {
    const { id, network } = await project(1_000);
    const read = named(await (await opened(id)).loadScope(network));
    await untilKept(id, network);
    const _id = `${id} ${network}`;
    const content = (await kept().findOne({ _id }))?.content.buffer ?? Buffer.alloc(0);
    await kept().updateOne({ _id }, { $set: { content: new Binary(spoil(Buffer.from(content))) } });
    const tree = await opened(id);
    expect(named(await tree.loadScope(network))).toEqual(read);
    expect(tree.faults).toEqual([]);
  });

  test('are not kept while they are not committed, when they are few, and when their project is gone', async () => {
    const { id, network, layers } = await project(1_000);
    const tree = await model.openTree(id, { branch: MAIN_BRANCH });
    await tree.write([{ op: 'set', id: layers[0]?.id ?? '', path: ['name'], value: 'not committed' }]);
    await tree.keep(network, await tree.loadScope(network));
    expect(await kept().countDocuments({ _id: `${id} ${network}` })).toBe(0);
    await opened(id).then(async (fresh) => fresh.loadScope(network));
    await untilKept(id, network);
    await model.deleteProject(id);
    expect(await kept().countDocuments({ _id: `${id} ${network}` })).toBe(0);
    const small = await project(3);
    await (await opened(small.id)).loadScope(small.network);
    expect(await kept().countDocuments({ _id: `${small.id} ${small.network}` })).toBe(0);
  });
});
