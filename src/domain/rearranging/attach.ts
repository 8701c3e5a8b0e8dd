import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { InputDescription } from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import { isNetworkInput } from '../architecture/graph.ts';
import { inputsOf } from '../architecture/ports.ts';
import { connectionsTo } from '../commands/connect.ts';
import { connectionsFrom } from '../commands/remove.ts';
import { blank, find, type ProjectView } from '../state.ts';

/** What a new layer is put next to, or where. */
export type Anchor =
  /** After a layer, as the next of its chain. */
  | { readonly kind: 'after'; readonly layer: string }
  /** After several layers, whose outputs it takes in this order. */
  | { readonly kind: 'join'; readonly layers: readonly string[] }
  /** On a connection of its own to this very port. */
  | { readonly kind: 'port'; readonly port: AnchorPort }
  | { readonly kind: 'edge'; readonly edge: string }
  /** With the node of the block that it lies in, where it lies in one. */
  | {
      readonly kind: 'place';
      readonly at: { readonly x: number; readonly y: number };
      readonly inside?: string;
    };

export interface AnchorPort {
  readonly node: string;
  readonly port: string;
  readonly side: 'input' | 'output';
}

export interface Links {
  readonly connections: readonly ConnectionRecord[];
  /** The connections that give way. */
  readonly replaces: readonly string[];
}

/** A new layer, as far as its connections are concerned. */
interface Arriving {
  readonly id: string;
  readonly parent: string | null;
  /** The input that what comes before it goes to; undefined for an input of the network. */
  readonly input: string | undefined;
  readonly inputs: readonly InputDescription[];
}

const NONE: Links = { connections: [], replaces: [] };
const FIRST_OUTPUT = '0';

export function arriving(view: ProjectView, layer: LayerRecord): Arriving {
  const { id, parent, type } = layer;
  const inputs = isNetworkInput(type) ? [] : inputsOf(view, layer);
  return { id, parent, input: inputs[0]?.name, inputs };
}

/** The connections that a layer gets where it is put. */
export function linksAt(
  view: ProjectView,
  layer: Arriving,
  anchor: Anchor | undefined,
  newId: () => string,
): Links {
  switch (anchor?.kind) {
    case 'after':
      return linksAfter(view, layer, anchor.layer, newId);
    case 'join':
      return linksFromAll(layer, anchor.layers, newId);
    case 'edge':
      return linksOnEdge(view, layer, anchor.edge, newId);
    case 'port':
      return linksToPort(view, layer, anchor.port, newId);
    case 'place':
    case undefined:
      return NONE;
    default:
      return anchor satisfies never;
  }
}

/**
 * In the middle of a chain the layer goes between its neighbours, as a line is inserted into a text. At the end, or
 * where the network branches already, it hangs on a connection of its own: which branch is meant, nobody can tell.
 */
function linksAfter(view: ProjectView, layer: Arriving, before: string, newId: () => string): Links {
  if (layer.input === undefined) return NONE;
  const ways = connectionsFrom(view, before).filter(({ sourcePort }) => sourcePort === FIRST_OUTPUT);
  const [only] = ways;
  if (ways.length === 1 && only) return linksOnEdge(view, layer, only.id, newId);
  return linksToPort(view, layer, { node: before, port: FIRST_OUTPUT, side: 'output' }, newId);
}

/** All into the input that takes several, or one into each input. Where there are too few, nobody can tell which. */
function linksFromAll(layer: Arriving, sources: readonly string[], newId: () => string): Links {
  const { id: target, parent, inputs } = layer;
  const [first] = inputs;
  const ports = first?.many === true ? sources.map(() => first) : inputs;
  if (ports.length < sources.length) return NONE;
  const orders = generateNKeysBetween(null, null, sources.length);
  const connections = sources.map((source, index) => {
    const ends = { source, sourcePort: FIRST_OUTPUT, target, targetPort: ports[index]?.name ?? '' };
    return blank('Connection', { id: newId(), parent, ...ends, order: orders[index] ?? '' });
  });
  return { connections, replaces: [] };
}

function linksOnEdge(view: ProjectView, layer: Arriving, edge: string, newId: () => string): Links {
  const present = find(view, 'Connection', edge);
  if (!present) return NONE;
  const { parent, order, source, sourcePort, target, targetPort } = present;
  const out = { id: newId(), parent, source: layer.id, sourcePort: FIRST_OUTPUT, target, targetPort, order };
  const into =
    layer.input === undefined
      ? []
      : [{ id: newId(), parent, source, sourcePort, target: layer.id, targetPort: layer.input }];
  return {
    connections: [...into, out].map((ends) => blank('Connection', ends)),
    replaces: [edge],
  };
}

function linksToPort(view: ProjectView, layer: Arriving, port: AnchorPort, newId: () => string): Links {
  const { id, parent, input } = layer;
  if (port.side === 'input') {
    const present = connectionsTo(view, port.node, port.port);
    const order = generateKeyBetween(present.at(-1)?.order ?? null, null);
    const ends = { source: id, sourcePort: FIRST_OUTPUT, target: port.node, targetPort: port.port };
    return {
      connections: [blank('Connection', { id: newId(), parent, ...ends, order })],
      replaces: takesSeveral(view, port) ? [] : present.map((connection) => connection.id),
    };
  }
  if (input === undefined) return NONE;
  const ends = { source: port.node, sourcePort: port.port, target: id, targetPort: input };
  return { connections: [blank('Connection', { id: newId(), parent, ...ends })], replaces: [] };
}

function takesSeveral(view: ProjectView, { node, port }: AnchorPort): boolean {
  const layer = find(view, 'Layer', node);
  return layer !== undefined && inputsOf(view, layer).some(({ name, many }) => name === port && many);
}
