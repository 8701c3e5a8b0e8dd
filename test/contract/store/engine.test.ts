import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { temporaryFolder, useServer } from './server.ts';

/** The part of the engine's interface that is exercised here. */
interface Engine {
  Logger: { create(name: string, options: object, isServer?: boolean): unknown };
  getGmeAuth(config: object): Promise<Auth>;
  getStorage(logger: unknown, config: object, auth: Auth): Storage;
}

interface Auth {
  addUser(id: string, email: string, password: string, canCreate: boolean, options: object): Promise<unknown>;
  addOrganization(id: string, info: object): Promise<unknown>;
  addUserToOrganization(user: string, organization: string): Promise<unknown>;
  getUser(id: string): Promise<{ orgs: string[]; projects: Record<string, object> }>;
  deleteUser(id: string, force: boolean): Promise<unknown>;
  authenticateUser(id: string, password: string): Promise<unknown>;
  unload(): Promise<unknown>;
}

interface Storage {
  openDatabase(): Promise<unknown>;
  closeDatabase(): Promise<unknown>;
  createProject(request: object): Promise<Project>;
  openProject(request: object): Promise<Project>;
  duplicateProject(request: object): Promise<Project>;
  deleteProject(request: object): Promise<boolean>;
  getProjects(request: object): Promise<{ _id: string }[]>;
}

interface Project {
  projectId: string;
  makeCommit(
    branch: string | null,
    parents: string[],
    root: string,
    objects: object,
    message: string,
  ): Promise<Commit>;
  getBranches(): Promise<Record<string, string>>;
  getBranchHash(branch: string): Promise<string>;
  setBranchHash(branch: string, newHash: string, oldHash: string): Promise<{ status: string }>;
  createTag(name: string, commit: string): Promise<unknown>;
  getTags(): Promise<Record<string, string>>;
  getCommits(before: number, count: number): Promise<{ message: string }[]>;
  getHistory(branch: string, count: number): Promise<{ message: string; root: string }[]>;
}

interface Commit {
  hash: string;
  status: string;
}

const require = createRequire(import.meta.url);
const server = useServer();
const folder = temporaryFolder();
const GUEST = 'guest';

let auth: Auth;
let storage: Storage;
let nodeOf: (project: Project, name: string) => Promise<{ root: string; objects: object }>;
let nameOf: (project: Project, root: string) => Promise<unknown>;

beforeAll(async () => {
  const engine = require('webgme-engine') as Engine;
  const config = engineConfig();
  const logger = engine.Logger.create('test', config.server.log);
  auth = await engine.getGmeAuth(config);
  storage = engine.getStorage(logger, config, auth);
  await storage.openDatabase();
  ({ nodeOf, nameOf } = cores(config, logger));
});

afterAll(async () => {
  await storage.closeDatabase();
  await auth.unload();
  folder.remove();
});

test('a project is created, committed to, branched, tagged and read back', async () => {
  const project = await storage.createProject({ projectName: 'Life', username: GUEST });
  const commits = await commitNames(project, ['one', 'two', 'three']);
  const branch = 'side';
  expect(await project.setBranchHash(branch, commits[0]?.hash ?? '', '')).toMatchObject({ status: 'SYNCED' });
  await project.createTag('v1', commits[1]?.hash ?? '');
  await expect(project.createTag('v1', commits[2]?.hash ?? '')).rejects.toThrow(/already exists/);

  const again = await storage.openProject({ projectId: project.projectId, username: GUEST });
  expect(await again.getBranches()).toEqual({ master: commits[2]?.hash, side: commits[0]?.hash });
  expect(await again.getTags()).toEqual({ v1: commits[1]?.hash });
  const history = await again.getHistory('master', 10);
  expect(history.map(({ message }) => message)).toEqual(['three', 'two', 'one']);
  expect(await nameOf(again, history[1]?.root ?? '')).toBe('two');
});

test('the older of two commits to a branch is in the branch, the younger is forked', async () => {
  const project = await storage.createProject({ projectName: 'Fork', username: GUEST });
  const [start] = await commitNames(project, ['start']);
  const [a, b] = await Promise.all([nodeOf(project, 'a'), nodeOf(project, 'b')]);
  const parents = [start?.hash ?? ''];
  const commits = await Promise.all([
    project.makeCommit('master', parents, a.root, a.objects, 'a'),
    project.makeCommit('master', parents, b.root, b.objects, 'b'),
  ]);
  expect(commits.map(({ status }) => status).sort()).toEqual(['FORKED', 'SYNCED']);
  const winner = commits.find(({ status }) => status === 'SYNCED');
  expect(await project.getBranchHash('master')).toBe(winner?.hash);
});

