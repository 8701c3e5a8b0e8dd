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
  const isSteady = layers.added.length + layers.removed.length === 0;
  const incoming =
    layers.inPlace && now.connections === before.connections
      ? before.incoming
      : incomingAgain(before, now, byId, targetsOf(now, layers, connections));
  const giving = isSteady && now.connections === before.connections ? before.giving : givingAmong(now, byId);
  const areEndsSame =
    isSteady &&
    giving === before.giving &&
    !layers.changed.some((both) => both.some((layer) => isEnd(layer, giving)));
  return { ...now, byId, incoming, giving, ...(areEndsSame ? endsOf(before) : endsAmong(now, giving)) };
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

function incomingAgain(
  before: Reading,
  now: Contents,
  { places, list }: ListMap<LayerRecord>,
  targets: ReadonlySet<string>,
): Reading['incoming'] {
  const counterpart = counterparts(before.layers, list);
  const again = new Map([...targets].map((id): [string, ConnectionRecord[]] => [id, []]));
  for (const connection of now.connections) {
    if (places.has(connection.source)) again.get(connection.target)?.push(connection);
  }
  for (const taken of again.values()) taken.sort(inOrder);
  const known = before.incoming.list;
  return new ListMap(
    places,
    list.map(({ id }, place) => again.get(id) ?? known[counterpart[place]!] ?? []),
  );
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
