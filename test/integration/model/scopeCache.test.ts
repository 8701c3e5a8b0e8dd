import { gunzipSync, gzipSync } from 'node:zlib';
import { Binary, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { blank } from '../../../src/domain/state.ts';
import { MAIN_BRANCH, type Model } from '../../../src/model/index.ts';
import type { Core, CoreNode } from '../../../src/model/engine.ts';
import { editInEngine, readAnew } from './inEngine.ts';
import { testStore, type TestStore } from './store.ts';

/* What is kept of a large document must never be shown for what the document is not. */

let store: TestStore;
let model: Model;
let client: MongoClient;
beforeAll(async () => {
  store = await testStore();
  model = await anotherModel();
  client = await new MongoClient(store.uri).connect();
});
afterAll(async () => {
  await client.close();
  await store.close();
});

const author = 'ada';
const anotherModel = async () => store.model({ worthKeeping: 100 });
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
  const other = blank('Architecture', { id: crypto.randomUUID(), parent: root.id, name: 'Other' });
  const block = { ...inside[0]!, type: 'Block', block: other.id };
  const records = [root, other, network, block, ...inside.slice(1)];
  const id = await model.createProject({ name: 'Kept', author, records });
  return { id, network: network.id, layers: inside, other: other.id };
}

type Made = Awaited<ReturnType<typeof project>>;

/** As after a restart. */
const opened = async (id: string) => (await anotherModel()).openTree(id, { branch: MAIN_BRANCH });

const named = (records: readonly ModelRecord[]) => new Map(records.map((record) => [record.id, record]));

