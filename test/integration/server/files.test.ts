import { randomUUID } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { find, ProjectState } from '../../../src/domain/state.ts';
import type { ModelRecord } from '../../../meta/index.ts';
import { cancelledExecution, send, useGateway } from './gateway.ts';

const gateway = useGateway();
const SECRET = 'the secret of another file';

describe('a figure is served from the figures of its job', () => {
  let project = '';
  let job = '';
  const figure = (name: string) =>
    send(gateway().url, `/api/v1/projects/${project}/jobs/${job}/files/${name}`);

  beforeAll(async () => {
    ({ project, job } = await cancelledExecution(gateway().url));
    const folder = path.join(gateway().data, 'jobs', job);
    await mkdir(path.join(folder, 'figures'), { recursive: true });
    await mkdir(path.join(folder, 'figures-of-another'));
    await writeFile(path.join(folder, 'figures', '1-1.svg'), '<svg/>');
    await writeFile(path.join(folder, 'figures', '1-2.png'), 'png');
    await writeFile(path.join(folder, 'figures-of-another', '1-1.svg'), SECRET);
    await writeFile(path.join(folder, 'job.json'), SECRET);
    await writeFile(path.join(gateway().data, 'secret'), SECRET);
    await symlink('../job.json', path.join(folder, 'figures', 'link.svg'));
    await symlink('..', path.join(folder, 'figures', 'up'));
  });

  test.each([
    ['1-1.svg', 'image/svg+xml', '<svg/>'],
    ['figures/1-1.svg', 'image/svg+xml', '<svg/>'],
    ['figures/1-2.png', 'image/png', 'png'],
  ])('%s', async (name, type, content) => {
    const { status, headers, body } = await figure(name);
    expect([status, headers['content-type'], body]).toEqual([200, type, content]);
  });

  test('so that scripts in it cannot run', async () => {
    const { headers } = await figure('1-1.svg');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  });

  test.each([
    '../job.json',
    'figures/../job.json',
    'figures/..%2fjob.json',
    '..%2fjob.json',
    '..%2f..%2f..%2fsecret',
    '%2e%2e/job.json',
    '%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret',
    '..%5cjob.json',
    '....//job.json',
    '..%252fjob.json',
    '../figures-of-another/1-1.svg',
    '%2fetc%2fpasswd',
    '/etc/passwd',
    'figures//etc/passwd',
    'link.svg',
    'up/job.json',
    '1-1.svg%00',
    '%00',
    'none.svg',
    '.',
    '',
  ])('and nothing else: %j', async (name) => {
    const { status, body } = await figure(name);
    expect(status).toBe(404);
    expect(body).not.toContain(SECRET);
  });

  test.each(['..%2f..%2fsecret', '..', '%2e%2e', 'x'])('nor of what is no job: %j', async (name) => {
    const { url, project } = gateway();
    for (const part of ['log', 'events', 'files/1-1.svg']) {
      const { status, body } = await send(url, `/api/v1/projects/${project}/jobs/${name}/${part}`);
      expect([400, 404]).toContain(status);
      expect(body).not.toContain(SECRET);
    }
  });
});

async function upload(name: string, body: string, type = 'application/octet-stream') {
  const { url, project } = gateway();
  const target = `/api/v1/projects/${project}/artifacts?name=${encodeURIComponent(name)}`;
  const answer = await send(url, target, { method: 'POST', headers: { 'Content-Type': type }, body });
  return { status: answer.status, ...(JSON.parse(answer.body) as { artifact?: string }) };
}

async function artifact(id: string) {
  const { url, project } = gateway();
  const base = `${url}/api/v1/projects/${project}`;
  const history = (await (await fetch(`${base}/history?limit=1`)).json()) as { commits: { hash: string }[] };
  const commit = encodeURIComponent(history.commits[0]?.hash ?? '');
  const past = await fetch(`${base}/commits/${commit}/scopes/project`);
  const { records } = (await past.json()) as { records: ModelRecord[] };
  return find(new ProjectState(records), 'Artifact', id);
}

const download = async (id: string) =>
  send(gateway().url, `/api/v1/projects/${gateway().project}/artifacts/${id}/file`);

describe('an uploaded file becomes an artifact', () => {
  test.each([
    ['weights.npy', 'weights', 'npy', 'numpy.ndarray'],
    ['Model.KERAS', 'Model', 'keras', 'keras.Model'],
    ['table.parquet', 'table', 'parquet', 'pandas.DataFrame'],
    ['notes', 'notes', 'file', 'Any'],
    ['archive.tar.gz', 'archive.tar', 'gz', 'Any'],
    ['größe 🌍.json', 'größe 🌍', 'json', 'Any'],
    ['../../etc/passwd.npy', 'passwd', 'npy', 'numpy.ndarray'],
  ])('%s, known by its name', async (fileName, name, format, type) => {
    const { status, artifact: id = '' } = await upload(fileName, 'content');
    expect(status).toBe(201);
    expect(await artifact(id)).toMatchObject({
      name,
      format,
      type,
      size: 7,
      fileName: path.basename(fileName),
    });
  });

  test('whatever the browser takes it for', async () => {
    const { artifact: id = '' } = await upload('numbers.json', '[1, 2]', 'application/json');
    expect((await download(id)).body).toBe('[1, 2]');
  });

  test.each(['', '   ', 'x'.repeat(201)])('but not without a name that can be shown: %j', async (name) => {
    expect((await upload(name, 'content')).status).toBe(400);
  });
});

describe('the file of an artifact is sent to be saved', () => {
  test.each([
    ['weights.npy', 'attachment; filename="weights.npy"'],
    ['say "hi".txt', 'attachment; filename="say \\"hi\\".txt"'],
    ['größe.npy', 'attachment; filename="größe.npy"'],
    ['数.npy', `attachment; filename="?.npy"; filename*=UTF-8''%E6%95%B0.npy`],
    ['back\\slash.txt', 'attachment; filename="back_slash.txt"'],
    ['two\r\nlines: x.txt', 'attachment; filename="two__lines: x.txt"'],
  ])('under a name that is safe in a header and on a disk: %j', async (name, expected) => {
    const { artifact: id = '' } = await upload(name, 'content');
    const { headers, body } = await download(id);
    expect(headers).toMatchObject({
      'content-disposition': expected,
      'content-type': 'application/octet-stream',
    });
    expect(body).toBe('content');
  });

  test('or is not there', async () => {
    expect((await download(randomUUID())).status).toBe(404);
  });
});
