import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownFile } from '../../../src/jobs/ownFile.ts';

let root: string;
let job: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'deepforge-own-')));
  job = path.join(root, 'job');
  await mkdir(path.join(job, 'outputs'), { recursive: true });
  await mkdir(path.join(root, 'job-of-another'));
  await writeFile(path.join(root, 'secret'), 'secret');
  await writeFile(path.join(root, 'job-of-another', 'model'), 'secret');
  await writeFile(path.join(job, 'outputs', 'model'), 'weights');
  await symlink('model', path.join(job, 'outputs', 'best'));
  await symlink('../../secret', path.join(job, 'outputs', 'link'));
  await symlink(root, path.join(job, 'elsewhere'));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

test.each(['outputs/model', './outputs/model', 'outputs/best'])('%s is a file of the job', async (name) => {
  expect(await ownFile(job, name)).toBe(path.join(job, 'outputs', 'model'));
});

test.each([
  ['is outside', '../secret'],
  ['is outside by its whole path', '/etc/passwd'],
  ['is in a folder whose name begins like that of the job', '../job-of-another/model'],
  ['is a link to a file outside', 'outputs/link'],
  ['goes through a link to a folder outside', 'elsewhere/secret'],
  ['is a folder', 'outputs'],
  ['is the folder of the job', '.'],
  ['does not exist', 'outputs/none'],
])('what %s is no file of the job', async (_why, name) => {
  expect(await ownFile(job, name)).toBeUndefined();
});
