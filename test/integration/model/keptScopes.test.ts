import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConceptName, ModelRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import type { Change, Set as SetChange } from '../../../src/domain/change.ts';
import type { Command } from '../../../src/domain/command.ts';
import { PROJECT_SCOPE, scopeOf } from '../../../src/domain/scope.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import { MAIN_BRANCH, type Model, type ProjectTree } from '../../../src/model/index.ts';
import { branchStore } from '../../../src/server/branchStore.ts';
import { BranchSession } from '../../../src/sync/server/session.ts';
import { randomFrom } from '../../doubles/sync/randomEdits.ts';
import { anewFrom } from './inEngine.ts';
import { testStore, type TestStore } from './store.ts';

/*
 * Two networks and a pipeline that point to each other are edited at random, also past the rules that bind people.
 * After each commit, what is kept of each is held against what lies in the objects.
 */

const ROUNDS = 30;

let store: TestStore;
let client: MongoClient;
let model: Model;
beforeAll(async () => {
  store = await testStore();
  model = await store.model({ worthKeeping: 1 });
  client = await new MongoClient(store.uri).connect();
});
afterAll(async () => {
  await client.close();
  await store.close();
});

const id = () => crypto.randomUUID();
const opened = async (project: string) => model.openTree(project, { branch: MAIN_BRANCH });

function beginning() {
  const root = blank('Project', { id: id(), parent: null });
  const parent = root.id;
  const first = blank('Architecture', { id: id(), parent, name: 'First' });
  const second = blank('Architecture', { id: id(), parent, name: 'Second' });
  const operation = blank('Operation', { id: id(), parent, name: 'Train' });
  const pipeline = blank('Pipeline', { id: id(), parent, name: 'Pipeline' });
  const inside = [first, second].flatMap((network) => Array.from({ length: 3 }, () => layer(network.id)));
  return [root, first, second, operation, pipeline, ...inside, step(pipeline.id, operation.id)];
}

const layer = (parent: string, block: string | null = null) =>
  blank('Layer', { id: id(), parent, name: 'layer', type: block ? 'Block' : 'Dense', block });
const step = (parent: string, operation: string) =>
  blank('Step', { id: id(), parent, name: 'step', operation });

type Random = () => number;
const TYPES = ['Dense', 'ReLU', 'GRU', 'Conv2D', 'Nobody knows it'];

/** What somebody might do next, with things picked from what is there. */
const EDITS: ((pick: Picker, random: Random, state: ProjectState) => readonly Change[])[] = [
  (pick) => pick('Architecture').map((network) => put(layer(network.id))),
  (pick) => pick('Architecture').flatMap(({ id }) => pick('Architecture').map((to) => put(layer(id, to.id)))),
  (pick, random) =>
    pick('Layer').map((one) => set(one, ['type'], TYPES[Math.floor(random() * TYPES.length)]!)),
  (pick, random) => pick('Layer').map((one) => set(one, ['args', 'units'], random())),
  (pick) => pick('Layer').flatMap((one) => pick('Layer').map(({ id }) => set(one, ['shares'], id))),
  (pick) => pick('Layer').map((one) => set(one, ['shares'], null)),
  (pick) => pick('Layer').flatMap((from) => pick('Layer').map((to) => put(connection(from, to)))),
  (pick) => pick('Pipeline').flatMap(({ id }) => pick('Operation').map((of) => put(step(id, of.id)))),
  (pick) =>
    pick('Step').flatMap((one) =>
      pick('Architecture').map(({ id }) => set(one, ['references', 'model'], id)),
    ),
  (pick) =>
    pick('Operation').map(({ parent }) => put(blank('Operation', { id: id(), parent, name: 'More' }))),
  (pick, random) => pick('Operation').map((one) => put(attribute(one.id, String(random()).slice(2)))),
  (pick) =>
    pick('Pipeline').map(({ parent }) => put(blank('Architecture', { id: id(), parent, name: 'More' }))),
  (pick, _, state) => pick('Architecture').flatMap((network) => removal(state, network)),
  (pick, _, state) => pick('Operation').flatMap((operation) => removal(state, operation)),
  (pick, _, state) => pick('Layer').flatMap((one) => removal(state, one)),
  (pick, _, state) => pick('Step').flatMap((one) => removal(state, one)),
  (pick, _, state) => pick('Connection').flatMap((one) => removal(state, one)),
];

type Picker = (concept: ConceptName) => readonly ModelRecord[];

