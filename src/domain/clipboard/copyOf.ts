import { layerType } from '../../../meta/catalogue/index.ts';
import type { ArchitectureRecord, LayerRecord } from '../../../meta/index.ts';
import { graphOf } from '../architecture/graph.ts';
import { ownerOf } from '../architecture/ports.ts';
import { withBlocks } from '../architecture/withBlocks.ts';
import { customLayersOf, typesWithin } from '../customLayers/index.ts';
import { inOrder } from '../inOrder.ts';
import { freeName } from '../names.ts';
import { childrenOf, find, type ProjectView } from '../state.ts';
import {
  printClip,
  type ClipArchitecture,
  type ClipConnection,
  type ClipGraph,
  type ClipLayer,
} from './clip.ts';

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Layers of one architecture as text, with the connections among them; `places` says where they are drawn. */
export function copyOf(view: ProjectView, ids: Iterable<string>, places?: Places): string | undefined {
  const found = [...new Set(ids)].flatMap((id) => find(view, 'Layer', id) ?? []);
  const [first] = found;
  if (!first) return undefined;
  const layers = found.filter(({ parent }) => parent === first.parent);
  const inner = withBlocks(
    view,
    layers.map(({ block }) => block),
  ).flatMap((id) => find(view, 'Architecture', id) ?? []);
  const names = namesOf(inner);
  const graph = clipGraph(view, layers, names, (layer) => places?.get(layer.id) ?? layer.position);
  const architectures = inner.map((one) => clipArchitecture(view, one, names));
  const types = [graph, ...architectures].flatMap((one) =>
    one.layers.flatMap(({ type, args = {} }) => [type, ...typesWithin(args)]),
  );
  return printClip({ ...graph, architectures, modules: modulesOf(view, types) });
}

/** A whole architecture in the words of the clipboard. */
export function clipArchitecture(
  view: ProjectView,
  { id, name, description, form }: ArchitectureRecord,
  names: ReadonlyMap<string, string>,
): ClipArchitecture {
  const layers = childrenOf(view, id, 'Layer');
  return {
    id,
    name: names.get(id) ?? name,
    description,
    form,
    ...clipGraph(view, layers, names, ({ position }) => position),
  };
}

function clipGraph(
  view: ProjectView,
  layers: readonly LayerRecord[],
  architectures: ReadonlyMap<string, string>,
  placeOf: (layer: LayerRecord) => { readonly x: number; readonly y: number } | null | undefined,
): ClipGraph {
  const names = namesOf(layers);
  return {
    layers: layers.map((layer) => clipLayer(view, layer, names, architectures, placeOf(layer) ?? undefined)),
    connections: connectionsAmong(view, layers, names),
  };
}

/** A call of a layer that is not copied becomes a layer of its own. */
function clipLayer(
  view: ProjectView,
  layer: LayerRecord,
  names: ReadonlyMap<string, string>,
  architectures: ReadonlyMap<string, string>,
  at: ClipLayer['at'],
): ClipLayer {
  const shares = layer.shares === null ? undefined : names.get(layer.shares);
  const { type, args, block } = ownerOf(view, layer);
  const { note, repeat, inputOrder, outputOrder } = layer;
  const stands = block === null ? undefined : architectures.get(block);
  return {
    name: names.get(layer.id) ?? layer.name,
    type,
    // The model holds them to be JSON; zod's own type for it has mutable arrays.
    args: args as ClipLayer['args'],
    ...(note === '' ? {} : { note }),
    ...(at && { at: { x: Math.round(at.x), y: Math.round(at.y) } }),
    ...(shares === undefined ? {} : { shares }),
    ...(stands === undefined ? {} : { block: stands }),
    ...(repeat === 1 ? {} : { repeat }),
    ...(inputOrder === '' ? {} : { inputOrder }),
    ...(Object.keys(outputOrder).length === 0 ? {} : { outputOrder: { ...outputOrder } }),
  };
}

function connectionsAmong(
  view: ProjectView,
  layers: readonly LayerRecord[],
  names: ReadonlyMap<string, string>,
): ClipConnection[] {
  const [parent] = layers.map((layer) => layer.parent);
  const all = parent === undefined || parent === null ? [] : childrenOf(view, parent, 'Connection');
  return all.toSorted(inOrder).flatMap(({ source, sourcePort, target, targetPort }) => {
    const [from, to] = [names.get(source), names.get(target)];
    if (from === undefined || to === undefined) return [];
    return [{ from, output: Number(sourcePort), to, ...inputAt(view, target, targetPort) }];
  });
}

/** The inputs of a block are layers inside it, which go by their names here. */
function inputAt(view: ProjectView, target: string, port: string): Pick<ClipConnection, 'input' | 'port'> {
  const block = find(view, 'Layer', target)?.block ?? null;
  const inner = block === null ? undefined : graphOf(view, block).inputs.find(({ id }) => id === port);
  return inner ? { input: inner.name, port } : { input: port };
}

/** Each by a name that no other of them has. */
function namesOf(things: readonly { readonly id: string; readonly name: string }[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    things.map(({ id, name }) => {
      const own = freeName(name, taken);
      taken.add(own);
      return [id, own];
    }),
  );
}

/** The Python modules of the project in which the classes of these types are written. */
function modulesOf(view: ProjectView, types: readonly string[]): string[] {
  const { byType } = customLayersOf(view);
  const custom = types.filter((type) => layerType(type) === undefined);
  return [...new Set(custom.flatMap((type) => byType.get(type)?.moduleName ?? []))];
}
