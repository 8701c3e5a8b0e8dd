import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { inOrder } from '../inOrder.ts';
import { compareNames } from '../names.ts';
import { sameItems } from '../sameItems.ts';
import type { ProjectView } from '../state.ts';

/** The contents of an architecture, ready to be walked. */
export interface ArchitectureGraph {
  readonly layers: readonly LayerRecord[];
  readonly byId: ReadonlyMap<string, LayerRecord>;
  /** The connections that end at each layer, in their order. One from a layer that is gone is left out. */
  readonly incoming: ReadonlyMap<string, readonly ConnectionRecord[]>;
  /** The inputs of the network in their stated order. */
  readonly inputs: readonly LayerRecord[];
  /** The outputs of the network in their stated order, then what nobody takes a value from, by name. */
  readonly outputs: readonly NetworkOutput[];
}

export interface NetworkOutput {
  readonly layer: LayerRecord;
  readonly index: number;
  /** Its fractional index; empty where it is not stated. */
  readonly order: string;
}

export const isNetworkInput = (type: string) => type === 'InputLayer' || type === 'Input';

/**
 * As long as an architecture stays as it is, this is the very same value; after an edit the connections of the
 * layers that the edit did not touch are.
 */
export function graphOf(view: ProjectView, architecture: string): ArchitectureGraph {
  const graphs = graphsOf(view);
  const children = view.childrenOf(architecture);
  const before = graphs.get(architecture);
  if (before && sameItems(before.children, children)) return before.graph;
  const contents = contentsOf(children);
  const reading = (before && readAgain(before, contents)) ?? read(contents);
  graphs.set(architecture, { ...reading, children });
  return reading.graph;
}

interface Contents {
  readonly layers: readonly LayerRecord[];
  readonly connections: readonly ConnectionRecord[];
}

interface Reading extends Contents {
  readonly graph: ArchitectureGraph;
  /** The layers that somebody takes a value from. */
  readonly giving: ReadonlySet<string>;
}

type Known = Reading & { readonly children: readonly ModelRecord[] };

/** Records are values: what was read of the same ones is true as long as the view lives. */
const knownGraphs = new WeakMap<ProjectView, Map<string, Known>>();

function graphsOf(view: ProjectView): Map<string, Known> {
  let graphs = knownGraphs.get(view);
  if (!graphs) knownGraphs.set(view, (graphs = new Map<string, Known>()));
  return graphs;
}

function contentsOf(children: readonly ModelRecord[]): Contents {
  const layers: LayerRecord[] = [];
  const connections: ConnectionRecord[] = [];
  for (const child of children) {
    if (child.concept === 'Layer') layers.push(child);
    else if (child.concept === 'Connection') connections.push(child);
  }
  return { layers, connections };
}

function read({ layers, connections }: Contents): Reading {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const incoming = new Map<string, ConnectionRecord[]>(layers.map(({ id }) => [id, []]));
  for (const connection of connections) {
    if (byId.has(connection.source)) incoming.get(connection.target)?.push(connection);
  }
  for (const taken of incoming.values()) taken.sort(inOrder);
  return withEnds({ layers, connections }, byId, incoming, givingAmong(connections, byId));
}

/** Reads what an edit touched alone; nothing where the order is no longer the one that was read. */
function readAgain(before: Reading, now: Contents): Reading | undefined {
  const layers = changesAmong(before.layers, now.layers);
  const connections = changesAmong(before.connections, now.connections);
  if (!layers || !connections) return undefined;
  const byId = patched(before.graph.byId, layers);
  if (areSteady(layers) && isNothing(connections)) {
    return withEnds(now, byId, before.graph.incoming, before.giving);
  }
  const incoming = new Map(before.graph.incoming);
  for (const { id } of layers.removed) incoming.delete(id);
  for (const [id, taken] of takenAgain(now, byId, targetsOf(now, layers, connections)))
    incoming.set(id, taken);
  return withEnds(now, byId, incoming, givingAmong(now.connections, byId));
}

/** The layers whose connections are not what they were. */
function targetsOf(
  now: Contents,
  layers: Changes<LayerRecord>,
  connections: Changes<ConnectionRecord>,
): ReadonlySet<string> {
  const { added, removed, changed } = connections;
  const touched = [...added, ...removed, ...changed.flat()].map(({ target }) => target);
  const others = new Set([...layers.added, ...layers.removed].map(({ id }) => id));
  const beside = others.size === 0 ? [] : now.connections.filter(({ source }) => others.has(source));
  return new Set([...touched, ...beside.map(({ target }) => target), ...layers.added.map(({ id }) => id)]);
}