interface Contents {
  readonly records: { concept: string; name?: string }[];
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

const MARK = 'only in what was kept';

/** Lets it be seen whether records come from what was kept. */
async function mark(id: string, network: string) {
  const _id = `${id} ${network}`;
  const content = (await kept().findOne({ _id }))?.content.buffer ?? Buffer.alloc(0);
  const marked = changed(({ records }) => (records[1]!.name = MARK))(Buffer.from(content));
  await kept().updateOne({ _id }, { $set: { content: new Binary(marked) } });
}

const isMarked = (records: readonly ModelRecord[]) =>
  records.some((record) => 'name' in record && record.name === MARK);

describe('the records of a large document', () => {
  test('are the same when they come from what was kept, and can be edited then', async () => {
    const { id, network, layers } = await project(100);
    const tree = await opened(id);
    expect(named(await tree.loadScope(network))).toEqual(named(await readAnew(store, id, network)));
    const edited = layers[50]?.id ?? '';
    await tree.write([{ op: 'set', id: edited, path: ['name'], value: 'renamed' }]);
    await tree.commit({ message: 'Rename', author, branch: MAIN_BRANCH });
    expect(named(await (await opened(id)).loadScope(network)).get(edited)).toMatchObject({ name: 'renamed' });
  });

  test('are those of the state that is asked for, not of the one that was kept', async () => {
    const { id, network, layers } = await project(100);
    const before = await model.head(id, MAIN_BRANCH);
    const tree = await opened(id);
    await tree.loadScope(network);
    await tree.write([{ op: 'remove', id: layers[0]?.id ?? '' }]);
    expect(await tree.loadScope(network)).toHaveLength(99);
    await tree.commit({ message: 'Remove', author, branch: MAIN_BRANCH });
    await tree.keep(network, await tree.loadScope(network));
    expect(await (await opened(id)).loadScope(network)).toHaveLength(99);
    const past = await model.openTree(id, { commit: before });
    expect(await past.loadScope(network)).toHaveLength(100);
  });

  test('can be added to where they lie, as if they had been read', async () => {
    const { id, network } = await project(100);
    const more = Array.from({ length: 60 }, (_, n) =>
      blank('Layer', { id: crypto.randomUUID(), parent: network, name: `more_${String(n)}`, type: 'Dense' }),
    );
    const tree = await opened(id);
    await tree.loadScope(network);
    await tree.write(more.map((record) => ({ op: 'put', record })));
    await tree.commit({ message: 'Add', author, branch: MAIN_BRANCH });
    const all = await (await opened(id)).loadScope(network);
    expect(all).toHaveLength(160);
    expect(all).toEqual(expect.arrayContaining(more));
    await tree.keep(network, all);
    const again = await opened(id);
    expect(named(await again.loadScope(network))).toEqual(named(all));
    await again.write([{ op: 'remove', id: more[0]?.id ?? '' }]);
    await again.commit({ message: 'Remove', author, branch: MAIN_BRANCH });
    expect(await (await opened(id)).loadScope(network)).toHaveLength(159);
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
    const { id, network } = await project(100);
    const _id = `${id} ${network}`;
    const content = (await kept().findOne({ _id }))?.content.buffer ?? Buffer.alloc(0);
    await kept().updateOne({ _id }, { $set: { content: new Binary(spoil(Buffer.from(content))) } });
    const tree = await opened(id);
    expect(named(await tree.loadScope(network))).toEqual(named(await readAnew(store, id, network)));
    expect(tree.faults).toEqual([]);
  });

  test('are not kept while they are not committed, when they are few, and when their project is gone', async () => {
    const { id, network, layers } = await project(100);
    const tree = await model.openTree(id, { branch: MAIN_BRANCH });
    await tree.write([{ op: 'set', id: layers[0]?.id ?? '', path: ['name'], value: 'not committed' }]);
    await kept().deleteMany({ project: id });
    await tree.keep(network, await tree.loadScope(network));
    expect(await kept().countDocuments({ project: id })).toBe(0);
    await opened(id).then(async (fresh) => fresh.loadScope(network));
    await untilKept(id, network);
    await model.deleteProject(id);
    expect(await kept().countDocuments({ project: id })).toBe(0);
    const small = await project(3);
    await (await opened(small.id)).loadScope(small.network);
    expect(await kept().countDocuments({ project: small.id })).toBe(0);
  });
});

describe('what is kept of a document', () => {
  const commit = { message: 'Edit', author, branch: MAIN_BRANCH };
  const added = (parent: string, type = 'Dense') =>
    blank('Layer', { id: crypto.randomUUID(), parent, name: 'added', type });

  test('is there as soon as its project is made', async () => {
    const { id, network } = await project(100);
    expect(await kept().countDocuments({ _id: `${id} ${network}` })).toBe(1);
    expect(named(await (await opened(id)).loadScope(network))).toEqual(
      named(await readAnew(store, id, network)),
    );
  });

  test('is found after edits of another document, whoever made them', async () => {
    const { id, network, other } = await project(100);
    await mark(id, network);
    const tree = await opened(id);
    await tree.write([{ op: 'put', record: added(other) }]);
    await tree.write([{ op: 'put', record: added(other, 'GRU') }]);
    await tree.commit(commit);
    expect(isMarked(await (await opened(id)).loadScope(network))).toBe(true);
    await editInEngine(store, id, other, (core, node) => core.setAttribute(node, 'name', 'edited elsewhere'));
    expect(isMarked(await (await opened(id)).loadScope(network))).toBe(true);
  });

  test('is found in a copy of the project, and for a past commit since which nothing happened to it', async () => {
    const { id, network, other } = await project(100);
    const before = await model.head(id, MAIN_BRANCH);
    await mark(id, network);
    const tree = await opened(id);
    await tree.write([{ op: 'put', record: added(other) }]);
    await tree.commit(commit);
    expect(isMarked(await (await model.openTree(id, { commit: before })).loadScope(network))).toBe(true);
    const copy = await model.duplicateProject(id, 'Copy', author);
    await model.deleteProject(id);
    expect(isMarked(await (await opened(copy)).loadScope(network))).toBe(true);
  });

  test.each<[string, (made: Made) => string, (core: Core, node: CoreNode) => void]>([
    ['took a layer away', ({ layers }) => layers[7]!.id, (core, node) => core.deleteNode(node)],
    [
      'renamed a layer',
      ({ layers }) => layers[7]!.id,
      (core, node) => core.setAttribute(node, 'name', 'new'),
    ],
    ['took away what a layer points to', ({ other }) => other, (core, node) => core.deleteNode(node)],
    ['made a layer point elsewhere', ({ layers }) => layers[0]!.id, pointElsewhere],
    ['made a layer one of another type', ({ layers }) => layers[7]!.id, deriveFromLayer],
    ['changed a type of layers', ({ layers }) => layers[7]!.id, retype],
  ])('is not found where another tool %s', async (_, placeOf, edit) => {
    const made = await project(100);
    await mark(made.id, made.network);
    await editInEngine(store, made.id, placeOf(made), edit);
    const found = await (await opened(made.id)).loadScope(made.network);
    expect(isMarked(found)).toBe(false);
    expect(named(found)).toEqual(named(await readAnew(store, made.id, made.network)));
  });

  test('is nothing while it points into another document, since that may not be loaded', async () => {
    const { id, network, layers, other } = await project(100);
    const tree = await opened(id);
    const shared = added(other);
    await tree.write([
      { op: 'put', record: shared },
      { op: 'set', id: layers[7]!.id, path: ['shares'], value: shared.id },
    ]);
    await tree.commit(commit);
    await kept().deleteMany({ project: id });
    await tree.keep(network, await tree.loadScope(network));
    expect(await kept().countDocuments({ project: id })).toBe(0);
  });

  test('is gone with the document', async () => {
    const { id, network, layers } = await project(100);
    const tree = await opened(id);
    await tree.loadScope(network);
    await tree.write([...layers, { id: network }].map((gone) => ({ op: 'remove', id: gone.id })));
    await tree.commit(commit);
    expect(await kept().countDocuments({ project: id })).toBe(0);
  });

  test('is not that of records which point to what is not there', async () => {
    const { id, network, other } = await project(100);
    const tree = await opened(id);
    const records = await tree.loadScope(network);
    await tree.write([{ op: 'remove', id: other }]);
    await tree.commit(commit);
    await tree.keep(network, records);
    const found = named(await (await opened(id)).loadScope(network));
    expect(found).toEqual(named(await readAnew(store, id, network)));
    expect([...found.values()].every((record) => !('block' in record) || record.block === null)).toBe(true);
  });
});

const pointElsewhere = (core: Core, node: CoreNode) => core.setPointer(node, 'block', core.getParent(node));

const deriveFromLayer = (core: Core, node: CoreNode) => core.setBase(node, core.getBase(core.getBase(node)!));

const retype = (core: Core, node: CoreNode) => core.setAttribute(core.getBase(node)!, 'type', 'ReLU');
