import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { ConnectionRecord, LayerRecord } from '../../../../meta/index.ts';
import type { Json } from '../../../../meta/json.ts';
import { freeName } from '../../names.ts';
import type { TensorSpec } from '../../shapes/index.ts';
import { blank, find, type ProjectView } from '../../state.ts';
import { checkArchitecture } from '../check.ts';
import { graphOf, placesIn } from '../graph.ts';
import { layerName } from '../newLayer.ts';
import { crossingOf, type Crossing, type ValueIn } from './crossing.ts';
import { faultOfSelection } from './faultOfSelection.ts';
import { refuse, type Making } from './making.ts';

export interface BlockRequest {
  readonly architecture: string;
  /** The ids of the layers. */
  readonly selection: ReadonlySet<string>;
  readonly name: string;
}

/**
 * The selected layers become an architecture of their own, and one layer stands for them. What comes in from
 * outside is an input of the block, once for each value; what is taken outside, or is an output of the network, is
 * an output of the block. Layers whose names begin with that of the block lose this part: Keras calls them as before.
 */
export function makeBlock(view: ProjectView, request: BlockRequest, newId: () => string): Making {
  const outer = find(view, 'Architecture', request.architecture);
  if (!outer) return refuse('The architecture is no longer there.');
  const graph = graphOf(view, outer.id);
  const selection = new Set([...request.selection].filter((id) => graph.byId.has(id)));
  const fault = faultOfSelection(graph, selection);
  if (fault !== undefined) return refuse(fault);
  const crossing = crossingOf(graph, selection);
  const architecture = blank('Architecture', { id: newId(), parent: outer.parent, name: request.name });
  const inner = innerRecords(crossing, architecture.id, request.name, specsOf(view, outer.id), newId);
  const block = blank('Layer', {
    id: newId(),
    parent: outer.id,
    type: 'Block',
    name: layerName(request.name.trim().replace(/\s+/g, '_')),
    block: architecture.id,
    position: cornerOf(crossing.layers),
    outputOrder: outputOrderOf(crossing, lastOrder(graph.outputs.map(({ layer }) => layer))),
  });
  const links = outerConnections(crossing, block, inner.inputs, newId);
  return {
    ok: true,
    records: [architecture, ...inner.inputs, ...inner.layers, ...inner.connections, block, ...links],
    replaces: [...selection],
    layers: [block.id],
  };
}

/** What the layers of a selection have in common in their names, or `block`. */
export function blockNameFor(view: ProjectView, selection: Iterable<string>): string {
  const names = [...selection].flatMap((id) => find(view, 'Layer', id)?.name ?? []);
  const [first = ''] = names;
  const parts = first.split('_');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const stem = parts.slice(0, length).join('_');
    const rests = names.map((name) => (name.startsWith(`${stem}_`) ? name.slice(stem.length + 1) : ''));
    // A number by itself is no name for what is left.
    const isCommon = names.length > 1 && rests.every((rest) => /[A-Za-z]/.test(rest));
    if (isCommon && /^[A-Za-z]/.test(stem)) return stem;
  }
  return 'block';
}

type SpecOf = (layer: string, port: string) => TensorSpec | undefined;

function specsOf(view: ProjectView, architecture: string): SpecOf {
  const { results } = checkArchitecture(view, architecture);
  return (layer, port) => {
    const inference = results.get(layer)?.inference;
    return inference?.status === 'known' ? inference.outputs[Number(port)] : undefined;
  };
}

interface Inner {
  readonly inputs: readonly LayerRecord[];
  readonly layers: readonly LayerRecord[];
  readonly connections: readonly ConnectionRecord[];
}

function innerRecords(
  crossing: Crossing,
  parent: string,
  blockName: string,
  specOf: SpecOf,
  newId: () => string,
): Inner {
  const ids = new Map(crossing.layers.map(({ id }) => [id, newId()]));
  const idOf = (id: string) => ids.get(id) ?? '';
  const outputOrders = outputOrdersOf(crossing);
  const layers = crossing.layers.map((layer) => ({
    ...layer,
    id: idOf(layer.id),
    parent,
    name: innerName(layer.name, blockName),
    shares: layer.shares === null ? null : idOf(layer.shares),
    position: null,
    outputOrder: outputOrders.get(layer.id) ?? {},
  }));
  const inputs = inputLayers(crossing.inputs, parent, layers, specOf, newId);
  const move = (connection: ConnectionRecord, source: string, sourcePort: string) => {
    const target = idOf(connection.target);
    return { ...connection, id: newId(), parent, source, sourcePort, target };
  };
  return {
    inputs,
    layers: ownersFirst(layers),
    connections: [
      ...crossing.inputs.flatMap(({ takenBy }, index) =>
        takenBy.map((connection) => move(connection, inputs[index]?.id ?? '', '0')),
      ),
      ...crossing.inside.map((connection) =>
        move(connection, idOf(connection.source), connection.sourcePort),
      ),
    ],
  };
}

