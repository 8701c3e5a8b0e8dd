import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { modulesThatKeepRelations, type Requirejs } from './overlays.ts';

/*
 * The thin typing of what we use of webgme-engine. Nothing outside this folder may import it,
 * and nothing else in this folder may require the package.
 */

export interface CoreNode {
  readonly __engine: 'node';
}

export interface AttributeRule {
  readonly type: 'string' | 'integer' | 'float' | 'boolean';
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

export type AttributeValue = string | number | boolean | object;

export interface Core {
  loadRoot(hash: string): Promise<CoreNode>;
  loadByPath(from: CoreNode, path: string): Promise<CoreNode | null>;
  loadOwnChildren(node: CoreNode): Promise<CoreNode[]>;
  createNode(of: { parent: CoreNode | null; base: CoreNode | null; relid?: string; guid?: string }): CoreNode;
  deleteNode(node: CoreNode): void;
  persist(root: CoreNode): {
    rootHash: string;
    objects: Record<string, { newData?: StoredObject; newHash?: string }>;
  };
  getPath(node: CoreNode): string;
  getRelid(node: CoreNode): string;
  getGuid(node: CoreNode): string;
  setGuid(node: CoreNode, guid: string): Promise<void>;
  getRoot(node: CoreNode): CoreNode;
  getParent(node: CoreNode): CoreNode | null;
  getBase(node: CoreNode): CoreNode | null;
  setBase(node: CoreNode, base: CoreNode | null): void;
  getOwnChildrenRelids(node: CoreNode): string[];
  getAttribute(node: CoreNode, name: string): AttributeValue | undefined;
  getOwnAttribute(node: CoreNode, name: string): AttributeValue | undefined;
  getAttributeNames(node: CoreNode): string[];
  getOwnAttributeNames(node: CoreNode): string[];
  setAttribute(node: CoreNode, name: string, value: AttributeValue): void;
  delAttribute(node: CoreNode, name: string): void;
  getOwnPointerNames(node: CoreNode): string[];
  getOwnPointerPath(node: CoreNode, name: string): string | null | undefined;
  setPointer(node: CoreNode, name: string, target: CoreNode | null): void;
  delPointer(node: CoreNode, name: string): void;
  getRegistry(node: CoreNode, name: string): unknown;
  setRegistry(node: CoreNode, name: string, value: unknown): void;
  addMember(node: CoreNode, set: string, member: CoreNode): void;
  createSet(node: CoreNode, set: string): void;
  setMemberRegistry(node: CoreNode, set: string, member: string, name: string, value: unknown): void;
  setAttributeMeta(node: CoreNode, name: string, rule: AttributeRule): void;
  getAttributeMeta(node: CoreNode, name: string): AttributeRule | undefined;
  delAttributeMeta(node: CoreNode, name: string): void;
  setChildMeta(node: CoreNode, child: CoreNode, min?: number, max?: number): void;
  setPointerMetaTarget(node: CoreNode, name: string, target: CoreNode, min?: number, max?: number): void;
  setPointerMetaLimits(node: CoreNode, name: string, min?: number, max?: number): void;
  delPointerMeta(node: CoreNode, name: string): void;
  getOwnValidAttributeNames(node: CoreNode): string[];
  getOwnValidPointerNames(node: CoreNode): string[];
  getAllMetaNodes(node: CoreNode): Record<string, CoreNode>;
}

/** What the engine keeps under a hash: a node, a shard of overlays or a commit. */
export interface StoredObject {
  readonly _id: string;
  readonly [key: string]: unknown;
}

export interface CommitObject extends StoredObject {
  readonly type: 'commit';
  readonly root: string;
  readonly parents: readonly string[];
  readonly updater: readonly string[];
  readonly time: number;
  readonly message: string;
}

/** Where Core reads and puts objects. */
export interface CoreStorage {
  readonly ID_NAME: '_id';
  loadObject(hash: string, callback: (error: Error | null, object?: StoredObject) => void): void;
  loadPaths(rootHash: string, paths: readonly string[], callback: (error: Error | null) => void): void;
  insertObject(object: StoredObject): void;
}

export interface EngineLogger {
  debug(...details: unknown[]): void;
  info(...details: unknown[]): void;
  warn(...details: unknown[]): void;
  error(...details: unknown[]): void;
  fork(name: string): EngineLogger;
}

export interface ProjectListing {
  readonly _id: string;
  readonly name: string;
  readonly owner: string;
  readonly info: { readonly createdAt: string; readonly modifiedAt: string };
}

/** The engine's storage with its rights; projects and branches go through it. */
export interface SafeStorage {
  openDatabase(): Promise<void>;
  closeDatabase(): Promise<void>;
  getProjects(query: { username: string; info: true; projectId?: string }): Promise<ProjectListing[]>;
  createProject(query: { username: string; projectName: string; kind: string }): Promise<unknown>;
  deleteProject(query: { username: string; projectId: string }): Promise<boolean>;
  duplicateProject(query: { username: string; projectId: string; projectName: string }): Promise<unknown>;
  openProject(query: { username: string; projectId: string }): Promise<EngineProject>;
  getBranches(query: { username: string; projectId: string }): Promise<Record<string, string>>;
  makeCommit(query: {
    username: string;
    projectId: string;
    branchName?: string;
    commitObject: CommitObject;
    coreObjects: Record<string, never>;
    changedNodes: null;
  }): Promise<{ status?: 'SYNCED' | 'FORKED'; hash: string }>;
}

export interface EngineProject {
  readonly projectId: string;
  getBranchHash(branch: string): Promise<string>;
}

export interface GmeAuth {
  unload(): Promise<void>;
}

export interface EngineConfig {
  readonly [section: string]: unknown;
  readonly mongo: { uri: string; options: Record<string, unknown> };
  readonly authentication: { guestAccount: string; [key: string]: unknown };
  readonly core: { overlayShardSize: number; [key: string]: unknown };
}

interface Engine {
  getStorage(logger: EngineLogger, config: EngineConfig, auth: GmeAuth): SafeStorage;
  getGmeAuth(config: EngineConfig): Promise<GmeAuth>;
  addToRequireJsPaths(config: EngineConfig): void;
  readonly requirejs: Requirejs;
}

const load = createRequire(import.meta.url);
export const engine = load('webgme-engine') as Engine;

/** The engine's own files, for its configuration and its commands. */
export const engineFile = (path: string) => load.resolve(`webgme-engine/${path}`);
export const defaultEngineConfig = () =>
  structuredClone(load(engineFile('config/config.default.js'))) as EngineConfig;
export const validateEngineConfig = (config: EngineConfig) => {
  const { validateConfig } = load(engineFile('config/validator.js')) as {
    validateConfig: (config: EngineConfig) => void;
  };
  validateConfig(config);
};

const modules = modulesThatKeepRelations(engine.requirejs, {
  baseUrl: dirname(engineFile('src/utils.js')),
  nodeRequire: createRequire(engineFile('index.js')),
});
const CoreQ = modules('common/core/coreQ') as new (
  storage: CoreStorage,
  options: { globConf: EngineConfig; logger: EngineLogger },
) => Core;

export const makeCore = (storage: CoreStorage, config: EngineConfig, logger: EngineLogger): Core =>
  new CoreQ(bound(storage), { globConf: config, logger });

/** Core calls some of these without their object. */
const bound = (storage: CoreStorage): CoreStorage => ({
  ID_NAME: '_id',
  loadObject: (hash, callback) => storage.loadObject(hash, callback),
  loadPaths: (rootHash, paths, callback) => storage.loadPaths(rootHash, paths, callback),
  insertObject: (object) => storage.insertObject(object),
});

// A stack trace for each of its steps would make reading a large project much slower.
(modules('common/core/tasync') as { setTrace(enabled: boolean): void }).setTrace(false);

/** The number that a relative id stands for; it is part of the identity of a node. */
export const { relidToInteger } = modules('common/util/random') as {
  relidToInteger: (relid: string) => number;
};

/** The hash under which the engine keeps an object that has none yet. */
export function hashOf(object: Omit<StoredObject, '_id'>, config: EngineConfig): string {
  const key = modules('common/util/key') as (object: unknown, config: EngineConfig) => string;
  return `#${key(object, config)}`;
}

interface MetaRules {
  /** Checks one node against the rules of the metamodel. */
  checkNode(core: Core, node: CoreNode): Promise<{ readonly messages: readonly string[] }>;
  /** Checks the metamodel itself. */
  checkMetaConsistency(core: Core, node: CoreNode): readonly { readonly message: string }[];
}

/** The engine's own checks. */
export const metaRules = () => modules('common/core/users/metarules') as MetaRules;
