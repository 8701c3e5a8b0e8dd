import { describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { blank, find } from '../../../src/domain/state.ts';
import type { Command } from '../../../src/domain/command.ts';
import {
  add,
  contents,
  EditingRoom,
  emptyProject,
  id,
  layer,
  NETWORK,
  OPERATION,
  PIPELINE,
  PROJECT,
  setUnits,
  type Person,
} from '../../doubles/sync/editing.ts';

const units = ({ client }: Person, n: number) => find(client.view, 'Layer', id(n))?.args['units'];

async function twoPeople(...layers: readonly ModelRecord[]) {
  const room = new EditingRoom(emptyProject(...layers));
  return { room, ann: await room.enter('ann'), bob: await room.enter('bob') };
}

describe('seeing each other', () => {
  test('an edit shows at once to its author, and to the others when it is durable', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.client.run(setUnits(10, 64));
    expect(units(ann, 10)).toBe(64);
    expect(ann.client.status).toEqual({ state: 'saving', count: 1 });
    expect(units(bob, 10)).toBeUndefined();
    await room.settle();
    expect(units(bob, 10)).toBe(64);
    expect(ann.client.status).toEqual({ state: 'saved' });
    expect(find(room.branch.stateAt(), 'Layer', id(10))?.args).toEqual({ units: 64 });
  });

  test('nothing is acknowledged or shown to others before it is durable', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    let commit: () => void = () => undefined;
    room.branch.beforeCommit = () => new Promise<void>((resolve) => (commit = resolve));
    ann.client.run(setUnits(10, 64));
    await room.settle();
    expect(ann.client.status.state).toBe('saving');
    expect(units(bob, 10)).toBeUndefined();
    commit();
    await room.settle();
    expect(ann.client.status.state).toBe('saved');
    expect(units(bob, 10)).toBe(64);
  });

  test('the last writer of a property wins, and both see the same', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.client.run(setUnits(10, 1));
    bob.client.run(setUnits(10, 2));
    bob.line.deliver('toServer');
    await room.settle();
    expect([units(ann, 10), units(bob, 10)]).toEqual([1, 1]);
  });

  test('edits of different properties are both kept', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.client.run(setUnits(10, 1));
    bob.client.run({ type: 'assign', values: [{ id: id(10), path: ['note'], value: 'why?' }] });
    await room.settle();
    for (const { client } of [ann, bob]) {
      expect(client.view.get(id(10))).toMatchObject({ args: { units: 1 }, note: 'why?' });
    }
  });

  test('two people adding the same name both succeed', async () => {
    const { room, ann, bob } = await twoPeople();
    ann.client.run(add(layer(10, 'dense')));
    bob.client.run(add(layer(11, 'dense')));
    await room.settle();
    expect(
      ann.client
        .children(NETWORK, 'Layer')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['dense', 'dense_2']);
    expect(contents(ann.client.view)).toEqual(contents(bob.client.view));
  });

  test('pending edits stay on top of what arrives', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    bob.client.run(setUnits(10, 2));
    bob.line.deliverAll();
    await new Promise(setImmediate);
    ann.client.run(setUnits(10, 1));
    ann.line.deliver('toClient');
    expect(units(ann, 10)).toBe(1);
    await room.settle();
    expect([units(ann, 10), units(bob, 10)]).toEqual([1, 1]);
  });

  test('what arrives together is one commit, in words that name each edit', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.client.run(setUnits(10, 1));
    bob.client.run({ type: 'assign', values: [{ id: id(10), path: ['name'], value: 'first' }] });
    await room.settle();
    expect(room.branch.commits.slice(1)).toMatchObject([
      { message: '2 edits: Set units of dense to 1; Renamed dense to first', author: 'ann, bob' },
    ]);
  });

  test('an edit that changes nothing makes no commit', async () => {
    const { room, ann } = await twoPeople(layer(10, 'dense', { units: 8 }));
    const run = ann.client.run(setUnits(10, 8));
    expect(run.ok && (await run.done)).toMatchObject({ ok: true, inverse: [] });
    await room.settle();
    expect(room.branch.commits).toHaveLength(1);
  });
});

