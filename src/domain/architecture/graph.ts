import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { changesBetween, counterparts, isNothing, NOWHERE, type Changes } from '../changes.ts';
import { inOrder } from '../inOrder.ts';
import { ListMap, listMapOf, type Places } from '../listMap.ts';
import { compareNames } from '../names.ts';
import { sameItems } from '../sameItems.ts';
import type { ProjectView } from '../state.ts';

/** The contents of an architecture, ready to be walked. */
export interface ArchitectureGraph {
  readonly layers: readonly LayerRecord[];
  /** Also those from a layer that is gone, or to one. */
  readonly connections: readonly ConnectionRecord[];
  readonly byId: ListMap<LayerRecord>;
  /** The connections that end at each layer, in their order. One from a layer that is gone is left out. */
  readonly incoming: ListMap<readonly ConnectionRecord[]>;
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
  const readings = readingsOf(view);
  const children = view.childrenOf(architecture);
  const before = readings.get(architecture);
  if (before && sameItems(before.children, children)) return before;
  const reading = before ? readAgain(before, children) : read(children);
  readings.set(architecture, reading);
  return reading;
}

interface Reading extends ArchitectureGraph {
  readonly children: readonly ModelRecord[];
  /** Of each of the children. */
  readonly concepts: Uint8Array;
  /** By the places of the layers: whether somebody takes a value from each. */
  readonly giving: Uint8Array;
}

/** Records are values: what was read of the same ones is true as long as the view lives. */
const knownReadings = new WeakMap<ProjectView, Map<string, Reading>>();

function readingsOf(view: ProjectView): Map<string, Reading> {
  let readings = knownReadings.get(view);
  if (!readings) knownReadings.set(view, (readings = new Map<string, Reading>()));
  return readings;
}

type Contents = Pick<Reading, 'children' | 'concepts' | 'layers' | 'connections'>;

const OTHER = 0;
const LAYER = 1;
const CONNECTION = 2;

/** What is the same as before is sorted without another look inside. */
function contentsOf(children: readonly ModelRecord[], before: Contents = NO_CONTENTS): Contents {
  const counterpart = counterparts(before.children, children);
  const concepts = new Uint8Array(children.length);
  const layers: ModelRecord[] = [];
  const connections: ModelRecord[] = [];
  for (let place = 0; place < children.length; place += 1) {
    const child = children[place]!;
    const at = counterpart[place]!;
    const concept = before.children[at] === child ? before.concepts[at]! : conceptOf(child);
    concepts[place] = concept;
    if (concept === LAYER) layers.push(child);
    else if (concept === CONNECTION) connections.push(child);
  }
  return {
    children,
    concepts,
    layers: layers as LayerRecord[],
    connections: connections as ConnectionRecord[],
  };
}

const NO_CONTENTS: Contents = { children: [], concepts: new Uint8Array(), layers: [], connections: [] };

function conceptOf({ concept }: ModelRecord): number {
  if (concept === 'Layer') return LAYER;
  return concept === 'Connection' ? CONNECTION : OTHER;
}

function read(children: readonly ModelRecord[]): Reading {
  const contents = contentsOf(children);
  const byId = listMapOf(contents.layers);
  const incoming = new ListMap(byId.places, incomingAmong(contents, byId));
  const giving = givingAmong(contents, byId);
  return { ...contents, byId, incoming, giving, ...endsAmong(contents, { places: byId.places, giving }) };
}

/** Reads what an edit touched, and keeps the lists in which it touched nothing. */
function readAgain(before: Reading, children: readonly ModelRecord[]): Reading {
  const contents = contentsOf(children, before);
  const layers = changesBetween(before.layers, contents.layers);
  const connections = changesBetween(before.connections, contents.connections);
  const now = {
    ...contents,
    layers: isNothing(layers) ? before.layers : contents.layers,
    connections: isNothing(connections) ? before.connections : contents.connections,
  };
  const byId = listMapOf(now.layers, before.byId);
  if (now.layers === before.layers && now.connections === before.connections) return { ...before, ...now };
  const touched = touchedBy(now.connections, layers, connections);
  const incoming = incomingAgain(before, touched, byId);
  const { giving, flipped } = givingAgain(before, touched, byId);
  const was = { places: before.byId.places, giving: before.giving };
  const is = { places: byId.places, giving };
  const areEndsSame =
    !flipped.some((id) => before.byId.has(id) && byId.has(id)) &&
    !layers.added.some((layer) => isEnd(layer, is)) &&
    !layers.removed.some((layer) => isEnd(layer, was)) &&
    !layers.changed.some(([one, other]) => isEnd(one, was) || isEnd(other, is));
  const ends = areEndsSame ? endsOf(before) : endsAmong(now, is);
  return { ...now, byId, incoming, giving, ...ends };
}

function incomingAmong(
  { layers, connections }: Contents,
  { places }: ListMap<LayerRecord>,
): ConnectionRecord[][] {
  const incoming = layers.map((): ConnectionRecord[] => []);
  for (const connection of connections) {
    const target = places.get(connection.target);
    if (target !== undefined && places.has(connection.source)) incoming[target]?.push(connection);
  }
  for (const taken of incoming) if (taken.length > 1) taken.sort(inOrder);
  return incoming;
}

/** What an edit is about, of the connections of a network. */
interface Touched {
  /** The layers at which what arrives may be something else now. */
  readonly targets: ReadonlySet<string>;
  /** Those that may give something now, or no longer. */
  readonly sources: ReadonlySet<string>;
  /** All connections that end or begin there, and perhaps others. */
  readonly beside: readonly ConnectionRecord[];
}

