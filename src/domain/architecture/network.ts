import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import { customLayersOf, type CustomLayers } from '../customLayers/index.ts';
import { counterparts } from '../changes.ts';
import { ListMap, Places } from '../listMap.ts';
import { sameItems } from '../sameItems.ts';
import type { NetworkEdge, NetworkLayer } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import { canFeedItself, cannotFeedItself } from './blocks/repeating.ts';
import { copiesOf } from './copies.ts';
import { graphOf, isNetworkInput, type ArchitectureGraph } from './graph.ts';
import { argumentsOf, layerInputs } from './ports.ts';
import type { BlockFault, Giver, PlacedFault } from './placed.ts';
import { hasModules, standInFor } from './standIn.ts';
import { isSameSetting, UseInMaking, type Setting, type Use } from './uses.ts';

/** An architecture as the shape rules see it: layers alone, with what blocks and nested models stand for in place. */
export interface ArchitectureNetwork {
  readonly layers: readonly NetworkLayer[];
  /**
   * What each layer of the architecture became, and each of those in blocks that were asked for; of a repeated block
   * what they are in the first copy. By the ids of the layers on the way: `outer/inner`.
   */
  readonly parts: ListMap<NetworkPart>;
  /** Whether there are no blocks and no nested models: each part is the layer at the same place. */
  readonly isPlain: boolean;
}

export interface NetworkPart {
  /** By the ids of the layers on the way: `outer/inner`. */
  readonly at: string;
  /** The id of the layer itself. */
  readonly layer: string;
  /** The network layers that it became, by id; a bound input or a block may become none of its own. */
  readonly layers: readonly string[];
  /** What carries its outputs; null for a layer, whose outputs are its own. */
  readonly outputs: readonly Giver[] | null;
  /** The connections that end at it, in the order of the inputs of its network layer. */
  readonly connections: readonly string[];
  /** Why it, or a block in it, stands for nothing, or which inputs get nothing. */
  readonly faults: readonly PlacedFault[];
}

/** Layers by the ids of those on the way to them: `outer/inner`. */
export type LayerPaths = ReadonlySet<string>;

/**
 * The network of an architecture; layers and parts that did not change are the very same values as in `previous`.
 * `unfolded` names the blocks whose layers are wanted as parts as well.
 */
export function networkOf(
  view: ProjectView,
  architecture: string,
  previous?: ArchitectureNetwork,
  unfolded: LayerPaths = NONE,
): ArchitectureNetwork {
  const expansion = new Expansion(view, previous && expansions.get(previous));
  const top = expansion.top(architecture);
  const plain = drained(plainNetwork(expansion, top, previous));
  if (plain) return plain;
  const layers = sameList(previous?.layers, expansion.expand(top).layers);
  const parts = partsOf(expansion, top, { unfolded, known: previous?.parts });
  const isSame = previous?.layers === layers && previous.parts === parts;
  const network = isSame ? previous : { layers, parts, isPlain: false };
  expansions.set(network, expansion);
  return network;
}

/** The same piece by piece, so that other work can be done in between; a network with blocks in one piece. */
export function* networkInPieces(
  view: ProjectView,
  architecture: string,
): Generator<void, ArchitectureNetwork> {
  const expansion = new Expansion(view, undefined);
  const plain = yield* plainNetwork(expansion, expansion.top(architecture), undefined);
  return plain ?? networkOf(view, architecture);
}

