import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { engineFile } from '../../../src/model/engine.ts';
import { failure } from '../../../src/sync/protocol/rest.ts';
import type { Answer, CommandResult, Snapshot } from '../../../src/sync/protocol/socket.ts';
import {
  ask,
  cancelledExecution,
  recordsOf,
  send,
  startDigits,
  useGateway,
  type EndedExecution,
} from './gateway.ts';

const gateway = useGateway();
const JSON_BODY = { 'Content-Type': 'application/json' };
const SECRET = 'the secret of another project';
const NOBODY = randomUUID();
/** Comes with every Unix. */
const MAKE_PIPE = 'mkfifo';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('an id that names no project', () => {
  const ids = ['..', '%2e%2e', '..%2f..', 'a%2fb', '%00', '%24where', 'a%24', '__proto__', 'x'.repeat(4000)];

  test.each(ids)('does not exist, whatever is asked of it: %s', async (id) => {
    const { url } = gateway();
    const answers = await Promise.all([
      send(url, `/api/v1/projects/${id}/history`),
      send(url, `/api/v1/projects/${id}`, { method: 'PATCH', headers: JSON_BODY, body: '{"name":"a"}' }),
      send(url, `/api/v1/projects/${id}/artifacts?name=a.txt`, { method: 'POST', body: 'content' }),
      send(url, `/api/v1/projects/${id}/jobs/${NOBODY}/events`),
      send(url, `/api/v1/projects/${id}/artifacts/${NOBODY}/file`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    for (const { body } of answers) expect(failure.parse(JSON.parse(body)).error.code).toBe('not-found');
  });
});

test.each(['..', '__proto__', '%24where', randomUUID()])('there is no scope %s', async (scope) => {
  const { url, project } = gateway();
  const { commits } = await ask<{ commits: { hash: string }[] }>(url, `/projects/${project}/history`);
  const commit = encodeURIComponent(commits[0]?.hash ?? '');
  const { status } = await send(url, `/api/v1/projects/${project}/commits/${commit}/scopes/${scope}`);
  expect(status).toBe(404);
});

test.each([300, 10_000, 1_000_000])('a body of %i levels is refused, not walked', async (depth) => {
  const body = `{"pipeline":"${NOBODY}","set":{"Train.epochs":${nested(depth)}}}`;
  const target = `/api/v1/projects/${gateway().project}/executions`;
  const { status } = await send(gateway().url, target, { method: 'POST', headers: JSON_BODY, body });
  expect(status).toBe(400);
});

describe('what a job wrote', () => {
  let ended: EndedExecution;
  let folder = '';
  const parts = ['log', 'events', 'files/1.svg'];
  const read = async (project: string, part: string) =>
    send(gateway().url, `/api/v1/projects/${project}/jobs/${ended.job}/${part}`);

  beforeAll(async () => {
    ended = await cancelledExecution(gateway().url);
    folder = path.join(gateway().data, 'jobs', ended.job);
    await mkdir(path.join(folder, 'figures'), { recursive: true });
    await writeFile(path.join(folder, 'stdout.log'), SECRET);
    await writeFile(path.join(folder, 'events.jsonl'), '{"type":"running","time":1}\n');
    await writeFile(path.join(folder, 'figures', '1.svg'), SECRET);
  });

  test('is read in its own project', async () => {
    const answers = await Promise.all(parts.map(async (part) => read(ended.project, part)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('is not there in another', async () => {
    const answers = await Promise.all(parts.map(async (part) => read(gateway().project, part)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  test('nor followed in another', async () => {
    const emit = await browser();
    const watch = async (project: string) =>
      emit<Answer<object>>('watchJob', { project, job: ended.job, from: { bytes: 0, events: 0 } });
    const [own, other] = [await watch(ended.project), await watch(gateway().project)];
    expect([own.ok, other.ok]).toEqual([true, false]);
    expect(JSON.stringify(other)).not.toContain(SECRET);
  });

  test('is nothing where the job put a link or a pipe in its place', async () => {
    const [log, events] = [path.join(folder, 'stdout.log'), path.join(folder, 'events.jsonl')];
    await Promise.all([rm(log), rm(events), writeFile(path.join(gateway().data, 'secret'), SECRET)]);
    await symlink('../../secret', log);
    execFileSync(MAKE_PIPE, [events]);
    expect((await read(ended.project, 'log')).status).toBe(404);
    expect(JSON.parse((await read(ended.project, 'events')).body)).toEqual({ events: [] });
  });
});

describe('a project file', () => {
  const HASH = `#${'a'.repeat(40)}`;
  const bring = async (file: Uint8Array) =>
    fetch(`${gateway().url}/api/v1/projects/import`, { method: 'POST', body: Buffer.from(file) });
  const zipped = async (project: string) =>
    new JSZip().file('project.json', project).generateAsync({ type: 'uint8array', compression: 'DEFLATE' });

  test.each([
    ['more values than the memory holds', `{"objects":[${'{},'.repeat(9_000_000)}{}]}`, 413],
    ['objects that are none', `{"rootHash":"${HASH}","objects":[${'1,'.repeat(3_000_000)}1]}`, 400],
    [
      'an object without a bottom',
      `{"rootHash":"${HASH}","objects":[{"_id":"${HASH}","x":${nested(100_000)}}]}`,
      400,
    ],
  ])('with %s is refused, and the gateway goes on', async (_what, project, status) => {
    expect((await bring(await zipped(project))).status).toBe(status);
    expect((await send(gateway().url, '/api/v1/health')).status).toBe(200);
  });

  test('of another WebGME application is refused in words, and leaves nothing behind', async () => {
    const { url } = gateway();
    const before = await ask(url, '/projects');
    const answer = await bring(await readFile(engineFile('seeds/SignalFlowSystem.webgmex')));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'bad-request' } });
    expect(await ask(url, '/projects')).toEqual(before);
  });

  test('starts nothing by being imported, nor by being duplicated', async () => {
    const { url } = gateway();
    const { project, execution } = await startDigits(url);
    const file = await (await fetch(`${url}/api/v1/projects/${project}/export`)).arrayBuffer();
    const copy = await ask<{ id: string }>(url, `/projects/${project}/duplicate`, { name: 'Copy' });
    await ask(url, `/projects/${project}/executions/${execution}/cancel`, {});
    const imported = (await (await bring(new Uint8Array(file))).json()) as { id: string };

    for (const { id } of [copy, imported]) {
      const records = [...(await recordsOf(url, id, 'project')), ...(await recordsOf(url, id, execution))];
      const states = records.flatMap((record) => ('status' in record ? [record.status] : []));
      expect(states.length).toBeGreaterThan(1);
      expect(states.filter((status) => ['pending', 'queued', 'running'].includes(status))).toEqual([]);
    }
  });
});

const browsers: Socket[] = [];
afterAll(() => {
  for (const socket of browsers) socket.close();
});

async function browser() {
  const socket = io(gateway().url, { transports: ['websocket'], reconnection: false });
  browsers.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return async <T>(event: string, request: unknown) =>
    (await socket.timeout(10_000).emitWithAck(event, request)) as T;
}

describe('over a socket', () => {
  let project = '';
  let layer: ModelRecord;
  let emit: Awaited<ReturnType<typeof browser>>;
  const open = async (scope: string) => {
    const request = { project, branch: 'master', scopes: [scope] };
    const answer = await emit<Answer<{ snapshot: Snapshot }>>('open', request);
    if (!answer.ok) throw new Error(answer.error);
    return answer.snapshot.scopes[0]?.records ?? [];
  };
  const submit = async (command: unknown) => {
    const request = { project, branch: 'master', commands: [{ id: randomUUID(), command }] };
    return emit<Answer<{ results: CommandResult[] }>>('submit', request);
  };
  const malformed = { ok: true, results: [{ ok: false, problems: [{ code: 'malformed' }] }] };

  beforeAll(async () => {
    emit = await browser();
    const made = await ask<{ id: string }>(gateway().url, '/projects', { name: 'L', template: 'digits' });
    project = made.id;
    const architecture = (await open('project')).find(({ concept }) => concept === 'Architecture');
    const found = (await open(architecture?.id ?? '')).find(({ concept }) => concept === 'Layer');
    if (!found) throw new Error('The template has no layer.');
    layer = found;
  });

  test.each(['none', '_users', '__proto__', 'a\0$'])(
    'a project that is none is refused for good: %j',
    async (id) => {
      const answer = await emit('open', { project: id, branch: 'master', scopes: ['project'] });
      expect(answer).toMatchObject({ ok: false, refusal: 'forbidden' });
    },
  );

  test('a text that no document of the store could hold is refused for good', async () => {
    const value = 'x'.repeat(20_000_000);
    const answer = await submit({
      type: 'assign',
      values: [{ id: layer.id, path: ['args', 'units'], value }],
    });
    expect(answer).toMatchObject(malformed);
  });

  test('the id of a thing that is there cannot come again in other letters', async () => {
    const twin = { ...layer, id: layer.id.toUpperCase() };
    expect(await submit({ type: 'insert', records: [twin] })).toMatchObject(malformed);
  });
});

describe('on the wire', () => {
  const get = async (target: string, encoding: string) =>
    fetch(gateway().url + target, { headers: { 'Accept-Encoding': encoding } });

  test.each(['gzip', 'br'])('answers travel as %s where the browser takes it', async (encoding) => {
    const { headers } = await get('/api/v1/openapi.json', encoding);
    expect(headers.get('content-encoding')).toBe(encoding);
  });

  test('files travel as they are, with their length', async () => {
    const { url, project } = gateway();
    const upload = { method: 'POST', body: 'x'.repeat(10_000) };
    const uploaded = await fetch(`${url}/api/v1/projects/${project}/artifacts?name=a.json`, upload);
    const { artifact } = (await uploaded.json()) as { artifact: string };
    const { headers } = await get(`/api/v1/projects/${project}/artifacts/${artifact}/file`, 'gzip');
    expect([headers.get('content-encoding'), headers.get('content-length')]).toEqual([null, '10000']);
  });
});
