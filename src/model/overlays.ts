/*
 * The engine keeps the relations below a node in shards once they are many, and loses what was written to them since
 * the last `persist` in two ways: it attaches the shards anew each time that the node is loaded, which happens whenever
 * anything inside it is, and it forgets nodes that were not used for some thousand steps. Here a node keeps the shards
 * that it holds, and no node is forgotten as long as its tree lives. Where all shards are full, the engine knows of none
 * to begin with, and fails; here there always is one.
 *
 * To find the relations of one thing the engine looks into one shard after the other, which takes a quarter of the time
 * of reading ten thousand layers. Here it is known in which shard they are.
 */

interface Shard {
  readonly _id: string;
  readonly type: 'shard';
  readonly itemCount: number;
  readonly items: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Shards = Record<string, Shard>;

interface Node {
  /** Absent where the relations are few, and before they are attached. */
  readonly overlays?: Shards;
  readonly overlayMutations?: Record<string, boolean>;
  /** The shard that takes what is new, or asks for another when it is full. */
  minimalOverlayShardId?: string | null;
}

/** The layer of Core that knows of relations; those above it are made on top of it. */
interface Relations {
  loadChild: (node: Node, relid: string) => unknown;
  loadByPath: (node: Node, path: string) => unknown;
  overlayInsert: (node: Node, source: string, name: string, target: string) => unknown;
  overlayInquiry: (node: Node, source: string, name?: string) => Inquiry;
  getProperty: (node: Node, name: string) => unknown;
  setProperty: (node: Node, name: string, value: unknown) => void;
  getChild: (node: Node, relid: string) => Node;
}

/** What relations something has: all of them, or the target of the one that was named. */
interface Inquiry {
  readonly shardId: string | null;
  readonly value: unknown;
}

type RelationsClass = new (inner: Relations, options: unknown) => Relations;

/** The engine's promises: `call` waits for its last argument and hands it to the function. */
interface Tasync {
  readonly call: (then: (node: Node | null) => unknown, node: unknown) => unknown;
}

/** Hands out a module of the engine by its name. */
export type ModuleLoader = (module: string) => unknown;

/** How modules of the engine are named and found. */
export interface Requirejs extends ModuleLoader {
  config(settings: {
    readonly context: string;
    readonly baseUrl: string;
    readonly nodeRequire: NodeJS.Require;
    readonly map: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }): ModuleLoader;
  define(
    module: string,
    needs: readonly string[],
    make: (relations: RelationsClass, tasync: Tasync) => RelationsClass,
  ): void;
}

const ENGINE_OWN = 'common/core/corerel';
const OURS = 'deepforge/corerel';
const SHARDS = 'ovr';

/**
 * The engine's modules for us alone, with a Core that keeps relations. The engine's own commands have loaded theirs
 * before they come to a plugin of ours, and what is loaded cannot be mended any more.
 */
export function modulesThatKeepRelations(
  requirejs: Requirejs,
  engine: { readonly baseUrl: string; readonly nodeRequire: NodeJS.Require },
): ModuleLoader {
  const map = { '*': { [ENGINE_OWN]: OURS }, [OURS]: { [ENGINE_OWN]: ENGINE_OWN } };
  const modules = requirejs.config({ context: 'deepforge', ...engine, map });
  requirejs.define(OURS, [ENGINE_OWN, 'common/core/tasync'], keeping);
  // The first that is loaded takes the definition along.
  (modules('common/core/constants') as { MAX_TICKS: number }).MAX_TICKS = Infinity;
  return modules;
}

function keeping(CoreRel: RelationsClass, { call }: Tasync): RelationsClass {
  return class extends CoreRel {
    constructor(inner: Relations, options: unknown) {
      super(inner, options);
      const { loadByPath, overlayInsert, overlayInquiry } = this;
      const whereabouts = new WeakMap<Shards, Whereabouts>();
      // The engine's own loads what lies at a path, here the node itself, and attaches its shards.
      const attached = (node: Node | null) =>
        node === null || holdsItsShards(this, node) ? node : loadByPath(node, '');
      this.loadChild = (node, relid) => call(attached, inner.loadChild(node, relid));
      this.loadByPath = (node, path) => call(attached, inner.loadByPath(node, path));
      this.overlayInsert = (node, source, ...relation) => {
        nameAShard(this, node);
        const { minimalOverlayShardId: filled } = node;
        overlayInsert(node, source, ...relation);
        const known = node.overlays && whereabouts.get(node.overlays);
        known?.inserted(source, [filled, node.minimalOverlayShardId]);
      };
      this.overlayInquiry = (node, source, name) => {
        if (!node.overlays) return overlayInquiry(node, source, name);
        let known = whereabouts.get(node.overlays);
        if (!known) whereabouts.set(node.overlays, (known = new Whereabouts(node.overlays)));
        return known.inquire(source, name);
      };
    }
  };
}

/** In which shard the relations of each source are; all of them are in one. */
class Whereabouts {
  readonly #shards: Shards;
  readonly #of = new Map<string, string>();

  constructor(shards: Shards) {
    this.#shards = shards;
    for (const [id, { items }] of Object.entries(shards))
      for (const source in items) this.#of.set(source, id);
  }

  inquire(source: string, name: string | undefined): Inquiry {
    const shardId = this.#of.get(source);
    const relations = shardId === undefined ? undefined : this.#shards[shardId]?.items[source];
    if (shardId === undefined || !relations) return NONE;
    if (name === undefined) return { shardId, value: relations };
    const target = relations[name];
    return { shardId, value: typeof target === 'string' ? target : null };
  }

  /** It is where it was, or else in the shard that was to take what is new, or in one that was made for it. */
  inserted(source: string, candidates: readonly (string | null | undefined)[]) {
    const isIn = (id: string | null | undefined): id is string =>
      Object.hasOwn(this.#shards[id ?? '']?.items ?? {}, source);
    const id = [this.#of.get(source), ...candidates].find(isIn);
    if (id === undefined) throw new Error(`The relations of ${source} are in no shard`);
    this.#of.set(source, id);
  }
}

const NONE: Inquiry = { shardId: null, value: null };

/** Whether the shards that a node holds are those that it names, with those that were changed since. */
function holdsItsShards(relations: Relations, node: Node): boolean {
  const { overlays, overlayMutations } = node;
  if (!overlays) return false;
  return Object.entries(relations.getProperty(node, SHARDS) ?? {}).every(([id, hash]) => {
    if (hash === null) return overlayMutations?.[id] === true;
    return typeof hash !== 'string' || !hash.startsWith('#') || overlays[id]?._id === hash;
  });
}

function nameAShard(relations: Relations, node: Node): void {
  const { overlays, overlayMutations, minimalOverlayShardId } = node;
  if (!overlays || !overlayMutations || Object.hasOwn(overlays, minimalOverlayShardId ?? '')) return;
  const [known] = Object.keys(overlays);
  if (known === undefined) {
    overlays[FIRST] = { _id: '', type: 'shard', itemCount: 0, items: {} };
    overlayMutations[FIRST] = true;
    relations.setProperty(relations.getChild(node, SHARDS), FIRST, null);
  }
  node.minimalOverlayShardId = known ?? FIRST;
}

const FIRST = 'first';
