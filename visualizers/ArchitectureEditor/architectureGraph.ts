import type { ConnectionRecord, LayerRecord } from '../../meta/index.ts';
import { checkArchitecture, type ArchitectureCheck } from '../../src/domain/architecture/check.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import type { GraphEdge, GraphNode } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { layerCard } from './layerCard.ts';
import { tensorEdge } from './tensorEdge.ts';

export interface ArchitectureGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly check: ArchitectureCheck;
}

/**
 * The drawing of a network with what is known of it. It remembers its last answer: only what lies downstream of
 * a change is inferred again, and only what looks different is drawn again.
 */
export function architectureGraphOf(architecture: string): (view: ProjectView) => ArchitectureGraph {
  const nodes = stableList<GraphNode>();
  const edges = stableList<GraphEdge>();
  let check: ArchitectureCheck | undefined;
  return (view) => {
    check = checkArchitecture(view, architecture, check);
    const { results } = check;
    const layers = childrenOf(view, architecture, 'Layer').sort(byId);
    const connections = childrenOf(view, architecture, 'Connection').sort(byId);
    return {
      check,
      nodes: nodes(layers.map((layer) => layerCard(view, layer, results.get(layer.id)))),
      edges: edges(connections.map((connection) => edgeOf(connection, results))),
    };
  };
}

function edgeOf(connection: ConnectionRecord, results: ArchitectureCheck['results']): GraphEdge {
  const { source, target } = connection;
  return tensorEdge(connection, results.get(source), results.get(target));
}

const byId = (a: LayerRecord | ConnectionRecord, b: LayerRecord | ConnectionRecord) => (a.id < b.id ? -1 : 1);
