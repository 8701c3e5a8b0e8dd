import { readFile } from 'node:fs/promises';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import JSZip from 'jszip';
import { blank } from '../../../src/domain/state.ts';
import type { ModelRecord } from '../../../meta/index.ts';
import { commitObject } from '../../../src/model/commits.ts';
import { engineConfig } from '../../../src/model/config.ts';
import { engineFile, type CommitObject, type StoredObject } from '../../../src/model/engine.ts';
import { MAIN_BRANCH, type Model, type ProjectTree } from '../../../src/model/index.ts';
import { attributesInEngine, editInEngine, violationsInEngine } from './inEngine.ts';
import { exampleRecords, testStore, type TestStore } from './store.ts';

let store: TestStore;
let model: Model;
beforeAll(async () => {
  store = await testStore();
  model = await store.model();
});
afterAll(() => store.close());

const author = 'ada';
const at = { branch: MAIN_BRANCH };

async function example() {
  const records = exampleRecords();
  const id = await model.createProject({ name: 'Example', author, records: Object.values(records) });
  return { id, ...records };
}

async function rename(tree: ProjectTree, id: string, value: string) {
  await tree.write([{ op: 'set', id, path: ['name'], value }]);
  return tree.commit({ message: `Renamed to ${value}`, author, branch: MAIN_BRANCH });
}

async function loaded(id: string, where: Parameters<Model['openTree']>[1] = at) {
  const tree = await model.openTree(id, where);
  const project = await tree.loadScope('project');
  const inside: ModelRecord[] = [];
  for (const record of project) {
    if (['Architecture', 'Pipeline', 'Execution'].includes(record.concept)) {
      inside.push(...(await tree.loadScope(record.id)));
    }
  }
  return new Map([...project, ...inside].map((record) => [record.id, record]));
}

describe('projects', () => {
  test('get a readable name of their own and keep the title people gave', async () => {
    const first = await model.createProject({ name: 'Größe: 1', author });
    const second = await model.createProject({ name: 'Größe: 1', author });
    expect([first, second]).toEqual(['deepforge+gro_e_1', 'deepforge+gro_e_1_2']);
    expect(await model.title(second)).toBe('Größe: 1');
    const listed = await model.projects();
    expect(listed.find(({ id }) => id === first)?.createdAt).toBeGreaterThan(1_700_000_000_000);
    await model.deleteProject(second);
    expect((await model.projects()).map(({ id }) => id)).not.toContain(second);
    await expect(model.head(second, MAIN_BRANCH)).rejects.toThrow('There is no branch');
  });

  test('are announced before they exist, each under an id of its own, and not made when that fails', async () => {
    const existing = async () => (await model.projects()).map(({ id }) => id);
    const { id } = await example();
    const file = await model.exportProject(id);
    const announced: string[] = [];
    const announce = async (coming: string) => {
      expect(await existing()).not.toContain(coming);
      announced.push(coming);
    };
    const made = await Promise.all([
      model.importProject(file, 'bob', announce),
      model.importProject(file, 'bob', announce),
      model.createProject({ name: 'Example', author }, announce),
      model.duplicateProject(id, 'Example', 'bob', announce),
    ]);
    expect(announced.sort()).toEqual(made.map((one) => (typeof one === 'string' ? one : one.id)).sort());
    expect(new Set(announced).size).toBe(4);

    const before = await existing();
    const refuse = async () => Promise.reject(new Error('no room'));
    await expect(model.importProject(file, 'bob', refuse)).rejects.toThrow('no room');
    await expect(model.duplicateProject(id, 'Example', 'bob', refuse)).rejects.toThrow('no room');
    expect(await existing()).toEqual(before);
  });

  test('are copied with their history', async () => {
    const { id } = await example();
    const copy = await model.duplicateProject(id, 'Copy', 'bob');
    expect(await model.title(copy)).toBe('Copy');
    expect((await model.history(copy)).map(({ message }) => message)).toEqual([
      'Duplicated as "Copy"',
      'Created the project "Example"',
    ]);
    const [before, after] = [await loaded(id), await loaded(copy)];
    expect([...after.values()].filter(({ concept }) => concept !== 'Project')).toEqual(
      [...before.values()].filter(({ concept }) => concept !== 'Project'),
    );
  });
});