function takenAgain(
  { connections }: Contents,
  byId: ReadonlyMap<string, LayerRecord>,
  targets: ReadonlySet<string>,
): ReadonlyMap<string, readonly ConnectionRecord[]> {
  const taken = new Map<string, ConnectionRecord[]>();
  for (const id of targets) if (byId.has(id)) taken.set(id, []);
  for (const connection of connections) {
    if (targets.has(connection.target) && byId.has(connection.source)) {
      taken.get(connection.target)?.push(connection);
    }
  }
  for (const list of taken.values()) list.sort(inOrder);
  return taken;
}

interface Changes<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly (readonly [before: T, now: T])[];
}

const areSteady = ({ added, removed }: Changes<unknown>) => added.length + removed.length === 0;
const isNothing = (changes: Changes<unknown>) => areSteady(changes) && changes.changed.length === 0;

function patched<T extends { readonly id: string }>(
  known: ReadonlyMap<string, T>,
  { added, removed, changed }: Changes<T>,
): Map<string, T> {
  const next = new Map(known);
  for (const { id } of removed) next.delete(id);
  for (const [, item] of changed) next.set(item.id, item);
  for (const item of added) next.set(item.id, item);
  return next;
}

/** What differs between two lists in which new items come last and changed ones keep their place. */
function changesAmong<T extends { readonly id: string }>(
  before: readonly T[],
  now: readonly T[],
): Changes<T> | undefined {
  const removed: T[] = [];
  const changed: (readonly [T, T])[] = [];
  let at = 0;
  for (const item of before) {
    const next = now[at];
    if (item.id !== next?.id) {
      removed.push(item);
      continue;
    }
    if (item !== next) changed.push([item, next]);
    at += 1;
  }
  const added = now.slice(at);
  const gone = new Set(removed.map(({ id }) => id));
  return added.some(({ id }) => gone.has(id)) ? undefined : { added, removed, changed };
}

const givingAmong = (connections: readonly ConnectionRecord[], byId: ReadonlyMap<string, LayerRecord>) =>
  new Set(
    connections
      .filter(({ source, target }) => byId.has(source) && byId.has(target))
      .map(({ source }) => source),
  );

function withEnds(
  contents: Contents,
  byId: ArchitectureGraph['byId'],
  incoming: ArchitectureGraph['incoming'],
  giving: ReadonlySet<string>,
): Reading {
  const { layers } = contents;
  const ends = { inputs: inputsAmong(layers), outputs: outputsAmong(layers, giving) };
  return { ...contents, giving, graph: { layers, byId, incoming, ...ends } };
}

function inputsAmong(layers: readonly LayerRecord[]): LayerRecord[] {
  return layers
    .filter(({ type }) => isNetworkInput(type))
    .sort((a, b) => byPlace(a.inputOrder, b.inputOrder, a, b));
}

function outputsAmong(layers: readonly LayerRecord[], giving: ReadonlySet<string>): NetworkOutput[] {
  const stated = layers
    .filter(({ outputOrder }) => !isEmpty(outputOrder))
    .flatMap((layer) =>
      Object.entries(layer.outputOrder).flatMap(([index, orders]) =>
        placesIn(orders).map((order) => ({ layer, index: Number(index), order })),
      ),
    );
  const named = new Set(stated.map(({ layer }) => layer.id));
  const unused = layers.filter(({ id, type }) => !giving.has(id) && !named.has(id) && !isNetworkInput(type));
  return [
    ...stated.sort((a, b) => byPlace(a.order, b.order, a.layer, b.layer)),
    ...unused.sort(compareNames).map((layer) => ({ layer, index: 0, order: '' })),
  ];
}

/** The places of one output among those of its network. */
export const placesIn = (orders: string): readonly string[] => orders.split(' ');

function isEmpty(map: object): boolean {
  for (const _key in map) return false;
  return true;
}

/** By fractional index; what has none follows by name. */
function byPlace(a: string, b: string, one: LayerRecord, other: LayerRecord): number {
  if (a === b) return compareNames(one, other);
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
