import { MongoClient, type Db } from 'mongodb';
import { LAYER_TYPES, type LayerType } from '../../meta/catalogue/index.ts';
import { METAMODEL_VERSION, type ModelRecord } from '../../meta/index.ts';
import { MIGRATIONS, type Migration } from '../../meta/migrations/index.ts';
import type { Change } from '../domain/change.ts';
import { PROJECT_SCOPE, scopeOf, type Scope } from '../domain/scope.ts';
import { ProjectState } from '../domain/state.ts';
import { ENGINE_USER, engineConfig, type EngineLocation } from './config.ts';
import {
  engine,
  makeCore,
  type CommitObject,
  type Core,
  type EngineConfig,
  type EngineLogger,
  type GmeAuth,
  type SafeStorage,
  type StoredObject,
} from './engine.ts';
import { commitObject, commitsFrom, type Commit } from './commits.ts';
import { ModelError } from './faults.ts';
import type { LayerTypes } from './metamodel.ts';
import { migrate } from './migrate.ts';
import { ObjectStore } from './objects.ts';
import { packProject, unpackProject, type PackageFile } from './package.ts';
import {
  ProjectTree,
  type CommitResult,
  type Committer,
  type NewCommit,
  type Standing,
} from './projectTree.ts';
import { ScopeCache, WORTH_KEEPING, type KeptScope } from './scopeCache.ts';
import { blankProject, type StoredTree } from './seed.ts';
import { isDocument, Tree } from './tree.ts';
import { Turns } from './turns.ts';

export type ProjectId = string;
export const MAIN_BRANCH = 'master';
const KIND = 'deepforge';
const username = ENGINE_USER;

export interface ModelOptions extends EngineLocation {
  readonly log?: (message: string) => void;
  readonly layerTypes?: readonly LayerType[];
  readonly now?: () => number;
  readonly migrations?: readonly Migration[];
  /** The version that projects are brought to. */
  readonly metamodelVersion?: number;
  /** Of documents with fewer records nothing is kept to read them faster. */
  readonly worthKeeping?: number;
}

export interface ProjectListing {
  readonly id: ProjectId;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface NewProject {
  readonly name: string;
  readonly author: string;
  /** What it holds at first, parents before what they contain; a Project record gives its description. */
  readonly records?: readonly ModelRecord[];
}

/** Told the id that a project is about to have, and nobody else gets meanwhile. Throwing keeps it from being made. */
export type Announce = (id: ProjectId) => Promise<void>;

export type At = { readonly branch: string } | { readonly commit: string };

export interface HistoryQuery {
  readonly branch?: string;
  /** Begins with this commit. */
  readonly from?: string;
  /** Begins after this commit: the hash of the last one of the page before. */
  readonly before?: string;
  readonly limit?: number;
}

/** Connects to the store; the engine's keys are made on first use. */
export async function openModel(options: ModelOptions): Promise<Model> {
  const config = await engineConfig(options);
  const logger = engineLogger(options.log);
  const auth = await engine.getGmeAuth(config);
  const storage = engine.getStorage(logger, config, auth);
  await storage.openDatabase();
  const client = await new MongoClient(config.mongo.uri, config.mongo.options).connect();
  return new Model({ config, logger, auth, storage, client, options });
}

interface Parts {
  readonly config: EngineConfig;
  readonly logger: EngineLogger;
  readonly auth: GmeAuth;
  readonly storage: SafeStorage;
  readonly client: MongoClient;
  readonly options: ModelOptions;
}

/** The projects of a store. */
export class Model {
  readonly #config: EngineConfig;
  readonly #logger: EngineLogger;
  readonly #auth: GmeAuth;
  readonly #storage: SafeStorage;
  readonly #client: MongoClient;
  readonly #db: Db;
  readonly #now: () => number;
  readonly #layerTypes: LayerTypes;
  readonly #migrations: readonly Migration[];
  readonly #metamodel: number;
  readonly #worthKeeping: number;
  readonly #stores = new Map<ProjectId, ObjectStore>();
  readonly #titles = new Map<string, string>();
  readonly #turns = new Turns();
  readonly #ownCommits = new Set<string>();
  #blank: Promise<StoredTree> | undefined;

  constructor({ config, logger, auth, storage, client, options }: Parts) {
    this.#config = config;
    this.#logger = logger;
    this.#auth = auth;
    this.#storage = storage;
    this.#client = client;
    this.#db = client.db();
    this.#now = options.now ?? Date.now;
    this.#migrations = options.migrations ?? MIGRATIONS;
    this.#metamodel = options.metamodelVersion ?? METAMODEL_VERSION;
    this.#worthKeeping = options.worthKeeping ?? WORTH_KEEPING;
    this.#layerTypes = new Map((options.layerTypes ?? LAYER_TYPES).map((type) => [type.name, type]));
  }

