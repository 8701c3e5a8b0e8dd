import type { ConnectionRecord, LayerRecord } from '../../../../meta/index.ts';
import { topologicalOrder } from '../../graph/topologicalOrder.ts';
import type { ArchitectureGraph } from '../graph.ts';

/** What crosses the wall around some layers. */
export interface Crossing {
  /** The layers in the order in which they follow each other. */
  readonly layers: readonly LayerRecord[];
  readonly inside: readonly ConnectionRecord[];
  /** Each value that comes in, once, in the order in which the layers ask for it. */
  readonly inputs: readonly ValueIn[];
  /** Each value that goes out, once, in the order in which the layers make it. */
  readonly outputs: readonly ValueOut[];
}

export interface ValueIn {
  readonly source: string;
  readonly sourcePort: string;
  readonly takenBy: readonly ConnectionRecord[];
}

export interface ValueOut {
  readonly layer: string;
  readonly index: number;
  readonly takenBy: readonly ConnectionRecord[];
  /** Where it stands among the outputs of the network: undefined when it is none, empty when nobody said. */
  readonly order: string | undefined;
}

export function crossingOf(graph: ArchitectureGraph, selection: ReadonlySet<string>): Crossing {
  const layers = inTopologicalOrder(graph).filter(({ id }) => selection.has(id));
  const incoming = layers.flatMap(({ id }) => graph.incoming.get(id) ?? []);
  const outgoing = [...graph.incoming.values()]
    .flat()
    .filter(({ source, target }) => selection.has(source) && !selection.has(target));
  return {
    layers,
    inside: incoming.filter(({ source }) => selection.has(source)),
    inputs: inputsAmong(incoming.filter(({ source }) => !selection.has(source))),
    outputs: layers.flatMap((layer) => outputsOfLayer(graph, layer, outgoing)),
  };
}

function inTopologicalOrder({ layers, incoming }: ArchitectureGraph): LayerRecord[] {
  const nodes = layers.map((layer) => ({
    id: layer.id,
    name: layer.name,
    inputs: (incoming.get(layer.id) ?? []).map(({ source }) => source),
    layer,
  }));
  return topologicalOrder(nodes).map(({ layer }) => layer);
}

function inputsAmong(crossing: readonly ConnectionRecord[]): ValueIn[] {
  const values = new Map<string, ValueIn & { readonly takenBy: ConnectionRecord[] }>();
  for (const connection of crossing) {
    const { source, sourcePort } = connection;
    const key = `${source} ${sourcePort}`;
    const known = values.get(key);
    if (known) known.takenBy.push(connection);
    else values.set(key, { source, sourcePort, takenBy: [connection] });
  }
  return [...values.values()];
}

function outputsOfLayer(
  { outputs }: ArchitectureGraph,
  layer: LayerRecord,
  outgoing: readonly ConnectionRecord[],
): ValueOut[] {
  const taken = outgoing.filter(({ source }) => source === layer.id);
  const ends = outputs.filter((output) => output.layer.id === layer.id).map(({ index }) => index);
  const indices = new Set([...taken.map(({ sourcePort }) => Number(sourcePort)), ...ends]);
  return [...indices]
    .sort((a, b) => a - b)
    .map((index) => ({
      layer: layer.id,
      index,
      takenBy: taken.filter(({ sourcePort }) => Number(sourcePort) === index),
      order: ends.includes(index) ? (layer.outputOrder[String(index)] ?? '') : undefined,
    }));
}