describe('commits', () => {
  test('of two trees on one branch, the second is told that it came too late', async () => {
    const { id, architecture } = await example();
    const [one, two] = await Promise.all([model.openTree(id, at), model.openTree(id, at)]);
    const results = await Promise.all([
      rename(one, architecture.id, 'one'),
      rename(two, architecture.id, 'two'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['committed', 'conflict']);
    const head = await model.head(id, MAIN_BRANCH);
    expect(results.find(({ status }) => status === 'conflict')).toEqual({ status: 'conflict', head });
  });

  test('have the author and time that the model says, later than their parents', async () => {
    const still = await store.model({ now: () => 1_800_000_000_000 });
    const id = await still.createProject({ name: 'Still', author });
    const tree = await still.openTree(id, at);
    await rename(tree, tree.rootId, 'a');
    await rename(tree, tree.rootId, 'b');
    const history = await still.history(id);
    expect(history.map(({ time }) => time - 1_800_000_000_000)).toEqual([2, 1, 0]);
    expect(history.map((commit) => commit.author)).toEqual([author, author, author]);
    expect(history[0]?.parents).toEqual([history[1]?.hash]);
  });

  test('can be paged through and restored', async () => {
    const { id, architecture } = await example();
    const tree = await model.openTree(id, at);
    for (const name of ['a', 'b', 'c']) await rename(tree, architecture.id, name);
    const [newest, ...older] = await model.history(id, { limit: 2 });
    const rest = await model.history(id, { before: older[0]!.hash });
    expect([newest, ...older, ...rest].map((commit) => commit!.message)).toEqual([
      ...['Renamed to c', 'Renamed to b', 'Renamed to a', 'Created the project "Example"'],
    ]);
    const result = await model.restore(id, MAIN_BRANCH, rest[0]!.hash, 'bob', 'Restored');
    expect(result.status).toBe('committed');
    expect((await loaded(id)).get(architecture.id)).toMatchObject({ name: 'a' });
    expect((await loaded(id, { commit: older[0]!.hash })).get(architecture.id)).toMatchObject({ name: 'b' });
  });

  test('made behind our back are noticed', async () => {
    const { id, architecture } = await example();
    const other = await store.model();
    let stop = () => {};
    const noticed = new Promise<string>((resolve) => {
      stop = model.onOutsideCommit(id, MAIN_BRANCH, resolve, 20);
    });
    await rename(await model.openTree(id, at), architecture.id, 'by us');
    const outside = await rename(await other.openTree(id, at), architecture.id, 'by others');
    expect(await noticed).toBe(outside.status === 'committed' && outside.hash);
    stop();
  });
});

describe('steps are instances of operations', () => {
  test('a step shares the code of its operation and overrides its attributes', async () => {
    const { id, operation, step, second, rate } = await example();
    const tree = await model.openTree(id, at);
    await tree.write([
      { op: 'set', id: operation.id, path: ['code'], value: 'class Train: new' },
      { op: 'set', id: rate.id, path: ['default'], value: 0.125 },
    ]);
    await tree.commit({ message: 'Edit', author, branch: MAIN_BRANCH });
    const read = await attributesInEngine(store, id, [step.id, second.id]);
    expect(read.map(({ code }) => code)).toEqual(['class Train: new', 'class Train: new']);
    expect(read.map(({ arg_learning_rate: value }) => value)).toEqual([0.5, 0.125]);
  });
});

describe('the reader goes on', () => {
  test('without a connection whose end is gone, and says so', async () => {
    const { id, architecture, edge } = await example();
    await editInEngine(store, id, edge.id, (core, node) => core.delPointer(node, 'target'));
    const tree = await model.openTree(id, at);
    const records = await tree.loadScope(architecture.id);
    expect(records.map((record) => record.id)).not.toContain(edge.id);
    expect(tree.faults).toEqual([expect.objectContaining({ code: 'dangling', at: edge.id, part: 'target' })]);
  });

  test('with defaults for values of a wrong type, and past attributes it does not know', async () => {
    const { id, architecture, dense } = await example();
    await editInEngine(store, id, dense.id, (core, node) => {
      core.setAttribute(node, 'note', 5);
      core.setAttribute(node, 'position', '{oops');
      core.setAttribute(node, 'colour', 'red');
    });
    const tree = await model.openTree(id, at);
    const layer = (await tree.loadScope(architecture.id)).find((record) => record.id === dense.id);
    expect(layer).toEqual({ ...dense, note: '', position: null });
    expect(tree.faults.map(({ code, part }) => [code, part])).toEqual([
      ['ill-typed', 'position'],
      ['ill-typed', 'note'],
    ]);
  });
});

test('an edit of a large network writes at most 20 kB', async () => {
  const id = await model.createProject({ name: 'Large', author });
  const tree = await model.openTree(id, at);
  const architecture = blank('Architecture', { id: crypto.randomUUID(), parent: tree.rootId });
  const layers = Array.from({ length: 1_500 }, (_, n) =>
    blank('Layer', {
      id: crypto.randomUUID(),
      parent: architecture.id,
      name: `layer_${n}`,
      type: 'Dense',
      args: { units: n },
    }),
  );
  const edges = layers.slice(1).map((layer, n) =>
    blank('Connection', {
      id: crypto.randomUUID(),
      parent: architecture.id,
      source: layers[n]!.id,
      target: layer.id,
    }),
  );
  await tree.write([architecture, ...layers, ...edges].map((record) => ({ op: 'put', record })));
  await tree.commit({ message: 'Grow', author, branch: MAIN_BRANCH });
  const added = blank('Layer', { id: crypto.randomUUID(), parent: architecture.id, type: 'Dense' });
  for (const change of [
    { op: 'set', id: layers[700]!.id, path: ['args', 'units'], value: 7 } as const,
    { op: 'put', record: added } as const,
    { op: 'remove', id: added.id } as const,
  ]) {
    await tree.write([change]);
    const result = await tree.commit({ message: 'Edit', author, branch: MAIN_BRANCH });
    expect(result.status === 'committed' && result.writtenBytes).toBeLessThan(20_000);
  }
  const records = await (await model.openTree(id, at)).loadScope(architecture.id);
  expect(records).toHaveLength(layers.length + edges.length);
});

describe('project files', () => {
  test('hold all of a project, and files with it', async () => {
    const { id } = await example();
    const files = [{ name: 'a'.repeat(64), content: Buffer.from('weights') }];
    const imported = await model.importProject(await model.exportProject(id, undefined, files), 'bob');
    expect(await loaded(imported.id)).toEqual(await loaded(id));
    expect(imported.files).toEqual(files);
    expect(await model.title(imported.id)).toBe('Example');
  });

  test.each([
    ['is no archive', () => Buffer.from('hello'), 'not a zip archive'],
    ['has no project', () => zip({ 'a.txt': 'x' }), 'no project.json'],
    ['is not JSON', () => zip({ 'project.json': '{' }), 'not JSON'],
    ['has a wrong shape', () => zip({ 'project.json': '{"rootHash":5}' }), 'malformed at rootHash'],
    ['lacks objects', () => altered((project) => project.objects.pop()), 'is missing'],
    [
      'was tampered with',
      () => altered((project) => ((project.objects[0]!.atr ??= {}).x = 1)),
      'was altered',
    ],
    ['leads out of its folder', () => altered(() => undefined, { 'files/..%2f..x/y': 'x' }), 'not allowed'],
  ])('are refused when the file %s', async (_, content, message) => {
    const before = await model.projects();
    await expect(model.importProject(await content(), author)).rejects.toThrow(message);
    expect(await model.projects()).toEqual(before);
  });

  test.each([
    ['EmptyProject', 'FCO'],
    ['SignalFlowSystem', 'HardwareModel'],
  ])('are refused when another WebGME application wrote them, and say what to do: %s', async (seed, type) => {
    const before = await model.projects();
    const file = await readFile(engineFile(`seeds/${seed}.webgmex`));
    const words = new RegExp(`another WebGME application.*Expected: .*Received: .*${type}.*\\.keras`);
    const refusal = { code: 'bad-package', message: expect.stringMatching(words) as unknown };
    await expect(model.importProject(file, author)).rejects.toMatchObject(refusal);
    expect(await model.projects()).toEqual(before);
  });

  interface PackedProject {
    objects: { _id: string; atr?: Record<string, unknown> }[];
  }

  async function altered(change: (project: PackedProject) => void, more: Record<string, string> = {}) {
    const { id } = await example();
    const packed = await JSZip.loadAsync(await model.exportProject(id));
    const project = JSON.parse(await packed.file('project.json')!.async('string')) as PackedProject;
    await model.deleteProject(id);
    change(project);
    return zip({ 'project.json': JSON.stringify(project), ...more });
  }

  function zip(files: Record<string, string>): Promise<Buffer> {
    const archive = new JSZip();
    for (const [name, content] of Object.entries(files)) archive.file(name, content);
    return archive.generateAsync({ type: 'nodebuffer' });
  }
});

describe('a project of an older metamodel', () => {
  const migrations = [
    {
      to: 1,
      name: 'Layers have notes',
      migrate: ({
        concept,
        attributes,
      }: {
        concept: string;
        attributes: Readonly<Record<string, unknown>>;
      }) =>
        concept === 'Layer' && typeof attributes.comment === 'string'
          ? { comment: undefined, note: attributes.comment }
          : undefined,
    },
  ];

  async function old() {
    const made = await example();
    await editInEngine(store, made.id, made.dense.id, (core, node) => {
      core.setAttribute(node, 'comment', 'from before');
      core.setAttribute(core.getRoot(node), 'metamodel', 0);
    });
    return made;
  }

  test('is brought up to date by one commit when it is opened', async () => {
    const { id, dense } = await old();
    const migrating = await store.model({ migrations });
    const tree = await migrating.openTree(id, at);
    expect((await migrating.history(id))[0]?.message).toBe('Migrated to metamodel 1');
    expect(tree.commitHash).toBe(await migrating.head(id, MAIN_BRANCH));
    expect((await loaded(id)).get(dense.id)).toMatchObject({ note: 'from before' });
  });

  test('keeps its name and description', async () => {
    const { id } = await old();
    const migrating = await store.model({ migrations });
    await migrating.openTree(id, at);
    const [project] = (await loaded(id)).values();
    expect(project).toMatchObject({ concept: 'Project', name: 'Example' });
  });

  test('is shown up to date, and not written, when an old commit is opened', async () => {
    const { id, architecture } = await old();
    const migrating = await store.model({ migrations });
    const head = await model.head(id, MAIN_BRANCH);
    const tree = await migrating.openTree(id, { commit: head });
    expect(await tree.loadScope(architecture.id)).toContainEqual(
      expect.objectContaining({ note: 'from before' }),
    );
    expect(await model.head(id, MAIN_BRANCH)).toBe(head);
  });

  test('and one of a newer metamodel is refused in words', async () => {
    const { id } = await example();
    const older = await store.model({ metamodelVersion: 0 });
    await expect(older.openTree(id, at)).rejects.toThrow('written by a newer DeepForge');
  });
});

test('the engine finds nothing against its metamodel in a whole project', async () => {
  const { id, dense } = await example();
  expect(await violationsInEngine(store, id)).toEqual([]);
  await editInEngine(store, id, dense.id, (core, node) => core.setAttribute(node, 'colour', 'red'));
  expect(await violationsInEngine(store, id)).toEqual([
    expect.stringContaining('Illegal attribute "colour"'),
  ]);
});

test('the newest of 5,000 commits are listed at once', async () => {
  const id = await model.createProject({ name: 'Long', author });
  const config = await engineConfig({ mongoUri: store.uri, keyFolder: `${store.folder}/keys` });
  const client = await new MongoClient(store.uri).connect();
  const collection = client.db().collection<StoredObject>(id);
  const first = await model.head(id, MAIN_BRANCH);
  const { root, time } = (await collection.findOne({ _id: first })) as unknown as CommitObject;
  const commits: CommitObject[] = [];
  for (let n = 1; n <= 5_000; n += 1) {
    const parent = commits.at(-1)?._id ?? first;
    commits.push(commitObject({ root, parent, author, time: time + n, message: `Edit ${n}` }, config));
  }
  await collection.insertMany(commits);
  const head = commits.at(-1)!._id;
  await collection.updateOne({ _id: `*${MAIN_BRANCH}` }, { $set: { hash: head } });
  await client.close();
  const start = performance.now();
  const page = await model.history(id, { limit: 50 });
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(page.map(({ message }) => message)).toEqual(
    Array.from({ length: 50 }, (_, n) => `Edit ${5_000 - n}`),
  );
});
