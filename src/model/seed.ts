import {
  makeCore,
  type CoreStorage,
  type EngineConfig,
  type EngineLogger,
  type StoredObject,
} from './engine.ts';
import { buildMetamodel } from './metamodel.ts';

/** A tree as the objects it consists of. */
export interface StoredTree {
  readonly rootHash: string;
  readonly objects: readonly StoredObject[];
}

/** A project with its metamodel and nothing in it: what every project begins with. */
export function blankProject(config: EngineConfig, logger: EngineLogger): StoredTree {
  const core = makeCore(NOWHERE, config, logger);
  const root = core.createNode({ parent: null, base: null, guid: '00000000-0000-4000-8000-000000000000' });
  buildMetamodel(core, root);
  const { rootHash, objects } = core.persist(root);
  return { rootHash, objects: Object.values(objects).flatMap(({ newData }) => newData ?? []) };
}

const NOWHERE: CoreStorage = {
  ID_NAME: '_id',
  loadObject: (hash, callback) => callback(new Error(`Nothing is stored under ${hash}`)),
  loadPaths: (_root, _paths, callback) => callback(null),
  insertObject: () => undefined,
};