  async close() {
    await this.#storage.closeDatabase();
    await this.#auth.unload();
    await this.#client.close();
  }

  async projects(): Promise<ProjectListing[]> {
    const listed = await this.#storage.getProjects({ username, info: true });
    return Promise.all(
      listed.map(async ({ _id: id, info }) => {
        const createdAt = Date.parse(info.createdAt);
        const head = await this.#headCommit(id, MAIN_BRANCH).catch(() => undefined);
        return { id, createdAt, modifiedAt: head?.time ?? createdAt };
      }),
    );
  }

  /** What people call a project. */
  async title(id: ProjectId): Promise<string> {
    const { root } = await this.#headCommit(id, MAIN_BRANCH);
    const known = this.#titles.get(root);
    if (known !== undefined) return known;
    const { atr } = await this.#objects(id).load<StoredObject & { atr?: { name?: string } }>(root);
    const title = atr?.name ?? id;
    this.#titles.set(root, title);
    return title;
  }

  /** Makes a project of records. */
  async createProject({ name, author, records = [] }: NewProject, announce?: Announce): Promise<ProjectId> {
    const given = records.find((record) => record.concept === 'Project');
    const blank = await this.#blankProject();
    return this.#make(name, announce, async (id) => {
      await this.#objects(id).insert(blank.objects);
      const core = this.#core(id);
      const root = await core.loadRoot(blank.rootHash);
      await core.setGuid(root, given?.id ?? crypto.randomUUID());
      const tree = new Tree(core, root, this.#layerTypes);
      const project = this.#projectTree(id, tree, { commit: '', root: undefined, isNewest: true });
      await project.write([titled(tree.rootId, name), ...records.filter((one) => one !== given).map(put)]);
      if (given) await project.write([...described(given), titled(given.id, name)]);
      await project.commit({ message: `Created the project "${name}"`, author, branch: MAIN_BRANCH });
      // It makes the first opening faster and nothing else.
      for (const [scope, contents] of documentsOf(records))
        await project.keep(scope, contents).catch(() => undefined);
    });
  }

  async deleteProject(id: ProjectId): Promise<void> {
    await this.#mustExist(id);
    await this.#storage.deleteProject({ username, projectId: id });
    await this.#cache(id).forgetAll();
    this.#stores.delete(id);
  }