function drained<T>(pieces: Generator<void, T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** How networks came about, so that after an edit only the uses that it is about are put in place again. */
const expansions = new WeakMap<ArchitectureNetwork, Expansion>();

const NONE: LayerPaths = new Set();

/** `outer#0/inner` in the network is `outer/inner` on screen. */
export const layerPath = (id: string): string => id.replace(/#\d+(?=\/)/g, '');

/** An architecture in its place: at the top, or as what a block stands for. */
interface Place {
  readonly graph: ArchitectureGraph;
  /** Goes before the ids of its layers. */
  readonly path: string;
  /** Goes before their names. */
  readonly prefix: string;
  /** The path under which the layers lie whose weights these use again. */
  readonly sharedPath?: string;
  readonly outer?: { readonly place: Place; readonly block: LayerRecord; readonly copy: number };
  readonly architectures: readonly string[];
}

class Expansion {
  readonly view: ProjectView;
  readonly #customs: CustomLayers;
  readonly #hasModules: boolean;
  readonly #before: ReadonlyMap<string, Use>;
  /** Whether layers of the same records mean the same as before. */
  readonly #isComparable: boolean;
  readonly #uses = new Map<string, Use>();
  readonly #places = new Map<string, Place>();
  readonly #graphs = new Map<string, ArchitectureGraph>();

  constructor(view: ProjectView, before: Expansion | undefined) {
    this.view = view;
    this.#customs = customLayersOf(view);
    this.#hasModules = hasModules(view);
    this.#before = before ? before.#uses : NO_USES;
    this.#isComparable =
      before !== undefined && before.#customs === this.#customs && before.#hasModules === this.#hasModules;
  }

  top(architecture: string): Place {
    return { graph: this.#graph(architecture), path: '', prefix: '', architectures: [architecture] };
  }

  /** The layers of an architecture in its place, with those that its blocks stand for. */
  expand(place: Place): Use {
    const setting = {
      architecture: place.architectures.at(-1) ?? '',
      prefix: place.prefix,
      sharedPath: place.sharedPath,
      bound: place.graph.inputs.map((input) => this.bound(place, input)),
    };
    const before = this.#before.get(place.path);
    const use =
      before && this.#holds(before, setting) ? this.#again(before) : this.#anew(place, setting, before);
    this.#uses.set(place.path, use);
    return use;
  }

  #holds(use: Use, setting: Setting): boolean {
    if (!this.#isComparable || !isSameSetting(use.setting, setting)) return false;
    for (const [id, graph] of use.graphs) if (this.#graph(id) !== graph) return false;
    return true;
  }

  #again(use: Use): Use {
    for (const path of use.inner) {
      const inner = this.#before.get(path);
      if (inner) this.#uses.set(path, inner);
    }
    return use;
  }

  #anew(place: Place, setting: Setting, before: Use | undefined): Use {
    const use = new UseInMaking(setting, place.graph);
    for (const layer of place.graph.layers) {
      const { here } = use;
      const path = `${place.path}${layer.id}`;
      if (layer.block !== null) use.graphs.set(layer.block, this.#graph(layer.block));
      const isBlock = this.isBlock(place, layer);
      const faults = this.#faults(place, layer, isBlock);
      use.faults.push(...faults);
      if (isBlock) {
        for (let copy = 0; copy < copiesOf(layer); copy += 1) {
          const inside = this.inside(place, layer, copy);
          use.include(inside.path, this.expand(inside));
        }
      } else if (!this.isBound(place, layer)) {
        const known = before?.own.get(path);
        const isKept = known !== undefined && this.isUntouched(place, layer);
        use.add(isKept ? known : sameLayer(known, this.layer(place, layer)));
      }
      if (isBlock || faults.length > 0) use.mark(path, here);
    }
    return use;
  }

  /** Whether nothing is new that decides what a plain layer becomes, which takes something from such layers alone. */
  isUntouched(place: Place, layer: LayerRecord): boolean {
    const before = this.#before.get(place.path);
    const architecture = place.architectures.at(-1) ?? '';
    const graph = before?.graphs.get(architecture);
    if (!this.#isComparable || !before || !graph || standsForOther(place, layer)) return false;
    const { setting } = before;
    const incoming = place.graph.incoming.get(layer.id) ?? NOTHING;
    return (
      setting.architecture === architecture &&
      setting.prefix === place.prefix &&
      setting.sharedPath === place.sharedPath &&
      graph.byId.get(layer.id) === layer &&
      (graph.incoming.get(layer.id) ?? NOTHING) === incoming &&
      (layer.shares === null || graph.byId.get(layer.shares) === place.graph.byId.get(layer.shares)) &&
      incoming.every(({ source }) => isItself(place, graph, source))
    );
  }

  layersOf(place: Place, layer: LayerRecord): readonly string[] {
    const { layers, stretches } = this.#top;
    const stretch = stretches.get(`${place.path}${layer.id}`);
    return stretch ? layers.slice(...stretch.layers).map(({ id }) => id) : NOTHING;
  }

  faultsOf(place: Place, layer: LayerRecord): readonly PlacedFault[] {
    const { faults, stretches } = this.#top;
    const stretch = stretches.get(`${place.path}${layer.id}`);
    return stretch ? faults.slice(...stretch.faults) : NOTHING;
  }

  get #top(): Pick<Use, 'layers' | 'faults' | 'stretches'> {
    return this.#uses.get('') ?? NO_USE;
  }

  #faults(place: Place, layer: LayerRecord, isBlock: boolean): readonly PlacedFault[] {
    if (layer.block === null && !BLOCK_TYPES.has(layer.type)) return NOTHING;
    const at = layerPath(`${place.path}${layer.id}`);
    const name = `${place.prefix}${layer.name}`;
    const inner = isBlock ? this.inside(place, layer, 0).graph : undefined;
    return faultsOf(this.view, place, layer, inner).map((fault) => ({ fault, at, name }));
  }

  /** Whether what it stands for is at hand; one that is not is a layer that nothing is known of. */
  isBlock(place: Place, { block }: LayerRecord): boolean {
    return block !== null && !place.architectures.includes(block) && this.#graph(block).layers.length > 0;
  }

  /** The architecture that a block stands for, in its place. */
  inside(place: Place, block: LayerRecord, copy: number): Place {
    const path = pathOf(place, block.id, copy);
    let inside = this.#places.get(path);
    if (inside === undefined) {
      const architecture = block.block ?? '';
      const number = block.repeat > 1 ? `_${String(copy + 1)}` : '';
      const owner = block.shares ?? (place.sharedPath === undefined ? undefined : block.id);
      inside = {
        graph: this.#graph(architecture),
        path,
        prefix: `${place.prefix}${block.name}${number}${block.type === 'Block' ? '_' : '.'}`,
        ...(owner === undefined
          ? {}
          : { sharedPath: `${place.sharedPath ?? place.path}${owner}#${String(copy)}/` }),
        outer: { place, block, copy },
        architectures: [...place.architectures, architecture],
      };
      this.#places.set(path, inside);
    }
    return inside;
  }

  /** What gives an output, seen through the blocks on the way. */
  giver(place: Place, id: string, output: number, depth = 0): Giver {
    const layer = place.graph.byId.get(id);
    const itself = { layer: `${place.path}${id}`, output };
    if (layer === undefined || depth > DEEPEST) return itself;
    if (this.isBlock(place, layer)) return this.#outputOf(place, layer, copiesOf(layer) - 1, output, depth);
    if (!place.outer || !isNetworkInput(layer.type)) return itself;
    return this.bound(place, layer, depth + 1) ?? itself;
  }

  outputs(place: Place, block: LayerRecord): Giver[] {
    const last = this.inside(place, block, copiesOf(block) - 1);
    return last.graph.outputs.map(({ layer, index }) => this.giver(last, layer.id, index));
  }

  #graph(architecture: string): ArchitectureGraph {
    let graph = this.#graphs.get(architecture);
    if (graph === undefined) this.#graphs.set(architecture, (graph = graphOf(this.view, architecture)));
    return graph;
  }

  #outputOf(place: Place, block: LayerRecord, copy: number, output: number, depth: number): Giver {
    const inside = this.inside(place, block, copy);
    const found = inside.graph.outputs[output];
    if (found === undefined) return { layer: inside.path, output };
    return this.giver(inside, found.layer.id, found.index, depth + 1);
  }

  /** Whether an input of a block gets something from outside. */
  isBound(place: Place, layer: LayerRecord): boolean {
    return place.outer !== undefined && isNetworkInput(layer.type) && this.bound(place, layer) !== undefined;
  }

  /** What an input of a block gets: what the copy before gave, or what is connected to the block. */
  bound(inside: Place, input: LayerRecord, depth = 0): Giver | undefined {
    if (!inside.outer) return undefined;
    const { place, block, copy } = inside.outer;
    const index = inside.graph.inputs.indexOf(input);
    if (copy > 0 && index < inside.graph.outputs.length) {
      return this.#outputOf(place, block, copy - 1, index, depth);
    }
    const connection = connectionTo(place, block, input.id);
    return connection && this.giver(place, connection.source, Number(connection.sourcePort), depth);
  }

  layer(place: Place, layer: LayerRecord): NetworkLayer {
    const inputs = orderedConnections(this.view, place.graph, layer).map((connection): NetworkEdge => {
      const { layer: giver, output } = this.giver(place, connection.source, Number(connection.sourcePort));
      return { layer: giver, output, port: connection.targetPort };
    });
    const shared = sharedBy(place, layer);
    return {
      id: `${place.path}${layer.id}`,
      name: `${place.prefix}${layer.name}`,
      ...standInFor(this.view, layer.type, argumentsOf(layer), inputs),
      ...(shared === undefined ? {} : { shares: shared }),
    };
  }
}

