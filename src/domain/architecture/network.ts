import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import type { NetworkEdge, NetworkLayer } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import { graphOf, isNetworkInput, type ArchitectureGraph } from './graph.ts';
import { argumentsOf, layerInputs } from './ports.ts';
import { standInFor } from './standIn.ts';

/** An architecture as the shape rules see it: layers alone, with what blocks and nested models stand for in place. */
export interface ArchitectureNetwork {
  readonly layers: readonly NetworkLayer[];
  /** For each layer of the architecture what it became; a bound input or a block may become no layer of its own. */
  readonly parts: ReadonlyMap<string, NetworkPart>;
}

export interface NetworkPart {
  /** The network layers that it became, by id. */
  readonly layers: readonly string[];
  /** What carries its outputs; null for a layer, whose outputs are its own. */
  readonly outputs: readonly Giver[] | null;
  /** The connections that end at it, in the order of the inputs of its network layer. */
  readonly connections: readonly string[];
  /** Why a block stands for nothing, or which of its inputs get nothing. */
  readonly faults: readonly BlockFault[];
}

export type BlockFault =
  | { readonly code: 'block-missing' | 'block-recursive' }
  | { readonly code: 'input-missing'; readonly input: string };

export interface Giver {
  readonly layer: string;
  readonly output: number;
}

/** The network of an architecture; layers that did not change are the very same values as in `previous`. */
export function networkOf(
  view: ProjectView,
  architecture: string,
  previous?: ArchitectureNetwork,
): ArchitectureNetwork {
  const expansion = new Expansion(view, previous);
  const top = expansion.top(architecture);
  expansion.expand(top);
  return { layers: expansion.layers, parts: partsOf(expansion, top) };
}

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
  readonly layers: NetworkLayer[] = [];
  readonly #view: ProjectView;
  readonly #known: ReadonlyMap<string, NetworkLayer>;
  readonly #places = new Map<string, Place>();
  readonly #graphs = new Map<string, ArchitectureGraph>();

  constructor(view: ProjectView, previous: ArchitectureNetwork | undefined) {
    this.#view = view;
    this.#known = new Map(previous?.layers.map((layer) => [layer.id, layer]));
  }

  top(architecture: string): Place {
    return { graph: this.#graph(architecture), path: '', prefix: '', architectures: [architecture] };
  }

  expand(place: Place): void {
    for (const layer of place.graph.layers) {
      if (this.isBlock(place, layer)) {
        for (let copy = 0; copy < copiesOf(layer); copy += 1) this.expand(this.inside(place, layer, copy));
      } else if (!this.#isBound(place, layer)) {
        this.layers.push(this.#settled(this.#layer(place, layer)));
      }
    }
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
    return this.#bound(place, layer, depth + 1) ?? itself;
  }

  outputs(place: Place, block: LayerRecord): Giver[] {
    const last = this.inside(place, block, copiesOf(block) - 1);
    return last.graph.outputs.map(({ layer, index }) => this.giver(last, layer.id, index));
  }

  #graph(architecture: string): ArchitectureGraph {
    let graph = this.#graphs.get(architecture);
    if (graph === undefined) this.#graphs.set(architecture, (graph = graphOf(this.#view, architecture)));
    return graph;
  }

  #outputOf(place: Place, block: LayerRecord, copy: number, output: number, depth: number): Giver {
    const inside = this.inside(place, block, copy);
    const found = inside.graph.outputs[output];
    if (found === undefined) return { layer: inside.path, output };
    return this.giver(inside, found.layer.id, found.index, depth + 1);
  }

  #isBound(place: Place, layer: LayerRecord): boolean {
    return (
      place.outer !== undefined && isNetworkInput(layer.type) && this.#bound(place, layer, 0) !== undefined
    );
  }

  /** What an input of a block gets: what the copy before gave, or what is connected to the block. */
  #bound(inside: Place, input: LayerRecord, depth: number): Giver | undefined {
    if (!inside.outer) return undefined;
    const { place, block, copy } = inside.outer;
    const index = inside.graph.inputs.indexOf(input);
    if (copy > 0 && index < inside.graph.outputs.length) {
      return this.#outputOf(place, block, copy - 1, index, depth);
    }
    const connection = connectionTo(place, block, input.id);
    return connection && this.giver(place, connection.source, Number(connection.sourcePort), depth);
  }

  #layer(place: Place, layer: LayerRecord): NetworkLayer {
    const inputs = orderedConnections(place.graph, layer).map((connection): NetworkEdge => {
      const { layer: giver, output } = this.giver(place, connection.source, Number(connection.sourcePort));
      return { layer: giver, output, port: connection.targetPort };
    });
    const shared = sharedBy(place, layer);
    return {
      id: `${place.path}${layer.id}`,
      name: `${place.prefix}${layer.name}`,
      ...standInFor(layer.type, argumentsOf(layer), inputs),
      ...(shared === undefined ? {} : { shares: shared }),
    };
  }

  #settled(layer: NetworkLayer): NetworkLayer {
    const before = this.#known.get(layer.id);
    return before !== undefined && isSameLayer(before, layer) ? before : layer;
  }
}

