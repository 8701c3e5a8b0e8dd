import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyProject, id, layer, NETWORK, setUnits } from '../../doubles/sync/editing.ts';
import { loopback, person, whenSaved, type Loopback } from '../../doubles/sync/loopback.ts';
import { MemoryBranch } from '../../doubles/sync/memoryBranch.ts';

let gateway: Loopback;
let intruder: Socket;
beforeEach(async () => {
  const branch = new MemoryBranch(emptyProject(layer(10, 'dense')));
  gateway = await loopback(() => Promise.resolve(branch));
  intruder = io(gateway.url, { transports: ['websocket'], reconnection: false });
  await new Promise<void>((resolve) => intruder.on('connect', resolve));
});
afterEach(async () => {
  intruder.disconnect();
  await gateway.close();
});

const ask = (event: string, ...details: unknown[]): Promise<unknown> =>
  new Promise((resolve) => intruder.emit(event, ...details, resolve));

let deep: unknown = 1;
for (let depth = 0; depth < 3_000; depth += 1) deep = [deep];

test.each([
  ['nothing', undefined],
  ['a number', 7],
  ['no scopes', { project: 'p', branch: 'master', scopes: [] }],
  ['a prototype', JSON.parse('{"__proto__": {"project": "p"}}')],
  ['bytes', Buffer.from('xyz')],
  ['a project that is an object', { project: { $ne: 1 }, branch: 'master', scopes: ['project'] }],
])('a request to open that is malformed (%s) is answered as such', async (_what, request) => {
  expect(await ask('open', request)).toMatchObject({ ok: false, refusal: 'malformed' });
});

test('what one may not open stays closed', async () => {
  const request = { project: 'forbidden', branch: 'master', scopes: ['project'] };
  expect(await ask('open', request)).toMatchObject({ ok: false, refusal: 'forbidden' });
});

test('a branch must be open before it is changed', async () => {
  const commands = [{ id: crypto.randomUUID(), command: setUnits(10, 1) }];
  expect(await ask('submit', { project: 'p', branch: 'master', commands })).toMatchObject({ ok: false });
});

test('a command that is malformed is refused alone', async () => {
  await ask('open', { project: 'p', branch: 'master', scopes: [NETWORK] });
  const commands = [
    { id: crypto.randomUUID(), command: { type: 'drop everything' } },
    { id: crypto.randomUUID() },
    {
      id: crypto.randomUUID(),
      command: { type: 'assign', values: [{ id: id(10), path: ['args', 'x'], value: deep }] },
    },
    { id: crypto.randomUUID(), command: setUnits(10, 3) },
  ];
  const answer = (await ask('submit', { project: 'p', branch: 'master', commands })) as {
    results: { ok: boolean; problems?: { code: string }[] }[];
  };
  expect(answer.results.map(({ ok, problems }) => (ok ? 'ok' : problems?.[0]?.code))).toEqual([
    'malformed',
    'malformed',
    'malformed',
    'ok',
  ]);
});

test('garbage on the wire disturbs nobody else', async () => {
  const ann = await person(gateway.url, 'p', [NETWORK]);
  intruder.emit('open');
  intruder.emit('submit', 1, 2, 3);
  intruder.emit('watchJob', null);
  intruder.emit('unwatchJob', { project: [] });
  intruder.emit('close', 'everything');
  const closed = new Promise((resolve) => intruder.on('disconnect', resolve));
  const { engine } = intruder.io as unknown as { engine: { write(packet: string): void } };
  for (const packet of ['2["open"', '9', '51-[{"_placeholder":true,"num":9}]', '\u0000', '2[{}]']) {
    engine.write(packet);
  }
  await closed;
  ann.client.run(setUnits(10, 5));
  await whenSaved(ann.client);
  expect(gateway.errors).toEqual([]);
  ann.connection.close();
});
