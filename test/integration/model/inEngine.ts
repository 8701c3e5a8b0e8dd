import { LAYER_TYPES } from '../../../meta/catalogue/index.ts';
import type { Scope } from '../../../src/domain/scope.ts';
import { engineConfig } from '../../../src/model/config.ts';
import {
  engine,
  makeCore,
  metaRules,
  type Core,
  type CoreNode,
  type CoreStorage,
  type EngineLogger,
  type StoredObject,
} from '../../../src/model/engine.ts';
import { Tree } from '../../../src/model/tree.ts';
import type { TestStore } from './store.ts';

/*
 * The project as the engine alone sees it: its own storage, project and Core, none of our reader or writer.
 */

const USER = 'deepforge';
const quiet = () => undefined;
const logger: EngineLogger = { debug: quiet, info: quiet, warn: quiet, error: quiet, fork: () => logger };

interface EngineProjectOfUser extends CoreStorage {
  setUser(user: string): void;
  getBranchHash(branch: string): Promise<string>;
  makeCommit(
    branch: string,
    parents: readonly string[],
    root: string,
    objects: object,
    message: string,
  ): Promise<unknown>;
}

async function inEngine<T>(
  store: TestStore,
  projectId: string,
  work: (core: Core, root: CoreNode, project: EngineProjectOfUser, head: string) => Promise<T>,
): Promise<T> {
  const config = await engineConfig({ mongoUri: store.uri, keyFolder: `${store.folder}/keys` });
  const auth = await engine.getGmeAuth(config);
  const storage = engine.getStorage(logger, config, auth);
  await storage.openDatabase();
  try {
    const opened = await storage.openProject({ username: USER, projectId });
    const project = opened as unknown as EngineProjectOfUser;
    project.setUser(USER);
    const head = await project.getBranchHash('master');
    const core = makeCore(project, config, logger);
    const commit = await new Promise<StoredObject>((resolve, reject) => {
      project.loadObject(head, (error, object) => (object ? resolve(object) : reject(error!)));
    });
    return await work(core, await core.loadRoot(commit.root as string), project, head);
  } finally {
    await storage.closeDatabase();
    await auth.unload();
  }
}

/** Paths and attributes, own and inherited, of the nodes with these identities. */
export const attributesInEngine = (store: TestStore, projectId: string, ids: readonly string[]) =>
  inEngine(store, projectId, async (core, root) => {
    const nodes = await allNodes(core, root);
    return ids.map((id): Record<string, unknown> => {
      const node = nodes.find((each) => core.getGuid(each) === id)!;
      const values = core.getAttributeNames(node).map((name) => [name, core.getAttribute(node, name)]);
      return { path: core.getPath(node), ...(Object.fromEntries(values) as object) };
    });
  });

/** An edit by somebody who knows nothing of us. */
export const editInEngine = (
  store: TestStore,
  projectId: string,
  id: string,
  edit: (core: Core, node: CoreNode) => void,
) =>
  inEngine(store, projectId, async (core, root, project, head) => {
    const nodes = await allNodes(core, root);
    edit(
      core,
      nodes.find((each) => core.getGuid(each) === id)!,
    );
    const { rootHash, objects } = core.persist(root);
    await project.makeCommit('master', [head], rootHash, objects, 'Edited elsewhere');
  });

/** Reads a project as it is in the objects, whatever is kept of it. */
export const anewFrom = <T>(store: TestStore, projectId: string, read: (tree: Tree) => Promise<T>) =>
  inEngine(store, projectId, async (core, root) =>
    read(new Tree(core, root, new Map(LAYER_TYPES.map((type) => [type.name, type])))),
  );

export const readAnew = (store: TestStore, projectId: string, scope: Scope) =>
  anewFrom(store, projectId, async (tree) => tree.loadScope(scope));

export const violationsInEngine = (store: TestStore, projectId: string) =>
  inEngine(store, projectId, async (core, root) => {
    const found = metaRules()
      .checkMetaConsistency(core, root)
      .map(({ message }) => message);
    for (const node of await allNodes(core, root)) {
      const { messages } = await metaRules().checkNode(core, node);
      found.push(...messages.map((message) => `${core.getPath(node)}: ${message}`));
    }
    return found;
  });

async function allNodes(core: Core, from: CoreNode): Promise<CoreNode[]> {
  const children = await core.loadOwnChildren(from);
  const below = await Promise.all(children.map((child) => allNodes(core, child)));
  return [from, ...below.flat()];
}