describe('refusals', () => {
  test('what cannot be is refused at once', async () => {
    const { ann } = await twoPeople(layer(10, 'dense'));
    expect(
      ann.client.run({ type: 'assign', values: [{ id: id(10), path: ['name'], value: '' }] }),
    ).toMatchObject({
      ok: false,
      problems: [{ code: 'name-empty' }],
    });
  });

  test('an edit of what somebody else deleted comes back to its author', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    bob.client.run({ type: 'remove', ids: [id(10)] });
    bob.line.deliverAll();
    const run = ann.client.run(setUnits(10, 1));
    await room.settle();
    expect(ann.rejected).toEqual([{ command: setUnits(10, 1), codes: ['gone'] }]);
    expect(run.ok && (await run.done)).toMatchObject({ ok: false });
    expect(ann.client.view.get(id(10))).toBeUndefined();
    expect(ann.client.status).toEqual({ state: 'saved' });
  });

  test('what only the server can know is taken off the screen again', async () => {
    const { room, ann } = await twoPeople();
    expect(ann.client.run({ type: 'remove', ids: [OPERATION] }).ok).toBe(true);
    expect(ann.client.view.get(OPERATION)).toBeUndefined();
    await room.settle();
    expect(ann.rejected).toMatchObject([{ codes: ['in-use'] }]);
    expect(ann.client.view.get(OPERATION)).toBeDefined();
  });

  test('a change that the tree cannot take is refused alone, and the others land', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    room.branch.beforeWrite = (changes) => {
      if (changes.some((change) => change.op === 'set' && change.value === 13)) throw new Error('unlucky');
    };
    ann.client.run({ type: 'assign', values: [{ id: id(10), path: ['note'], value: 'kept' }] });
    bob.client.run(setUnits(10, 13));
    await room.settle();
    expect(bob.rejected).toMatchObject([{ codes: ['not-written'] }]);
    expect(find(room.branch.stateAt(), 'Layer', id(10))).toMatchObject({ note: 'kept', args: {} });
    expect(units(bob, 10)).toBeUndefined();
  });
});

describe('scopes', () => {
  test('only what is open is loaded, and what is removed goes with contents nobody had open', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const ann = await room.enter('ann', []);
    expect(ann.client.view.get(id(10))).toBeUndefined();
    expect(room.branch.scopesLoaded).toEqual(['project']);
    ann.client.run({ type: 'remove', ids: [NETWORK] });
    await room.settle();
    expect(room.branch.stateAt().get(id(10))).toBeUndefined();
    expect(find(room.branch.stateAt(), 'Step', id(5))?.references).toEqual({ model: null });
  });

  test('undo brings back also what was not open', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const before = contents(room.branch.stateAt());
    const ann = await room.enter('ann', []);
    ann.client.run({ type: 'remove', ids: [NETWORK] });
    await room.settle();
    ann.client.undo();
    await room.settle();
    expect(contents(room.branch.stateAt())).toEqual(before);
  });

  test('a scope opens while others edit it', async () => {
    const { room, ann } = await twoPeople(layer(10, 'dense'));
    const cleo = await room.enter('cleo', []);
    ann.client.run(setUnits(10, 1));
    cleo.client.open(NETWORK);
    expect(cleo.client.scopeStatus(NETWORK)).toBe('opening');
    await room.settle();
    expect(cleo.client.isOpen(NETWORK)).toBe(true);
    expect(units(cleo, 10)).toBe(1);
  });

  test('a scope that nobody looks at any more is forgotten after a while', async () => {
    const { room, ann } = await twoPeople(layer(10, 'dense'));
    const release = ann.client.open(PIPELINE);
    await room.settle();
    expect(ann.client.view.get(id(5))).toBeDefined();
    release();
    expect(ann.client.isOpen(PIPELINE)).toBe(true);
    await room.timePasses();
    expect(ann.client.isOpen(PIPELINE)).toBe(false);
    expect(ann.client.view.get(id(5))).toBeUndefined();
    expect(ann.client.view.get(id(10))).toBeDefined();
  });

  test('what will be opened soon comes with the project, and goes again when nobody opened it', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const ann = await room.enter('ann', [], [NETWORK, PIPELINE]);
    expect(ann.client.view.get(id(10))).toBeDefined();
    ann.client.open(NETWORK);
    await room.timePasses();
    expect(ann.client.isOpen(NETWORK)).toBe(true);
    expect(ann.client.isOpen(PIPELINE)).toBe(false);
  });

  test('what is on its way is not asked for again', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const ann = await room.enter('ann', [], []);
    ann.client.open(NETWORK);
    ann.client.open(PIPELINE);
    ann.client.open(NETWORK);
    expect(ann.line.toServer).toHaveLength(2);
    await room.settle();
    expect(ann.client.isOpen(NETWORK) && ann.client.isOpen(PIPELINE)).toBe(true);
  });

  test('what was on its way when the connection was lost is asked for again', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const bob = await room.enter('bob');
    const ann = await room.enter('ann', []);
    ann.client.open(NETWORK);
    bob.client.run(setUnits(10, 3));
    ann.line.cut();
    ann.line.reconnect();
    await room.settle();
    expect(units(ann, 10)).toBe(3);
  });

  test('a person edits a thing whose scope the server has not loaded yet', async () => {
    const room = new EditingRoom(emptyProject(layer(10, 'dense')));
    const session = await room.session();
    const result = await session.submit('ann', crypto.randomUUID(), setUnits(10, 7));
    expect(result).toMatchObject({ ok: true, message: 'Set units of dense to 7' });
  });
});

