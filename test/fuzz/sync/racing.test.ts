import { describe, expect, test } from 'vitest';
import { contents, EditingRoom, emptyProject, id, layer, NETWORK } from '../../doubles/sync/editing.ts';
import { RandomEditor, randomFrom } from '../../doubles/sync/randomEdits.ts';

const KEPT = Array.from({ length: 8 }, (_, index) => id(100 + index));
const kept = KEPT.map((_, index) => layer(100 + index, `kept${index}`));

/** People edit at random while a random share of the messages arrives, and lines break now and then. */
async function race({ seed, edits, cuts }: { seed: number; edits: number; cuts: number }) {
  const room = new EditingRoom(emptyProject(...kept));
  const random = randomFrom(seed);
  const people = [await room.enter('ann'), await room.enter('bob')];
  const editors = people.map(({ client }, index) => new RandomEditor(client, `p${index}`, random));
  for (let count = 0; count < edits; count += 1) {
    editors[count % 2]?.edit(KEPT);
    for (const { line } of people) {
      if (random() < cuts) line.cut();
      else if (!line.connected && random() < 0.3) line.reconnect();
      while (random() < 0.5) line.deliver(random() < 0.5 ? 'toServer' : 'toClient');
    }
    // Lets the session work between some of the edits, so that commits of all sizes come about.
    if (random() < 0.2) await new Promise(setImmediate);
  }
  for (const { line } of people) if (!line.connected) line.reconnect();
  await room.settle();
  return { room, people, editors };
}

type Outcome = Awaited<ReturnType<typeof race>>;

async function expectNothingLost({ editors, room, people }: Outcome) {
  const runs = editors.flatMap(({ runs }) => runs);
  const results = await Promise.all(runs.flatMap((run) => (run.ok ? [run.done] : [])));
  const refused = results.filter(({ ok }) => !ok);
  expect(people.flatMap(({ rejected }) => rejected)).toHaveLength(refused.length);
  for (const { client } of people) expect(client.status).toEqual({ state: 'saved' });
  const state = room.branch.stateAt();
  for (const { layer, name, value } of editors.flatMap(({ marks }) => [...marks.values()])) {
    expect(state.get(layer), name).toHaveProperty(['args', name], value);
  }
}

function expectAllTheSame({ room, people }: Outcome) {
  const stored = contents(room.branch.stateAt()).filter(
    (record) => record.parent === NETWORK || record.id === NETWORK,
  );
  for (const { client } of people) {
    const seen = contents(client.view).filter((record) => record.parent === NETWORK || record.id === NETWORK);
    expect(seen).toEqual(stored);
  }
}

describe('two people who edit the same network at random', () => {
  test('make 1,000 racing edits: none is lost, and both see what is stored', async () => {
    const outcome = await race({ seed: 1, edits: 1_000, cuts: 0 });
    await expectNothingLost(outcome);
    expectAllTheSame(outcome);
  });

  test.each(Array.from({ length: 30 }, (_, index) => index + 2))(
    'lose nothing and agree also when connections break (seed %i)',
    async (seed) => {
      const outcome = await race({ seed, edits: 150, cuts: 0.05 });
      await expectNothingLost(outcome);
      expectAllTheSame(outcome);
    },
  );
});