function edit(random: Random, state: ProjectState): readonly Change[] {
  const pick: Picker = (concept) => {
    const all = [...state.all()].filter((record) => record.concept === concept);
    return all.slice(Math.floor(random() * all.length)).slice(0, 1);
  };
  return EDITS[Math.floor(random() * EDITS.length)]!(pick, random, state);
}

const put = (record: ModelRecord): Change => ({ op: 'put', record });
const set = ({ id }: ModelRecord, path: SetChange['path'], value: Json): Change => ({
  ...{ op: 'set', id, path, value },
});
const connection = (source: ModelRecord, target: ModelRecord) =>
  blank('Connection', { id: id(), parent: source.parent, source: source.id, target: target.id });
const attribute = (parent: string, name: string) =>
  blank('Attribute', { id: id(), parent, name: `a${name}`, type: 'float', default: 1 });

const removal = (state: ProjectState, record: ModelRecord): Change[] => [
  ...state.childrenOf(record.id).flatMap((inside) => removal(state, inside)),
  { op: 'remove', id: record.id },
];

const byId = (state: ProjectState) => new Map([...state.all()].map((record) => [record.id, record]));

async function loaded(tree: Pick<ProjectTree, 'loadScope'>) {
  const state = new ProjectState(await tree.loadScope(PROJECT_SCOPE));
  for (const document of documentsOf(state))
    state.apply((await tree.loadScope(document)).map((record) => ({ op: 'put', record })));
  return state;
}

const documentsOf = (state: ProjectState) =>
  [...state.all()].flatMap((record) =>
    record.concept === 'Architecture' || record.concept === 'Pipeline' ? [record.id] : [],
  );

const inScope = (state: ProjectState, scope: string) =>
  [...state.all()].filter((record) => scopeOf(state, record) === scope);

/** What is kept, by document: it becomes another when the document is. */
async function keptOf(project: string): Promise<Map<string, string>> {
  const kept = client.db().collection<{ _id: string; as: string; project: string }>('_scopes');
  const found = await kept.find({ project }, { projection: { as: 1 } }).toArray();
  return new Map(found.map(({ _id, as }) => [_id.slice(project.length + 1), as]));
}

const SEEDS = [Math.floor(Math.random() * 1e6), 385_324];

test.each(SEEDS)(
  'what is kept is what is there after random edits of other documents, too (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const project = await model.createProject({ name: 'Edited', author: 'ada', records: beginning() });
    let found = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const tree = await opened(project);
      const state = await loaded(tree);
      const before = await keptOf(project);
      const changes = edit(random, state);
      await tree.write(changes);
      await tree.commit({ message: 'Edit', author: 'ada', branch: MAIN_BRANCH });
      state.apply(changes);
      if (random() < 0.5)
        for (const scope of documentsOf(state)) await tree.keep(scope, inScope(state, scope));
      const now = await loaded(await opened(project));
      const anew = await anewFrom(store, project, loaded);
      expect(byId(now), JSON.stringify(changes)).toEqual(byId(anew));
      const after = await keptOf(project);
      found += [...after].filter(([scope, as]) => before.get(scope) === as).length;
    }
    expect(found).toBeGreaterThan(ROUNDS);
  },
  120_000,
);

test.each(SEEDS)(
  'what a session leaves behind is what is there after random edits, undone at times (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const project = await model.createProject({ name: 'Shared', author: 'ada', records: beginning() });
    for (let round = 0; round < ROUNDS / 2; round += 1) {
      const session = await BranchSession.open(branchStore(model, project, MAIN_BRANCH, () => undefined));
      for (let count = 0; count < 4; count += 1) {
        const state = await loaded({ loadScope: async (scope) => [...(await session.read(scope))] });
        const result = await session.submit('ada', id(), command(random, state));
        if (result.ok && random() < 0.3) await session.submit('ada', id(), undoing(result.inverse));
      }
      await session.close();
      const now = await loaded(await opened(project));
      expect(byId(now)).toEqual(byId(await anewFrom(store, project, loaded)));
    }
  },
  120_000,
);

/** The same edits, as people ask for them. */
function command(random: Random, state: ProjectState): Command {
  const changes = edit(random, state);
  const records = changes.flatMap((change) => (change.op === 'put' ? [change.record] : []));
  const ids = changes.flatMap((change) => (change.op === 'remove' ? [change.id] : []));
  if (records.length > 0) return { type: 'insert', records };
  if (ids.length > 0) return { type: 'remove', ids };
  return undoing(changes);
}

const undoing = (changes: readonly Change[]): Command => ({
  ...{ type: 'revert', changes: [...changes], label: 'Edit' },
});