test('a project is duplicated and deleted', async () => {
  const project = await storage.createProject({ projectName: 'Original', username: GUEST });
  await commitNames(project, ['first', 'second']);
  const request = { projectId: project.projectId, projectName: 'Copy', username: GUEST };
  const copy = await storage.duplicateProject(request);
  expect(await copy.getBranches()).toEqual(await project.getBranches());
  expect((await copy.getHistory('master', 10)).map(({ message }) => message)).toEqual(['second', 'first']);
  expect(await storage.deleteProject({ projectId: project.projectId, username: GUEST })).toBe(true);
  const left = await storage.getProjects({ username: GUEST });
  expect(left.map(({ _id }) => _id)).toContain('guest+Copy');
  expect(left.map(({ _id }) => _id)).not.toContain('guest+Original');
});

test('users and organizations are kept', async () => {
  await auth.addUser('ada', 'ada@example.org', 'secret', true, {});
  await expect(auth.addUser('ada', 'other@example.org', 'secret', true, {})).rejects.toThrow();
  await auth.addOrganization('society', {});
  await auth.addUserToOrganization('ada', 'society');
  expect((await auth.getUser('ada')).orgs).toEqual(['society']);
  await auth.authenticateUser('ada', 'secret');
  await expect(auth.authenticateUser('ada', 'guess')).rejects.toThrow();
  await auth.deleteUser('ada', true);
  await expect(auth.getUser('ada')).rejects.toThrow(/no such user/);
});

test('the latest of a thousand commits come first, at once', async () => {
  const project = await storage.createProject({ projectName: 'Long', username: GUEST });
  await commitNames(project, ['real']);
  const collection = server().db.collection<{ _id: string; type: string; time: number; message: string }>(
    project.projectId,
  );
  await collection.createIndex({ type: 1, time: -1 });
  const hash = (i: number): string => `#${i.toString(16).padStart(40, '0')}`;
  await collection.insertMany(
    Array.from({ length: 1000 }, (_, i) => ({ _id: hash(i), type: 'commit', time: i + 1, message: `m${i}` })),
  );
  const latest = await project.getCommits(1000, 100);
  expect(latest.map(({ message }) => message)).toEqual(Array.from({ length: 100 }, (_, i) => `m${998 - i}`));
});

/** Commits a root node of each name, one after the other, to the branch master. */
async function commitNames(project: Project, names: readonly string[]): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (const name of names) {
    const { root, objects } = await nodeOf(project, name);
    const parents = commits.slice(-1).map(({ hash }) => hash);
    const commit = await project.makeCommit(
      parents.length > 0 ? 'master' : null,
      parents,
      root,
      objects,
      name,
    );
    if (parents.length === 0) await project.setBranchHash('master', commit.hash, '');
    commits.push(commit);
  }
  return commits;
}

interface EngineConfig {
  mongo: { uri: string };
  blob: { fsDir: string };
  server: { log: object };
  authentication: { enable: boolean; encryption: { key: string } };
  seedProjects: { enable: boolean };
}

function engineConfig(): EngineConfig {
  const config = structuredClone(require('webgme-engine/config/config.default.js') as EngineConfig);
  const { uri, db } = server();
  config.mongo.uri = withDatabase(uri, db.databaseName);
  config.blob.fsDir = join(folder.path, 'blobs');
  config.server.log = { transports: [{ transportType: 'Console', options: { level: 'error' } }] };
  config.seedProjects.enable = false;
  mkdirSync(config.blob.fsDir);
  return config;
}

/** Options of a real server's address come after the database. */
function withDatabase(uri: string, database: string): string {
  const [, address, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(uri) ?? [];
  return `${address ?? uri}/${database}${options}`;
}

function cores(config: EngineConfig, logger: unknown) {
  interface Core {
    createNode(of: object): object;
    setAttribute(node: object, name: string, value: string): void;
    getAttribute(node: object, name: string): unknown;
    persist(node: object): { rootHash: string; objects: object };
    loadRoot(hash: string): Promise<object>;
  }
  // The engine defines its module loader as a global.
  const { requireJS } = globalThis as unknown as { requireJS: (name: string) => unknown };
  const CoreOf = requireJS('common/core/coreQ') as new (project: Project, options: object) => Core;
  const coreOf = (project: Project): Core => new CoreOf(project, { globConf: config, logger });
  return {
    nodeOf: (project: Project, name: string) => {
      const core = coreOf(project);
      const node = core.createNode({ parent: null, base: null });
      core.setAttribute(node, 'name', name);
      const { rootHash, objects } = core.persist(node);
      return Promise.resolve({ root: rootHash, objects });
    },
    nameOf: async (project: Project, root: string) => {
      const core = coreOf(project);
      return core.getAttribute(await core.loadRoot(root), 'name');
    },
  };
}