/** Whether a layer gives its own outputs, now and before. */
function isItself(place: Place, before: ArchitectureGraph, id: string): boolean {
  const [was, is] = [before.byId.get(id), place.graph.byId.get(id)];
  return !standsForOther(place, was) && !standsForOther(place, is);
}

/** A block stands for its layers, and something outside may stand for an input of what a block stands for. */
const standsForOther = ({ outer }: Place, layer: LayerRecord | undefined) =>
  layer?.block !== null || (outer !== undefined && isNetworkInput(layer.type));

const NO_USES: ReadonlyMap<string, Use> = new Map();
const NO_USE = { layers: [], faults: [], stretches: new Map<string, never>() };

/** Passing through more blocks than this means going round in a circle. */
const DEEPEST = 200;

const pathOf = (place: Place, block: string, copy: number) => `${place.path}${block}#${String(copy)}/`;

function sharedBy(place: Place, layer: LayerRecord): string | undefined {
  if (layer.shares !== null) return `${place.sharedPath ?? place.path}${layer.shares}`;
  return place.sharedPath === undefined ? undefined : `${place.sharedPath}${layer.id}`;
}

const connectionTo = (place: Place, block: LayerRecord, input: string) =>
  place.graph.incoming.get(block.id)?.find(({ targetPort }) => targetPort === input);