  /** Copies a project with its history. */
  async duplicateProject(
    id: ProjectId,
    title: string,
    author: string,
    announce?: Announce,
  ): Promise<ProjectId> {
    await this.#mustExist(id);
    const copy = await this.#begin(title, announce, async (projectName) =>
      this.#storage.duplicateProject({ username, projectId: id, projectName }),
    );
    await this.#cache(id)
      .copy(copy)
      .catch(() => undefined);
    const tree = await this.openTree(copy, { branch: MAIN_BRANCH });
    await tree.write([titled(tree.rootId, title)]);
    await tree.commit({ message: `Duplicated as "${title}"`, author, branch: MAIN_BRANCH });
    return copy;
  }

  /** A project as a file that the engine's own import takes, too; `files` travel with it. */
  async exportProject(id: ProjectId, commit?: string, files: readonly PackageFile[] = []): Promise<Buffer> {
    const at = await this.#commitAt(id, commit === undefined ? { branch: MAIN_BRANCH } : { commit });
    return packProject({ projectId: id, kind: KIND, commit: at, objects: this.#objects(id), files });
  }

  /** Makes a project of such a file, ours or one that the engine exported. Throws a ModelError that says what is wrong. */
  async importProject(
    content: Buffer,
    author: string,
    announce?: Announce,
  ): Promise<{ readonly id: ProjectId; readonly files: readonly PackageFile[] }> {
    const { rootHash, objects, name, files } = await unpackProject(content, this.#config);
    const id = await this.#make(name, announce, async (id) => {
      await this.#objects(id).insert(objects);
      await this.#mustBeReadable(id, rootHash);
      const message = `Imported the project "${name}"`;
      await this.#commit(id, { hash: rootHash, objects: [] }, '', { message, author, branch: MAIN_BRANCH });
    });
    return { id, files };
  }

  /** Does something about an id that no project has, and none is given meanwhile. */
  async whileAbsent(id: ProjectId, work: () => Promise<void>): Promise<void> {
    await this.#turns.take(NAMING, async () => {
      if (!(await this.#exists(id))) await work();
    });
  }

  async branches(id: ProjectId): Promise<Readonly<Record<string, string>>> {
    await this.#mustExist(id);
    return this.#storage.getBranches({ username, projectId: id });
  }

  /** The hash of the newest commit of a branch. */
  async head(id: ProjectId, branch: string): Promise<string> {
    const found = await this.#db.collection<{ _id: string; hash: string }>(id).findOne({ _id: `*${branch}` });
    if (!found) throw new ModelError('no-branch', `There is no branch "${branch}" in ${id}.`);
    return found.hash;
  }

  /** Commits from the newest backwards, a page at a time. */
  async history(id: ProjectId, query: HistoryQuery = {}): Promise<Commit[]> {
    const { branch = MAIN_BRANCH, from, before, limit = 50 } = query;
    const start = before ?? from ?? (await this.head(id, branch));
    const commits = await commitsFrom(this.#objects(id), start, before === undefined ? limit : limit + 1);
    return before === undefined ? commits : commits.slice(1);
  }

  /** A project at the newest commit of a branch or at any commit, brought to the present metamodel when it is older. */
  async openTree(id: ProjectId, at: At): Promise<ProjectTree> {
    const commit = await this.#commitAt(id, at);
    const tree = await Tree.open(this.#core(id), commit.root, this.#layerTypes);
    const isPresent = tree.metamodelVersion === this.#metamodel;
    const root = isPresent ? commit.root : undefined;
    const project = this.#projectTree(id, tree, { commit: commit._id, root, isNewest: 'branch' in at });
    if (isPresent) return project;
    await migrate(tree, this.#migrations, this.#metamodel);
    if (!('branch' in at)) return project;
    const message = `Migrated to metamodel ${this.#metamodel}`;
    const result = await project.commit({ message, author: ENGINE_USER, branch: at.branch });
    return result.status === 'committed' ? project : this.openTree(id, at);
  }

  /** A new commit whose state is that of an old one. */
  async restore(id: ProjectId, branch: string, commit: string, author: string, message: string) {
    const { root } = await this.#commitAt(id, { commit });
    return this.#commit(id, { hash: root, objects: [] }, await this.head(id, branch), {
      message,
      author,
      branch,
    });
  }

  /** Tells of commits that were not made through this model. Returns the release. */
  onOutsideCommit(id: ProjectId, branch: string, tell: (head: string) => void, everyMs = 2000): () => void {
    let known: string | undefined;
    const look = async () => {
      const head = await this.head(id, branch);
      if (known !== undefined && head !== known && !this.#ownCommits.has(head)) tell(head);
      known = head;
    };
    const timer = setInterval(() => void look().catch(() => undefined), everyMs);
    void look().catch(() => undefined);
    return () => clearInterval(timer);
  }

  /** A commit, with all that makes it durable done; trees and plugins write through it. */
  async #commit(
    id: ProjectId,
    root: { readonly hash: string; readonly objects: readonly StoredObject[] },
    parent: string,
    { message, author, branch }: NewCommit,
  ): Promise<CommitResult> {
    const writtenBytes = await this.#objects(id).insert(root.objects);
    return this.#turns.take(`${id} ${branch}`, async () => {
      const before = parent === '' ? undefined : await this.#objects(id).load<CommitObject>(parent);
      const time = Math.max(this.#now(), (before?.time ?? 0) + 1);
      const commit = commitObject({ root: root.hash, parent, author, time, message }, this.#config);
      this.#ownCommits.add(commit._id);
      const { status, hash } = await this.#storage.makeCommit({
        username,
        projectId: id,
        branchName: branch,
        commitObject: commit,
        coreObjects: {},
        changedNodes: null,
      });
      if (status !== 'SYNCED') return { status: 'conflict', head: await this.head(id, branch) };
      return { status: 'committed', hash, writtenBytes };
    });
  }

  #projectTree(id: ProjectId, tree: Tree, at: Standing): ProjectTree {
    const commit = (...args: Parameters<Committer>) => this.#commit(id, ...args);
    return new ProjectTree(tree, at, { commit, objects: this.#objects(id), cache: this.#cache(id) });
  }

  #cache(id: ProjectId): ScopeCache {
    return new ScopeCache(this.#db.collection<KeptScope>('_scopes'), id, this.#worthKeeping);
  }

  /** Makes an engine project and takes it away again where filling it fails. */
  async #make(
    title: string,
    announce: Announce | undefined,
    fill: (id: ProjectId) => Promise<void>,
  ): Promise<ProjectId> {
    const id = await this.#begin(title, announce, async (projectName) =>
      this.#storage.createProject({ username, projectName, kind: KIND }),
    );
    try {
      await fill(id);
      return id;
    } catch (error) {
      await this.deleteProject(id);
      throw error;
    }
  }

  /** One after the other, so that no two projects are given one name. */
  async #begin(
    title: string,
    announce: Announce | undefined,
    begin: (projectName: string) => Promise<unknown>,
  ): Promise<ProjectId> {
    return this.#turns.take(NAMING, async () => {
      const projectName = await this.#freeName(title);
      const id = projectIdOf(projectName);
      await announce?.(id);
      await begin(projectName);
      return id;
    });
  }

  async #freeName(title: string): Promise<string> {
    const listed = await this.#storage.getProjects({ username, info: true });
    const taken = new Set(listed.map(({ _id }) => _id));
    const slug = slugOf(title);
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? slug : `${slug}_${n}`;
      if (!taken.has(projectIdOf(name))) return name;
    }
  }

  async #exists(id: ProjectId): Promise<boolean> {
    const listed = await this.#storage.getProjects({ username, info: true });
    return listed.some(({ _id }) => _id === id);
  }

  async #mustExist(id: ProjectId) {
    if (!(await this.#exists(id))) throw new ModelError('no-project', `There is no project ${id}.`);
  }

  /** Reads every scope once, so that a project that cannot be shown is never taken in. */
  async #mustBeReadable(id: ProjectId, rootHash: string) {
    try {
      const tree = await Tree.open(this.#core(id), rootHash, this.#layerTypes);
      if (!tree.isOurs) throw new ModelError('bad-package', ofAnotherKind(tree.metamodel.names));
      const project = this.#projectTree(id, tree, { commit: '', root: rootHash, isNewest: true });
      for (const { id: scope, concept } of await tree.loadScope(PROJECT_SCOPE)) {
        if (!isDocument(concept)) continue;
        const records = await tree.loadScope(scope);
        if (tree.faults.length === 0) await project.keep(scope, records).catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof ModelError) throw error;
      throw new ModelError(
        'bad-package',
        `This file holds no DeepForge project: ${(error as Error).message}.`,
      );
    }
  }

  async #commitAt(id: ProjectId, at: At): Promise<CommitObject> {
    if ('branch' in at) return this.#headCommit(id, at.branch);
    const found = await this.#objects(id)
      .load<CommitObject>(at.commit)
      .catch(() => undefined);
    if (found?.type === 'commit') return found;
    throw new ModelError('no-commit', `There is no commit ${at.commit} in ${id}.`);
  }

  async #headCommit(id: ProjectId, branch: string): Promise<CommitObject> {
    return this.#objects(id).load<CommitObject>(await this.head(id, branch));
  }

  #objects(id: ProjectId): ObjectStore {
    let store = this.#stores.get(id);
    if (!store) this.#stores.set(id, (store = new ObjectStore(this.#db.collection<StoredObject>(id))));
    return store;
  }

  #core(id: ProjectId): Core {
    return makeCore(this.#objects(id), this.#config, this.#logger);
  }

  #blankProject(): Promise<StoredTree> {
    this.#blank ??= Promise.resolve(blankProject(this.#config, this.#logger));
    return this.#blank;
  }
}