describe('watching', () => {
  test('only those hear of a change who watch what changed', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'a'), layer(11, 'b'));
    const heard: string[] = [];
    bob.client.subscribe({ id: id(10) }, () => heard.push('a'));
    bob.client.subscribe({ id: id(11) }, () => heard.push('b'));
    bob.client.subscribe({ childrenOf: NETWORK }, () => heard.push('children'));
    ann.client.run(setUnits(10, 1));
    await room.settle();
    expect(heard).toEqual(['a', 'children']);
  });

  test("one's own edit coming back moves nothing", async () => {
    const { room, ann } = await twoPeople(layer(10, 'a'));
    ann.client.run(setUnits(10, 1));
    const { version } = ann.client;
    const record = ann.client.view.get(id(10));
    const children = ann.client.children(NETWORK, 'Layer');
    await room.settle();
    expect(ann.client.version).toBe(version);
    expect(ann.client.view.get(id(10))).toBe(record);
    expect(ann.client.children(NETWORK, 'Layer')).toBe(children);
  });

  test('what is rolled back and applied again unchanged is the same object, and nobody hears of it', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'a'), layer(11, 'b'));
    bob.client.run(setUnits(11, 2));
    bob.line.deliverAll();
    await new Promise(setImmediate);
    ann.client.run(setUnits(10, 1));
    const record = ann.client.view.get(id(10));
    let heard = 0;
    ann.client.subscribe({ id: id(10) }, () => (heard += 1));
    await room.settle();
    expect(units(ann, 11)).toBe(2);
    expect(ann.client.view.get(id(10))).toBe(record);
    expect(heard).toBe(0);
  });
});