/** The connections of a layer, input after input as its type lists them. */
function orderedConnections(
  view: ProjectView,
  graph: ArchitectureGraph,
  layer: LayerRecord,
): readonly ConnectionRecord[] {
  const connections = graph.incoming.get(layer.id) ?? [];
  if (connections.length < 2) return connections;
  const owner = (layer.shares === null ? undefined : graph.byId.get(layer.shares)) ?? layer;
  const ports = layerInputs(view, owner.type).map(({ name }) => name);
  const rank = ({ targetPort }: ConnectionRecord) => ports.indexOf(targetPort);
  return connections.toSorted((a, b) => rank(a) - rank(b));
}

/** The layer as it was, where it is as it was. */
const sameLayer = (before: NetworkLayer | undefined, layer: NetworkLayer): NetworkLayer =>
  before !== undefined && isSameLayer(before, layer) ? before : layer;

function isSameLayer(a: NetworkLayer, b: NetworkLayer): boolean {
  return (
    a.name === b.name &&
    a.type === b.type &&
    a.args === b.args &&
    a.rule === b.rule &&
    a.flaw === b.flaw &&
    a.shares === b.shares &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((edge, index) => isSameEdge(edge, b.inputs[index]))
  );
}

const isSameEdge = (a: NetworkEdge, b: NetworkEdge | undefined) =>
  a.layer === b?.layer && a.output === b.output && a.port === b.port;

