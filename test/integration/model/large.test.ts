import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../../src/domain/change.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import { MAIN_BRANCH } from '../../../src/model/index.ts';
import { testStore, type TestStore } from './store.ts';

/* The engine keeps the relations inside a node in shards once they are many. */

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const project = blank('Project', { id: crypto.randomUUID(), parent: null });

/** Layers of which each feeds two others far away, so that their relations lie above the buckets that hold them. */
function branching(size: number) {
  const architecture = blank('Architecture', { id: crypto.randomUUID(), parent: project.id, name: 'Net' });
  const parent = architecture.id;
  const layers = Array.from({ length: size }, (_, at) =>
    blank('Layer', { id: crypto.randomUUID(), parent, name: `dense_${String(at)}`, type: 'Dense' }),
  );
  const connections = layers
    .slice(1)
    .map((layer, at) => connection(parent, layers[Math.floor(at / 2)]?.id ?? '', layer.id));
  return { architecture, connections, records: [architecture, ...layers, ...connections] };
}

const connection = (parent: string, source: string, target: string) =>
  blank('Connection', {
    ...{
      id: crypto.randomUUID(),
      parent,
      source,
      sourcePort: '0',
      target,
      targetPort: 'inputs',
      order: 'a0',
    },
  });

/** A layer put between two others of a network, as the editor does it. */
function inserted({ architecture, connections }: ReturnType<typeof branching>, place: number): Change[] {
  const taken = connections[place];
  const layer = blank('Layer', {
    id: crypto.randomUUID(),
    parent: architecture.id,
    name: 'noise',
    type: 'ReLU',
  });
  return [
    { op: 'put', record: layer },
    { op: 'remove', id: taken?.id ?? '' },
    { op: 'put', record: connection(architecture.id, taken?.source ?? '', layer.id) },
    { op: 'put', record: connection(architecture.id, layer.id, taken?.target ?? '') },
  ];
}

const byId = (records: Iterable<ModelRecord>) => new Map([...records].map((record) => [record.id, record]));

const inside = (state: ProjectState, architecture: string) =>
  byId([...state.all()].filter(({ parent }) => parent === architecture));

/** Read from the objects of the engine alone, by a model that has seen nothing of what was done. */
async function readAnew(id: string, architecture: string) {
  const model = await store.model();
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  return { records: byId(await tree.loadScope(architecture)), faults: tree.faults };
}

test('what comes into a large network, edit after edit, takes nothing from it', async () => {
  const model = await store.model();
  const network = branching(400);
  const id = await model.createProject({
    name: 'One',
    author: 'ada',
    records: [project, ...network.records],
  });
  const expected = new ProjectState(network.records);
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  await tree.loadScope(network.architecture.id);
  for (const place of [10, 200, 390]) {
    const changes = inserted(network, place);
    await tree.write(changes);
    await tree.commit({ message: 'Added a layer', author: 'ada', branch: MAIN_BRANCH });
    expected.apply(changes);
  }
  const { records, faults } = await readAnew(id, network.architecture.id);
  expect(faults).toEqual([]);
  expect(records).toEqual(inside(expected, network.architecture.id));
});

test('what was written stays while other networks are read before it is committed', async () => {
  const model = await store.model();
  const [network, other] = [branching(400), branching(3_000)];
  const records = [project, ...network.records, ...other.records];
  const id = await model.createProject({ name: 'Two', author: 'ada', records });
  const expected = new ProjectState(network.records);
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  await tree.loadScope(network.architecture.id);
  const changes = inserted(network, 200);
  await tree.write(changes);
  await tree.loadScope(other.architecture.id);
  await tree.commit({ message: 'Added a layer', author: 'ada', branch: MAIN_BRANCH });
  expected.apply(changes);
  const { records: found, faults } = await readAnew(id, network.architecture.id);
  expect(faults).toEqual([]);
  expect(found).toEqual(inside(expected, network.architecture.id));
});