describe('undo', () => {
  const rename = (n: number, name: string): Command => ({
    type: 'assign',
    values: [{ id: id(n), path: ['name'], value: name }],
  });

  test("takes back one's own latest edit, and redo does it again", async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense', { units: 8 }));
    ann.client.run(setUnits(10, 64));
    bob.client.run(rename(10, 'first'));
    await room.settle();
    expect(ann.client.undoLabel('undo')).toBe('Set units of dense to 64');
    ann.client.undo();
    await room.settle();
    expect(bob.client.view.get(id(10))).toMatchObject({ name: 'first', args: { units: 8 } });
    expect(ann.client.undoLabel('undo')).toBeUndefined();
    ann.client.redo();
    await room.settle();
    expect(units(bob, 10)).toBe(64);
    expect(room.branch.commits.at(-1)?.message).toBe('Redid: Set units of dense to 64');
    ann.client.undo();
    await room.settle();
    expect(units(bob, 10)).toBe(8);
  });

  test('works before the server has answered', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense', { units: 8 }));
    ann.client.run(setUnits(10, 64));
    ann.client.undo();
    expect(units(ann, 10)).toBe(8);
    await room.settle();
    expect(units(bob, 10)).toBe(8);
  });

  test("never takes back somebody else's work", async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense', { units: 8 }));
    ann.client.run(setUnits(10, 64));
    await room.settle();
    bob.client.run(setUnits(10, 256));
    await room.settle();
    expect(ann.client.undo()).toMatchObject({ ok: false, problems: [{ code: 'changed-since' }] });
    ann.client.run(setUnits(10));
    await room.settle();
    bob.client.run(setUnits(10, 512));
    ann.client.undo();
    bob.line.deliverAll();
    await room.settle();
    expect([units(ann, 10), units(bob, 10)]).toEqual([512, 512]);
  });

  test('is of each person alone', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense', { units: 8 }));
    ann.client.run(setUnits(10, 64));
    await room.settle();
    expect(bob.client.undo()).toBeUndefined();
  });

  test('a new edit ends what could be done again', async () => {
    const { room, ann } = await twoPeople(layer(10, 'dense', { units: 8 }));
    ann.client.run(setUnits(10, 64));
    ann.client.undo();
    expect(ann.client.undoLabel('redo')).toBe('Set units of dense to 64');
    ann.client.run(setUnits(10, 16));
    expect(ann.client.undoLabel('redo')).toBeUndefined();
    await room.settle();
  });
});

describe('a connection that is lost', () => {
  test('edits go on, are kept, and land once the connection is back', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.line.cut();
    ann.client.run(setUnits(10, 1));
    ann.client.run(add(layer(11, 'more')));
    expect(ann.client.status).toEqual({ state: 'offline', count: 2 });
    bob.client.run(add(layer(12, 'others')));
    await room.settle();
    ann.line.reconnect();
    await room.settle();
    expect(ann.client.status).toEqual({ state: 'saved' });
    expect(contents(ann.client.view)).toEqual(contents(bob.client.view));
    expect(units(bob, 10)).toBe(1);
    expect(bob.client.view.get(id(11))).toBeDefined();
  });

  test('a command whose answer was lost is sent again and happens once', async () => {
    const { room, ann, bob } = await twoPeople();
    const run = ann.client.run(add(layer(10, 'dense')));
    ann.line.deliver('toServer');
    await new Promise(setImmediate);
    expect(room.branch.commits).toHaveLength(2);
    ann.line.cut();
    ann.line.reconnect();
    await room.settle();
    expect(run.ok && (await run.done)).toMatchObject({ ok: true, commit: '#1' });
    expect(room.branch.commits).toHaveLength(2);
    expect(ann.rejected).toEqual([]);
    expect(contents(ann.client.view)).toEqual(contents(bob.client.view));
  });

  test('a command whose answer went down with the server happens once', async () => {
    const { room, ann, bob } = await twoPeople(layer(9, 'dense'));
    const added = ann.client.run(add(layer(10, 'dense')));
    const set = ann.client.run(setUnits(9, 4));
    ann.line.deliver('toServer');
    await new Promise(setImmediate);
    expect(room.branch.commits).toHaveLength(2);
    room.restart([ann, bob]);
    await room.settle();
    expect(added.ok && (await added.done)).toMatchObject({ ok: true });
    expect(set.ok && (await set.done)).toMatchObject({ ok: true });
    expect(ann.rejected).toEqual([]);
    expect(bob.client.children(NETWORK, 'Layer').map(({ name }) => name)).toEqual(['dense', 'dense_2']);
    expect(contents(ann.client.view)).toEqual(contents(bob.client.view));
    ann.client.undo();
    ann.client.undo();
    await room.settle();
    expect(room.branch.stateAt().get(id(10))).toBeUndefined();
  });

  test('a command that was lost on its way is sent again', async () => {
    const { room, ann, bob } = await twoPeople();
    ann.client.run(add(layer(10, 'dense')));
    ann.line.cut();
    ann.line.reconnect();
    await room.settle();
    expect(bob.client.view.get(id(10))).toBeDefined();
  });

  test('patches that were missed are made up for', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'), layer(11, 'gone soon'));
    ann.line.cut();
    bob.client.run(setUnits(10, 5));
    bob.client.run({ type: 'remove', ids: [id(11)] });
    await room.settle();
    ann.line.reconnect();
    await room.settle();
    expect(contents(ann.client.view)).toEqual(contents(bob.client.view));
  });

  test('a person who left leaves nothing behind', async () => {
    const { room, ann, bob } = await twoPeople();
    ann.client.close();
    bob.line.cut();
    await room.settle();
    await room.registry.close();
  });
});