/** A network of layers alone, with all that decides what becomes of each of them. */
interface PlainNetwork extends ArchitectureNetwork {
  readonly plain: {
    readonly graph: ArchitectureGraph;
    readonly customs: CustomLayers;
    readonly hasModules: boolean;
  };
}

const isPlain = ({ block, type }: LayerRecord) => block === null && !BLOCK_TYPES.has(type);

/**
 * Every layer is itself, and so is what gives it something: only what an edit is about is made again. Undefined where
 * there are blocks or nested models. It can be left between pieces: all that it looks at stays as it is.
 */
function* plainNetwork(
  expansion: Expansion,
  top: Place,
  previous: ArchitectureNetwork | undefined,
): Generator<void, PlainNetwork | undefined> {
  const { graph } = top;
  const plain = { graph, customs: customLayersOf(expansion.view), hasModules: hasModules(expansion.view) };
  const before = isMadeWith(previous, plain) ? previous : undefined;
  if (before?.plain.graph === graph) return before;
  if (!before && !graph.layers.every(isPlain)) return undefined;
  const counterpart = counterparts(before?.plain.graph.layers ?? [], graph.layers);
  const layers: NetworkLayer[] = [];
  const parts: NetworkPart[] = [];
  let made = 0;
  for (let place = 0; place < graph.layers.length; place += 1) {
    const layer = graph.layers[place]!;
    const at = counterpart[place]!;
    const layerBefore = before?.layers[at];
    const partBefore = before?.parts.list[at];
    if (layerBefore && partBefore && isUntouched(before.plain.graph, at, graph, place)) {
      layers.push(layerBefore);
      parts.push(partBefore);
    } else {
      if (!isPlain(layer)) return undefined;
      layers.push(sameLayer(layerBefore, expansion.layer(top, layer)));
      parts.push(samePart(partBefore, partOf(expansion, top, layer)));
      made += 1;
      if (made % PIECE === 0) yield;
    }
  }
  return {
    plain,
    isPlain: true,
    layers: sameList(before?.layers, layers),
    parts: sameMap(before?.parts, new ListMap(graph.byId.places, parts)),
  };
}

/** Layers that are made within a part of a frame. */
const PIECE = 500;

function isMadeWith(
  network: ArchitectureNetwork | undefined,
  { customs, hasModules }: PlainNetwork['plain'],
): network is PlainNetwork {
  // `networkOf` is the only maker of these values.
  const plain = (network as PlainNetwork | undefined)?.plain;
  return plain?.customs === customs && plain.hasModules === hasModules;
}

/** Whether nothing is new that decides what a layer becomes: itself, what arrives at it, and whose weights it uses. */
function isUntouched(before: ArchitectureGraph, at: number, now: ArchitectureGraph, place: number): boolean {
  const layer = now.layers[place]!;
  return (
    before.layers[at] === layer &&
    before.incoming.list[at] === now.incoming.list[place] &&
    (layer.shares === null || before.byId.get(layer.shares) === now.byId.get(layer.shares))
  );
}

/** The very same list where nothing in it changed. */
const sameList = <T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] =>
  before && sameItems(before, now) ? before : now;

const sameMap = <T>(before: ListMap<T> | undefined, now: ListMap<T>): ListMap<T> =>
  before?.places === now.places && sameItems(before.list, now.list) ? before : now;