/** Passing through more blocks than this means going round in a circle. */
const DEEPEST = 200;

const copiesOf = ({ repeat }: LayerRecord) => Math.max(1, Math.min(1000, Math.floor(repeat)));
const pathOf = (place: Place, block: string, copy: number) => `${place.path}${block}#${String(copy)}/`;

function sharedBy(place: Place, layer: LayerRecord): string | undefined {
  if (layer.shares !== null) return `${place.sharedPath ?? place.path}${layer.shares}`;
  return place.sharedPath === undefined ? undefined : `${place.sharedPath}${layer.id}`;
}

const connectionTo = (place: Place, block: LayerRecord, input: string) =>
  place.graph.incoming.get(block.id)?.find(({ targetPort }) => targetPort === input);

/** The connections of a layer, input after input as its type lists them. */
function orderedConnections(graph: ArchitectureGraph, layer: LayerRecord): readonly ConnectionRecord[] {
  const connections = graph.incoming.get(layer.id) ?? [];
  if (connections.length < 2) return connections;
  const owner = (layer.shares === null ? undefined : graph.byId.get(layer.shares)) ?? layer;
  const ports = layerInputs(owner.type).map(({ name }) => name);
  const rank = ({ targetPort }: ConnectionRecord) => ports.indexOf(targetPort);
  return connections.toSorted((a, b) => rank(a) - rank(b));
}

function isSameLayer(a: NetworkLayer, b: NetworkLayer): boolean {
  return (
    a.name === b.name &&
    a.type === b.type &&
    a.args === b.args &&
    a.shares === b.shares &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((edge, index) => isSameEdge(edge, b.inputs[index]))
  );
}

const isSameEdge = (a: NetworkEdge, b: NetworkEdge | undefined) =>
  a.layer === b?.layer && a.output === b.output && a.port === b.port;

function partsOf(expansion: Expansion, top: Place): Map<string, NetworkPart> {
  const inner = new Map<string, string[]>();
  for (const { id } of expansion.layers) {
    const owner = id.slice(0, Math.max(id.indexOf('#'), 0));
    if (owner !== '') inner.set(owner, [...(inner.get(owner) ?? []), id]);
  }
  return new Map(
    top.graph.layers.map((layer) => {
      const isBlock = expansion.isBlock(top, layer);
      const part: NetworkPart = {
        layers: isBlock ? (inner.get(layer.id) ?? []) : [layer.id],
        outputs: isBlock ? expansion.outputs(top, layer) : null,
        connections: orderedConnections(top.graph, layer).map(({ id }) => id),
        faults: faultsOf(expansion, top, layer),
      };
      return [layer.id, part];
    }),
  );
}

function faultsOf(expansion: Expansion, top: Place, layer: LayerRecord): BlockFault[] {
  if (layer.block === null) return BLOCK_TYPES.has(layer.type) ? [{ code: 'block-missing' }] : [];
  if (top.architectures.includes(layer.block)) return [{ code: 'block-recursive' }];
  if (!expansion.isBlock(top, layer)) return [];
  return expansion
    .inside(top, layer, 0)
    .graph.inputs.filter(({ id }) => connectionTo(top, layer, id) === undefined)
    .map(({ name }) => ({ code: 'input-missing', input: name }));
}

/** Types of layers that stand for an architecture. */
const BLOCK_TYPES: ReadonlySet<string> = new Set(['Block', 'Functional', 'Sequential']);
