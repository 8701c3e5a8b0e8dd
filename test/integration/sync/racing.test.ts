import { afterAll, describe, expect, test } from 'vitest';
import { blank, ProjectState, type ProjectView } from '../../../src/domain/state.ts';
import type { ModelRecord } from '../../../meta/index.ts';
import { MAIN_BRANCH } from '../../../src/model/index.ts';
import { branchStore } from '../../../src/server/branchStore.ts';
import type { BranchStore } from '../../../src/sync/server/branchStore.ts';
import { contents, emptyProject, id, layer, NETWORK } from '../../doubles/sync/editing.ts';
import { loopback, person, until, whenSaved, type RemotePerson } from '../../doubles/sync/loopback.ts';
import { MemoryBranch } from '../../doubles/sync/memoryBranch.ts';
import { RandomEditor, randomFrom } from '../../doubles/sync/randomEdits.ts';
import { testStore } from '../model/store.ts';

const KEPT = Array.from({ length: 8 }, (_, index) => id(100 + index));
const RECORDS = emptyProject(...KEPT.map((_, index) => layer(100 + index, `kept${index}`)));

interface Place {
  readonly project: string;
  readonly store: BranchStore;
  /** The network as it lies in the store, read anew. */
  stored(): Promise<ProjectView>;
  close(): Promise<void>;
}

const inMemory = (): Promise<Place> => {
  const store = new MemoryBranch(RECORDS);
  return Promise.resolve({
    project: 'p',
    store,
    stored: () => Promise.resolve(store.stateAt()),
    close: () => Promise.resolve(),
  });
};

async function inTheModel(): Promise<Place> {
  const database = await testStore();
  const model = await database.model();
  const project = await model.createProject({ name: 'Racing', author: 'test', records: RECORDS });
  return {
    project,
    store: branchStore(model, project, MAIN_BRANCH, () => undefined),
    stored: async () => {
      const tree = await model.openTree(project, { branch: MAIN_BRANCH });
      const records = [...(await tree.loadScope('project')), ...(await tree.loadScope(NETWORK))];
      return new ProjectState(records);
    },
    close: () => database.close(),
  };
}

const network = (view: ProjectView): ModelRecord[] =>
  contents(view).filter((record) => record.parent === NETWORK || record.id === NETWORK);

/** When this resolves, everything that others did before has arrived here too. */
async function caughtUp(people: readonly RemotePerson[]) {
  for (const { client } of people) {
    const last = blank('Layer', { id: crypto.randomUUID(), parent: NETWORK, name: 'last', type: 'Dense' });
    client.run({ type: 'insert', records: [last] });
    for (const { client: other } of people) {
      await until(
        () => other.view.get(last.id) !== undefined,
        (listener) => other.subscribe({ id: last.id }, listener),
      );
    }
    await whenSaved(client);
  }
}

/** A turn of the event loop in which sockets get their say. */
const turn = () => new Promise(setImmediate);

describe.each([
  ['a branch in memory', inMemory],
  ['the model on the embedded store', inTheModel],
])('over real sockets on %s', (_name, open) => {
  const closing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  test.each([
    ['make 1,000 racing edits: none is lost, and both see what is stored', 0],
    ['lose nothing and agree also when connections break', 40],
  ])('two people %s', async (_what, breakEvery) => {
    const place = await open();
    const gateway = await loopback(() => Promise.resolve(place.store));
    closing.push(
      () => place.close(),
      () => gateway.close(),
    );
    const people = [
      await person(gateway.url, place.project, [NETWORK]),
      await person(gateway.url, place.project, [NETWORK]),
    ];
    const random = randomFrom(7);
    const editors = people.map(({ client }, index) => new RandomEditor(client, `p${index}`, random));
    for (let count = 1; count <= 1_000; count += 1) {
      editors[count % 2]?.edit(KEPT);
      if (random() < 0.3) await turn();
      if (breakEvery > 0 && count % breakEvery === 0) breakLine(people[(count / breakEvery) % 2]);
    }
    const runs = editors.flatMap((editor) => editor.runs);
    const answers = await Promise.all(runs.flatMap((run) => (run.ok ? [run.done] : [])));
    expect(answers.length).toBeGreaterThan(800);
    await caughtUp(people);

    const stored = await place.stored();
    for (const { layer, name, value } of editors.flatMap(({ marks }) => [...marks.values()])) {
      expect(stored.get(layer), name).toHaveProperty(['args', name], value);
    }
    for (const { client } of people) expect(network(client.view)).toEqual(network(stored));
    expect(gateway.errors).toEqual([]);
    for (const { connection } of people) connection.close();
  });
});

/** Ends the transport without a goodbye, as a lost network does; socket.io connects again by itself. */
function breakLine(one: RemotePerson | undefined) {
  const socket = one?.connection.socket as unknown as { io: { engine?: { close(): void } } } | undefined;
  socket?.io.engine?.close();
}