interface PartsWanted {
  readonly unfolded: LayerPaths;
  readonly known: ListMap<NetworkPart> | undefined;
}

function partsOf(expansion: Expansion, top: Place, { unfolded, known }: PartsWanted): ListMap<NetworkPart> {
  const parts: NetworkPart[] = [];
  const add = (place: Place) => {
    const path = layerPath(place.path);
    for (const layer of place.graph.layers) {
      const at = `${path}${layer.id}`;
      const before = known?.get(at);
      const isKept = before?.outputs === null && before.faults.length === 0;
      parts.push(
        isKept && expansion.isUntouched(place, layer)
          ? before
          : samePart(before, partOf(expansion, place, layer)),
      );
      if (unfolded.has(at) && expansion.isBlock(place, layer)) add(expansion.inside(place, layer, 0));
    }
  };
  add(top);
  const isPlacedAlike =
    known?.size === parts.length && parts.every(({ at }, place) => at === known.list[place]?.at);
  return sameMap(
    known,
    new ListMap(isPlacedAlike ? known.places : Places.of(parts.map(({ at }) => at)), parts),
  );
}

function partOf(expansion: Expansion, place: Place, layer: LayerRecord): NetworkPart {
  const isBlock = expansion.isBlock(place, layer);
  const bound = expansion.isBound(place, layer) ? expansion.bound(place, layer) : undefined;
  const connections = orderedConnections(expansion.view, place.graph, layer);
  return {
    at: layerPath(`${place.path}${layer.id}`),
    layer: layer.id,
    layers: isBlock ? expansion.layersOf(place, layer) : bound ? NOTHING : [`${place.path}${layer.id}`],
    outputs: isBlock ? expansion.outputs(place, layer) : bound ? [bound] : null,
    connections: connections.length === 0 ? NOTHING : connections.map(({ id }) => id),
    faults: expansion.faultsOf(place, layer),
  };
}

const NOTHING: readonly never[] = [];

const samePart = (before: NetworkPart | undefined, part: NetworkPart): NetworkPart =>
  before !== undefined && isSamePart(before, part) ? before : part;

function isSamePart(a: NetworkPart, b: NetworkPart): boolean {
  return (
    sameItems(a.layers, b.layers) &&
    sameItems(a.connections, b.connections) &&
    sameOutputs(a.outputs, b.outputs) &&
    a.faults.length === 0 &&
    b.faults.length === 0
  );
}

function sameOutputs(a: NetworkPart['outputs'], b: NetworkPart['outputs']): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.length === b.length &&
    a.every(({ layer, output }, index) => layer === b[index]?.layer && output === b[index].output)
  );
}

function faultsOf(
  view: ProjectView,
  place: Place,
  layer: LayerRecord,
  inner: ArchitectureGraph | undefined,
): BlockFault[] {
  if (layer.block === null) return [{ code: 'block-missing' }];
  if (place.architectures.includes(layer.block)) return [{ code: 'block-recursive' }];
  if (!inner) return [];
  const inputs = new Set(inner.inputs.map(({ id }) => id));
  const connections = orderedConnections(view, place.graph, layer);
  return [
    ...(layer.type === 'Block' && layer.shares !== null ? [{ code: 'block-shared' } as const] : []),
    ...(copiesOf(layer) > 1 && !canFeedItself(inner)
      ? [{ code: 'block-repeated', why: cannotFeedItself(inner) } as const]
      : []),
    ...inner.inputs
      .filter(({ id }) => connectionTo(place, layer, id) === undefined)
      .map(({ id, name }) => ({ code: 'input-missing', input: name, port: id }) as const),
    ...connections.flatMap(({ targetPort }, index) =>
      inputs.has(targetPort) ? [] : [{ code: 'input-gone', connection: index } as const],
    ),
  ];
}

/** Types of layers that stand for an architecture. */
const BLOCK_TYPES: ReadonlySet<string> = new Set(['Block', 'Functional', 'Sequential']);
