import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelRecord } from '../meta/index.ts';
import type { Command } from '../src/domain/command.ts';
import { blank, find, valueAt } from '../src/domain/state.ts';
import { MAIN_BRANCH, openModel, type Model, type ProjectTree } from '../src/model/index.ts';
import { openStore } from '../src/store/open.ts';
import type { BranchStore } from '../src/sync/server/branchStore.ts';
import { loopback, person, until, whenSaved, type RemotePerson } from '../test/doubles/sync/loopback.ts';
import type { Bench, Row } from './bench.ts';
import { quantile } from './lib/quantile.ts';

const SIZES = [100, 1_000, 10_000];
const EDITS = 100;
const PEOPLE = 20;
const EDITS_EACH = 50;
/** DESIGN: an edit among 10,000 layers writes at most this. */
const MOST_BYTES = 20_000;
/** Beyond this people notice that the other screen lags behind the voice on the phone. */
const NOTICEABLE_MS = 100;

const collaboration: Bench = {
  name: 'collaboration',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'deepforge-bench-'));
    const store = await openStore({
      file: join(folder, 'store.sqlite'),
      socketPath: join(folder, 'store.sock'),
    });
    const model = await openModel({ mongoUri: store.uri, keyFolder: join(folder, 'keys') });
    const rows: Row[] = [];
    try {
      for (const layers of SIZES) rows.push(...(await measure(model, layers)));
    } finally {
      await model.close();
      await store.close();
      await rm(folder, { recursive: true });
    }
    return rows;
  },
};
export default collaboration;

async function measure(model: Model, layers: number): Promise<Row[]> {
  const { network, ids, records } = chainOf(layers);
  const project = await model.createProject({ name: `Chain of ${layers}`, author: 'bench', records });
  const meter = { bytes: 0, commits: 0 };
  const gateway = await loopback(() => Promise.resolve(metered(model, project, meter)));
  const people: RemotePerson[] = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push(await person(gateway.url, project, [network]));
  try {
    const times = await latencies(people, ids, meter);
    const bytes = meter.bytes / meter.commits;
    const perSecond = await throughput(people, ids);
    return [
      { metric: `edit to other screen, p50, ${layers} layers`, value: quantile(times, 0.5), unit: 'ms' },
      {
        metric: `edit to other screen, p95, ${layers} layers`,
        value: quantile(times, 0.95),
        unit: 'ms',
        limit: NOTICEABLE_MS,
      },
      { metric: `bytes stored per edit, ${layers} layers`, value: bytes, unit: 'B', limit: MOST_BYTES },
      {
        metric: `edits of ${PEOPLE} people at once, ${layers} layers`,
        value: perSecond,
        unit: '/s',
        limit: { atLeast: 100 },
      },
    ];
  } finally {
    for (const { client, connection } of people) {
      client.close();
      connection.close();
    }
    await gateway.close();
  }
}

/** A network of layers one after another. */
function chainOf(layers: number) {
  const project = blank('Project', { id: crypto.randomUUID(), parent: null });
  const network = blank('Architecture', { id: crypto.randomUUID(), parent: project.id, name: 'Net' });
  const nodes = Array.from({ length: layers }, (_, n) =>
    blank('Layer', { id: crypto.randomUUID(), parent: network.id, name: `dense_${n}`, type: 'Dense' }),
  );
  const edges = nodes.slice(1).map((node, n) =>
    blank('Connection', {
      id: crypto.randomUUID(),
      parent: network.id,
      source: nodes[n]?.id ?? '',
      sourcePort: '0',
      target: node.id,
      targetPort: 'inputs',
    }),
  );
  const records: ModelRecord[] = [project, network, ...nodes, ...edges];
  return { network: network.id, ids: nodes.map(({ id }) => id), records };
}

interface Meter {
  bytes: number;
  commits: number;
}

function metered(model: Model, project: string, meter: Meter): BranchStore {
  const commit = async (tree: ProjectTree, note: { message: string; author: string }) => {
    const result = await tree.commit({ ...note, branch: MAIN_BRANCH });
    if (result.status === 'committed') {
      meter.bytes += result.writtenBytes;
      meter.commits += 1;
    }
    return result;
  };
  return {
    openTree: async () => {
      const tree = await model.openTree(project, { branch: MAIN_BRANCH });
      return {
        get head() {
          return tree.commitHash;
        },
        loadScope: (scope) => tree.loadScope(scope),
        write: (changes) => tree.write(changes),
        commit: (note) => commit(tree, note),
      };
    },
    head: () => model.head(project, MAIN_BRANCH),
    restore: async (hash, author) => {
      await model.restore(project, MAIN_BRANCH, hash, author, `Restored ${hash}`);
    },
  };
}

/** Edits spread over the network, one at a time; how long until somebody else sees each. */
async function latencies([ann, bob]: readonly RemotePerson[], ids: readonly string[], meter: Meter) {
  if (!ann || !bob) throw new Error('two people are needed');
  await whenSaved(ann.client);
  meter.bytes = meter.commits = 0;
  const times: number[] = [];
  for (let n = 0; n < EDITS; n += 1) {
    const id = ids[(n * 7919) % ids.length] ?? '';
    const start = performance.now();
    ann.client.run(setUnits(id, n + 1));
    await until(
      () => unitsOf(bob, id) === n + 1,
      (listener) => bob.client.subscribe({ id }, listener),
    );
    times.push(performance.now() - start);
    await whenSaved(ann.client);
  }
  return times;
}

/** Everybody edits without a pause; how many edits are durable each second. */
async function throughput(people: readonly RemotePerson[], ids: readonly string[]): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < EDITS_EACH; n += 1) {
    for (const [index, { client }] of people.entries()) {
      client.run(setUnits(ids[(n * 104_729 + index * 7919) % ids.length] ?? '', 1_000 * n + index));
    }
  }
  await Promise.all(people.map(({ client }) => whenSaved(client)));
  return (people.length * EDITS_EACH * 1_000) / (performance.now() - start);
}

const setUnits = (id: string, units: number): Command => ({
  type: 'assign',
  values: [{ id, path: ['args', 'units'], value: units }],
});

function unitsOf({ client }: RemotePerson, id: string) {
  const layer = find(client.view, 'Layer', id);
  return layer && valueAt(layer, ['args', 'units']);
}