/** Connections that are not what they were, or whose ends came or went, touch both of their ends. */
function touchedBy(
  now: readonly ConnectionRecord[],
  layers: Changes<LayerRecord>,
  { added, removed, changed }: Changes<ConnectionRecord>,
): Touched {
  const ends = new Set([...layers.added, ...layers.removed].map(({ id }) => id));
  const own = [...added, ...removed, ...changed.flat()];
  const near = new Set([...ends, ...own.flatMap(({ source, target }) => [source, target])]);
  const beside = connectionsAt(now, near);
  const dangling = beside.filter(({ source, target }) => ends.has(source) || ends.has(target));
  const touched = [...own, ...dangling];
  const targets = new Set([...touched.map(({ target }) => target), ...layers.added.map(({ id }) => id)]);
  const sources = new Set(touched.map(({ source }) => source));
  const isFarther = (id: string) => !near.has(id);
  const isAll = ![...targets].some(isFarther) && ![...sources].some(isFarther);
  return { targets, sources, beside: isAll ? beside : connectionsAt(now, new Set([...targets, ...sources])) };
}

function connectionsAt(
  connections: readonly ConnectionRecord[],
  layers: ReadonlySet<string>,
): readonly ConnectionRecord[] {
  const found: ConnectionRecord[] = [];
  for (let place = 0; layers.size > 0 && place < connections.length; place += 1) {
    const connection = connections[place]!;
    if (layers.has(connection.source) || layers.has(connection.target)) found.push(connection);
  }
  return found;
}

function incomingAgain(
  before: Reading,
  { targets, beside }: Touched,
  { places, list }: ListMap<LayerRecord>,
): Reading['incoming'] {
  if (targets.size === 0 && places === before.byId.places) return before.incoming;
  const counterpart = counterparts(before.layers, list);
  const incoming = new Array<readonly ConnectionRecord[]>(list.length);
  for (let place = 0; place < list.length; place += 1) {
    incoming[place] = before.incoming.list[counterpart[place]!] ?? [];
  }
  const again = new Map([...targets].map((id): [string, ConnectionRecord[]] => [id, []]));
  for (const connection of beside) {
    if (places.has(connection.source)) again.get(connection.target)?.push(connection);
  }
  for (const [id, taken] of again) {
    const place = places.get(id);
    if (place !== undefined) incoming[place] = taken.sort(inOrder);
  }
  return new ListMap(places, incoming);
}

/** Who gives something, and which of those in question gave nothing before, or give nothing now. */
function givingAgain(
  before: Reading,
  { sources, beside }: Touched,
  { places, list }: ListMap<LayerRecord>,
): { readonly giving: Uint8Array; readonly flipped: readonly string[] } {
  const counterpart = counterparts(before.layers, list);
  const giving = new Uint8Array(list.length);
  for (let place = 0; place < list.length; place += 1)
    giving[place] = before.giving[counterpart[place]!] ?? 0;
  const found = new Set<string>();
  for (const { source, target } of beside) {
    if (sources.has(source) && places.has(target)) found.add(source);
  }
  const flipped: string[] = [];
  for (const id of sources) {
    const [was, is] = [before.byId.places.get(id), places.get(id)];
    const gives = is !== undefined && found.has(id);
    if ((was !== undefined && before.giving[was] === 1) !== gives) flipped.push(id);
    if (is !== undefined) giving[is] = gives ? 1 : 0;
  }
  return { giving, flipped };
}

function givingAmong({ connections }: Contents, { places, size }: ListMap<LayerRecord>): Uint8Array {
  const giving = new Uint8Array(size);
  for (const { source, target } of connections) {
    const place = places.get(source);
    if (place !== undefined && places.has(target)) giving[place] = 1;
  }
  return giving;
}

const endsOf = ({ inputs, outputs }: ArchitectureGraph) => ({ inputs, outputs });
const endsAmong = ({ layers }: Contents, giving: Giving) => ({
  inputs: inputsAmong(layers),
  outputs: outputsAmong(layers, giving),
});

/** Which of the layers somebody takes a value from. */
interface Giving {
  readonly places: Places;
  readonly giving: Uint8Array;
}

const gives = ({ places, giving }: Giving, id: string) => giving[places.get(id) ?? NOWHERE] === 1;

const isEnd = ({ id, type, outputOrder }: LayerRecord, giving: Giving) =>
  isNetworkInput(type) || !isEmpty(outputOrder) || !gives(giving, id);

function inputsAmong(layers: readonly LayerRecord[]): LayerRecord[] {
  return layers
    .filter(({ type }) => isNetworkInput(type))
    .sort((a, b) => byPlace(a.inputOrder, b.inputOrder, a, b));
}

function outputsAmong(layers: readonly LayerRecord[], giving: Giving): NetworkOutput[] {
  const stated = layers
    .filter(({ outputOrder }) => !isEmpty(outputOrder))
    .flatMap((layer) =>
      Object.entries(layer.outputOrder).flatMap(([index, orders]) =>
        placesIn(orders).map((order) => ({ layer, index: Number(index), order })),
      ),
    );
  const named = new Set(stated.map(({ layer }) => layer.id));
  const unused = layers.filter(
    ({ id, type }, place) => giving.giving[place] === 0 && !named.has(id) && !isNetworkInput(type),
  );
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