describe('the store', () => {
  test('while it fails nothing is acknowledged, and what people did lands when it is back', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    const fail = () => {
      throw new Error('disk full');
    };
    room.branch.beforeCommit = fail;
    room.branch.beforeOpen = fail;
    ann.client.run(setUnits(10, 1));
    await room.settle();
    expect(ann.client.status).toEqual({
      state: 'attention',
      count: 1,
      message: 'The project could not be saved: disk full',
    });
    expect(units(bob, 10)).toBeUndefined();
    room.branch.beforeCommit = () => undefined;
    room.branch.beforeOpen = () => undefined;
    await room.timePasses();
    expect(ann.client.status).toEqual({ state: 'saved' });
    expect(units(bob, 10)).toBe(1);
  });

  test('a commit from outside is taken up, and edits are decided again on top of it', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'), layer(11, 'other'));
    room.branch.append([{ op: 'set', id: id(11), path: ['name'], value: 'outside' }], {
      message: 'by a tool',
      author: 'tool',
    });
    ann.client.run(setUnits(10, 1));
    await room.settle();
    for (const { client } of [ann, bob]) {
      expect(client.view.get(id(10))).toMatchObject({ args: { units: 1 } });
      expect(client.view.get(id(11))).toMatchObject({ name: 'outside' });
    }
    expect(contents(room.branch.stateAt()).filter(({ concept }) => concept === 'Layer')).toEqual(
      contents(ann.client.view).filter(({ concept }) => concept === 'Layer'),
    );
  });

  test('a commit from outside is noticed without an edit', async () => {
    const { room, bob } = await twoPeople(layer(10, 'dense'));
    room.branch.append([{ op: 'remove', id: id(10) }], { message: 'by a tool', author: 'tool' });
    await room.registry.checkOutside();
    await room.settle();
    expect(bob.client.view.get(id(10))).toBeUndefined();
  });

  test('an earlier commit is restored for everybody', async () => {
    const { room, ann, bob } = await twoPeople(layer(10, 'dense'));
    ann.client.run({ type: 'remove', ids: [id(10)] });
    await room.settle();
    const session = await room.session();
    await session.restore('#0', 'bob');
    await room.settle();
    for (const { client } of [ann, bob]) expect(client.view.get(id(10))).toBeDefined();
  });
});

describe('system writers', () => {
  test('write what people may not, in the same order of things', async () => {
    const { room, ann } = await twoPeople();
    const session = await room.session();
    const execution = blank('Execution', { id: id(20), parent: PROJECT, name: 'Run 1' });
    const job = blank('Job', { id: id(21), parent: id(20), name: 'train' });
    const result = await session.change(
      'scheduler',
      [
        { op: 'put', record: execution },
        { op: 'put', record: job },
      ],
      'Started Run 1',
    );
    expect(result).toMatchObject({ ok: true, message: 'Started Run 1' });
    await room.settle();
    expect(ann.client.view.get(id(20))).toEqual(execution);
    expect(ann.client.view.get(id(21))).toBeUndefined();
    expect(await session.read(id(20))).toEqual([job]);
  });

  test('a change that does not fit is refused whole', async () => {
    const { room } = await twoPeople();
    const session = await room.session();
    const result = await session.change(
      'scheduler',
      [
        { op: 'set', id: NETWORK, path: ['name'], value: 'Renamed' },
        { op: 'set', id: NETWORK, path: ['colour'], value: 'red' },
      ],
      'x',
    );
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'wrong-value' }] });
    expect(find(room.branch.stateAt(), 'Architecture', NETWORK)?.name).toBe('Net');
    const [records] = (await session.snapshot(['project'])).scopes;
    expect(records?.records).toContainEqual(expect.objectContaining({ id: NETWORK, name: 'Net' }));
  });
});
