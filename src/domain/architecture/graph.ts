import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { changesBetween, counterparts, isNothing, type Changes } from '../changes.ts';
import { inOrder } from '../inOrder.ts';
import { ListMap, listMapOf } from '../listMap.ts';
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
  /** The layers that somebody takes a value from. */
  readonly giving: ReadonlySet<string>;
}

/** Records are values: what was read of the same ones is true as long as the view lives. */
const knownReadings = new WeakMap<ProjectView, Map<string, Reading>>();

function readingsOf(view: ProjectView): Map<string, Reading> {
  let readings = knownReadings.get(view);
  if (!readings) knownReadings.set(view, (readings = new Map<string, Reading>()));
  return readings;
}

type Contents = Pick<Reading, 'children' | 'layers' | 'connections'>;

function contentsOf(children: readonly ModelRecord[]): Contents {
  const layers: LayerRecord[] = [];
  const connections: ConnectionRecord[] = [];
  for (const child of children) {
    if (child.concept === 'Layer') layers.push(child);
    else if (child.concept === 'Connection') connections.push(child);
  }
  return { children, layers, connections };
}

function read(children: readonly ModelRecord[]): Reading {
  const contents = contentsOf(children);
  const byId = listMapOf(contents.layers);
  const incoming = new ListMap(byId.places, incomingAmong(contents, byId));
  const giving = givingAmong(contents, byId);
  return { ...contents, byId, incoming, giving, ...endsAmong(contents, giving) };
}

/** Reads what an edit touched, and keeps the lists in which it touched nothing. */
function readAgain(before: Reading, children: readonly ModelRecord[]): Reading {
  const contents = contentsOf(children);
  const layers = changesBetween(before.layers, contents.layers);
  const connections = changesBetween(before.connections, contents.connections);
  const now = {
    children,
    layers: isNothing(layers) ? before.layers : contents.layers,
    connections: isNothing(connections) ? before.connections : contents.connections,
  };
  const byId = listMapOf(now.layers, before.byId);
  if (now.layers === before.layers && now.connections === before.connections) return { ...before, children };
  const touched = touchedBy(now.connections, layers, connections);
  const incoming = incomingAgain(before, now, byId, [
    ...touched.map(({ target }) => target),
    ...layers.added.map(({ id }) => id),
  ]);
  const giving = givingAgain(before, now, byId, new Set(touched.map(({ source }) => source)));
  const areEndsSame =
    giving.flipped.every((id) => !before.byId.has(id) || !byId.has(id)) &&
    !layers.added.some((layer) => isEnd(layer, giving.now)) &&
    !layers.removed.some((layer) => isEnd(layer, before.giving)) &&
    !layers.changed.some(([was, is]) => isEnd(was, before.giving) || isEnd(is, giving.now));
  const ends = areEndsSame ? endsOf(before) : endsAmong(now, giving.now);
  return { ...now, byId, incoming, giving: giving.now, ...ends };
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

/** The connections that are not what they were, or whose ends came or went. */
function touchedBy(
  now: readonly ConnectionRecord[],
  layers: Changes<LayerRecord>,
  { added, removed, changed }: Changes<ConnectionRecord>,
): readonly ConnectionRecord[] {
  const ends = new Set([...layers.added, ...layers.removed].map(({ id }) => id));
  const beside =
    ends.size === 0 ? [] : now.filter(({ source, target }) => ends.has(source) || ends.has(target));
  return [...added, ...removed, ...changed.flat(), ...beside];
}

function incomingAgain(
  before: Reading,
  now: Contents,
  { places, list }: ListMap<LayerRecord>,
  targets: readonly string[],
): Reading['incoming'] {
  if (targets.length === 0 && places === before.byId.places) return before.incoming;
  const again = new Map(targets.map((id): [string, ConnectionRecord[]] => [id, []]));
  for (const connection of again.size === 0 ? [] : now.connections) {
    const taken = again.get(connection.target);
    if (taken && places.has(connection.source)) taken.push(connection);
  }
  const counterpart = counterparts(before.layers, list);
  const incoming = list.map((_, place) => before.incoming.list[counterpart[place]!] ?? []);
  for (const [id, taken] of again) {
    const place = places.get(id);
    if (place !== undefined) incoming[place] = taken.sort(inOrder);
  }
  return new ListMap(places, incoming);
}

/** The layers that somebody takes a value from, and of those in question which ones were none before, or are none now. */
function givingAgain(
  before: Reading,
  { connections }: Contents,
  { places }: ListMap<LayerRecord>,
  sources: ReadonlySet<string>,
): { readonly now: ReadonlySet<string>; readonly flipped: readonly string[] } {
  const giving = new Set<string>();
  for (const { source, target } of sources.size === 0 ? [] : connections) {
    if (sources.has(source) && places.has(source) && places.has(target)) giving.add(source);
  }
  const flipped = [...sources].filter((id) => before.giving.has(id) !== giving.has(id));
  if (flipped.length === 0) return { now: before.giving, flipped };
  const now = new Set(before.giving);
  for (const id of flipped) if (!now.delete(id)) now.add(id);
  return { now, flipped };
}

function givingAmong({ connections }: Contents, { places }: ListMap<LayerRecord>): ReadonlySet<string> {
  const giving = new Set<string>();
  for (const { source, target } of connections) {
    if (places.has(source) && places.has(target)) giving.add(source);
  }
  return giving;
}

const endsOf = ({ inputs, outputs }: ArchitectureGraph) => ({ inputs, outputs });
const endsAmong = ({ layers }: Contents, giving: ReadonlySet<string>) => ({
  inputs: inputsAmong(layers),
  outputs: outputsAmong(layers, giving),
});

const isEnd = ({ id, type, outputOrder }: LayerRecord, giving: ReadonlySet<string>) =>
  isNetworkInput(type) || !isEmpty(outputOrder) || !giving.has(id);

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
