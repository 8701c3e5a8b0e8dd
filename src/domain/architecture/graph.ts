import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import { inOrder } from '../inOrder.ts';
import { compareNames } from '../names.ts';
import { childrenOf, type ProjectView } from '../state.ts';

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

export function graphOf(view: ProjectView, architecture: string): ArchitectureGraph {
  const layers = childrenOf(view, architecture, 'Layer');
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const incoming = new Map<string, ConnectionRecord[]>(layers.map(({ id }) => [id, []]));
  const giving = new Set<string>();
  for (const connection of childrenOf(view, architecture, 'Connection')) {
    const taking = incoming.get(connection.target);
    if (!taking || !byId.has(connection.source)) continue;
    taking.push(connection);
    giving.add(connection.source);
  }
  for (const connections of incoming.values()) connections.sort(inOrder);
  return { layers, byId, incoming, inputs: inputsAmong(layers), outputs: outputsAmong(layers, giving) };
}

function inputsAmong(layers: readonly LayerRecord[]): LayerRecord[] {
  return layers
    .filter(({ type }) => isNetworkInput(type))
    .sort((a, b) => byPlace(a.inputOrder, b.inputOrder, a, b));
}

function outputsAmong(layers: readonly LayerRecord[], giving: ReadonlySet<string>): NetworkOutput[] {
  const stated = layers.flatMap((layer) =>
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

/** By fractional index; what has none follows by name. */
function byPlace(a: string, b: string, one: LayerRecord, other: LayerRecord): number {
  if (a === b) return compareNames(one, other);
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