/** An input takes what it takes here; where that is not known, the block by itself asks for a shape. */
function inputLayers(
  values: readonly ValueIn[],
  parent: string,
  layers: readonly LayerRecord[],
  specOf: SpecOf,
  newId: () => string,
): LayerRecord[] {
  const taken = new Set(layers.map(({ name }) => name));
  const keys = generateNKeysBetween(null, null, values.length);
  return values.map(({ source, sourcePort }, index) => {
    const name = freeName(values.length === 1 ? 'x' : `x_${String(index + 1)}`, taken);
    taken.add(name);
    const args = argumentsFor(specOf(source, sourcePort));
    const inputOrder = keys[index] ?? '';
    return blank('Layer', { id: newId(), parent, type: 'InputLayer', name, args, inputOrder });
  });
}

function argumentsFor(spec: TensorSpec | undefined): Readonly<Record<string, Json>> {
  if (!spec) return {};
  return { shape: [...spec.shape.slice(1)], ...(spec.dtype === 'float32' ? {} : { dtype: spec.dtype }) };
}

function innerName(name: string, blockName: string): string {
  const rest = name.startsWith(`${blockName}_`) ? name.slice(blockName.length + 1) : '';
  return rest === '' ? name : rest;
}

function outputOrdersOf({ outputs }: Crossing): Map<string, Record<string, string>> {
  const keys = generateNKeysBetween(null, null, outputs.length);
  const orders = new Map<string, Record<string, string>>();
  outputs.forEach(({ layer, index }, place) => {
    orders.set(layer, { ...orders.get(layer), [String(index)]: keys[place] ?? '' });
  });
  return orders;
}

/** What one shares with must be there before it. */
const ownersFirst = (layers: readonly LayerRecord[]) =>
  layers.toSorted((a, b) => Number(a.shares !== null) - Number(b.shares !== null));

/**
 * Where the outputs of the block stand among those of the network. One that stood there because nobody takes it
 * still does so by itself when it is all that the block gives; otherwise it is named, behind those that are.
 */
function outputOrderOf({ outputs }: Crossing, last: string | null): Record<string, string> {
  const [only, ...others] = outputs;
  if (only?.order === '' && only.takenBy.length === 0 && others.length === 0) return {};
  let order = last;
  return Object.fromEntries(
    outputs.flatMap((output, index) => {
      if (output.order === undefined) return [];
      if (output.order !== '') return [[String(index), output.order]];
      order = generateKeyBetween(order, null);
      return [[String(index), order]];
    }),
  );
}

function lastOrder(layers: readonly LayerRecord[]): string | null {
  const orders = layers
    .flatMap(({ outputOrder }) => Object.values(outputOrder).flatMap(placesIn))
    .filter((order) => order !== '');
  return orders.sort().at(-1) ?? null;
}

function outerConnections(
  crossing: Crossing,
  { id, parent }: LayerRecord,
  inputs: readonly LayerRecord[],
  newId: () => string,
): ConnectionRecord[] {
  const into = crossing.inputs.map(({ source, sourcePort }, index) => {
    const targetPort = inputs[index]?.id ?? '';
    return blank('Connection', { id: newId(), parent, source, sourcePort, target: id, targetPort });
  });
  const out = crossing.outputs.flatMap(({ takenBy }, index) =>
    takenBy.map((connection) => ({ ...connection, id: newId(), source: id, sourcePort: String(index) })),
  );
  return [...into, ...out];
}

/** Where layers that a person placed lay, there the block lies. */
function cornerOf(layers: readonly LayerRecord[]): LayerRecord['position'] {
  const places = layers.flatMap(({ position }) => position ?? []);
  if (places.length < layers.length) return null;
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}
