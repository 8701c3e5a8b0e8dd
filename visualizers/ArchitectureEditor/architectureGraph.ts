import { layerOutputs, layerType, type ArgumentValue, type LayerType } from '../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { layerInputs } from '../../src/domain/architecture/ports.ts';
import {
  formatShape,
  inferNetwork,
  type NetworkInference,
  type NetworkLayer,
} from '../../src/domain/shapes/index.ts';
import { childrenOf, sameJson, type ProjectView } from '../../src/domain/state.ts';
import { bandOf, layerCategory } from '../drawing/index.ts';
import type { GraphEdge, GraphNode } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { writeLiteral } from './arguments/pythonLiteral.ts';
import { typeLabel } from './layerItems.ts';
import { networkOf } from './networkOf.ts';

export interface ArchitectureGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly inference: NetworkInference;
}

/**
 * The drawing of a network with what is known of it. It remembers its last answer: only what lies downstream of
 * a change is inferred again, and only what looks different is drawn again.
 */
export function architectureGraphOf(architecture: string): (view: ProjectView) => ArchitectureGraph {
  const layers = stableList<NetworkLayer>();
  const nodes = stableList<GraphNode>();
  const edges = stableList<GraphEdge>();
  let known: { readonly network: readonly NetworkLayer[]; readonly inference: NetworkInference } | undefined;
  return (view) => {
    const network = layers(networkOf(view, architecture).sort(byId));
    if (known?.network !== network) known = { network, inference: inferNetwork(network, known?.inference) };
    const { inference } = known;
    const records = childrenOf(view, architecture, 'Layer').sort(byId);
    const connections = childrenOf(view, architecture, 'Connection').sort(byId);
    return {
      inference,
      nodes: nodes(records.map((layer) => layerNode(layer, inference))),
      edges: edges(connections.map((connection) => layerEdge(connection, inference))),
    };
  };
}

function layerNode(layer: LayerRecord, inference: NetworkInference): GraphNode {
  const found = inference.layers.get(layer.id);
  const args = layer.args as Readonly<Record<string, ArgumentValue>>;
  return {
    id: layer.id,
    label: layer.name,
    subtitle: subtitleOf(layer),
    band: bandOf(layerCategory(layer.type)),
    inputs:
      layer.type === 'InputLayer'
        ? []
        : layerInputs(layer.type).map(({ name }) => ({ id: name, label: name })),
    outputs: layerOutputs(layer.type, args).map(({ name }, index) => ({ id: String(index), label: name })),
    ...(found && found.problems.length > 0
      ? { problems: found.problems.map(({ message }) => ({ severity: 'error' as const, message })) }
      : {}),
    ...(layer.position ? { pinned: layer.position } : {}),
  };
}

function layerEdge(connection: ConnectionRecord, inference: NetworkInference): GraphEdge {
  const { id, source, sourcePort, target, targetPort } = connection;
  const from = inference.layers.get(source)?.inference;
  const spec = from?.status === 'known' ? from.outputs[Number(sourcePort)] : undefined;
  return {
    id,
    source: { node: source, port: sourcePort },
    target: { node: target, port: targetPort },
    ...(spec ? { label: formatShape(spec.shape) } : {}),
  };
}

const SHOWN_ARGUMENTS = 3;
const LONGEST_ARGUMENT = 18;

/** The type and the few arguments that make this layer what it is. */
export function subtitleOf({ type, args }: LayerRecord): string {
  const known = layerType(type);
  const telling = known ? tellingArguments(known, args) : [];
  return [typeLabel(type), telling.join(', ')].filter(Boolean).join(' · ');
}

function tellingArguments({ arguments: all }: LayerType, args: LayerRecord['args']): readonly string[] {
  return all
    .filter(({ name, default: fallback }) => {
      const value = args[name];
      return value !== undefined && !sameJson(value, fallback as Json | undefined);
    })
    .map(({ name, type }) => {
      const text = writeLiteral(args[name] as ArgumentValue);
      return type.kind === 'boolean' ? `${name}=${text}` : text;
    })
    .filter((text) => text.length <= LONGEST_ARGUMENT)
    .slice(0, SHOWN_ARGUMENTS);
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