const MOST_TYPES_SHOWN = 6;

const put = (record: ModelRecord): Change => ({ op: 'put', record });

function ofAnotherKind(types: readonly string[]): string {
  const shown = types.slice(0, MOST_TYPES_SHOWN).join(', ').slice(0, 100) || 'nothing';
  const more = types.length > MOST_TYPES_SHOWN ? ' and more' : '';
  return (
    'This is a project of another WebGME application. Expected: one that this DeepForge exported. ' +
    `Received: one whose metamodel is made of ${shown}${more}. ` +
    'To bring networks from elsewhere, make a project and import them as .keras or Keras JSON files.'
  );
}

/** Of all documents among the records what they contain, in the given order. */
function documentsOf(records: readonly ModelRecord[]): Map<Scope, ModelRecord[]> {
  const state = new ProjectState(records);
  const found = new Map<Scope, ModelRecord[]>();
  for (const record of records) {
    const scope = scopeOf(state, record);
    if (scope === PROJECT_SCOPE) continue;
    const inside = found.get(scope);
    if (inside) inside.push(record);
    else found.set(scope, [record]);
  }
  return found;
}

const titled = (id: string, title: string): Change => ({ op: 'set', id, path: ['name'], value: title });
const described = (project: ModelRecord): Change[] =>
  project.concept === 'Project'
    ? [{ op: 'set', id: project.id, path: ['description'], value: project.description }]
    : [];

/** No branch has this key: those begin with the id of a project. */
const NAMING = '';

const projectIdOf = (name: string): ProjectId => `${ENGINE_USER}+${name}`;

/** The engine's names have letters, digits and underscores only. */
function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_');
  return (
    plain
      .replace(/^_+|_+$/g, '')
      .toLowerCase()
      .slice(0, 60) || 'project'
  );
}

function engineLogger(log: (message: string) => void = () => undefined): EngineLogger {
  const tell = (...details: unknown[]) => log(details.map(String).join(' '));
  const quiet = () => undefined;
  const logger: EngineLogger = { debug: quiet, info: quiet, warn: tell, error: tell, fork: () => logger };
  return logger;
}
