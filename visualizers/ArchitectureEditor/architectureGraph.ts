import type { ConnectionRecord, LayerRecord } from '../../meta/index.ts';
import { checkArchitecture, type ArchitectureCheck } from '../../src/domain/architecture/check.ts';
import { inOrder } from '../../src/domain/inOrder.ts';
import type { Answers } from '../../src/domain/shapes/index.ts';
import { childrenOf, find, type ProjectView } from '../../src/domain/state.ts';
import type { GraphEdge, GraphNode } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { layerCard } from './layerCard.ts';
import { tensorEdge } from './tensorEdge.ts';

export interface ArchitectureGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly check: ArchitectureCheck;
}

/** Blocks that show their layers inside of them, by their nodes. */
export type Unfolded = ReadonlySet<string>;

/**
 * The drawing of a network with what is known of it. It remembers its last answer: only what lies downstream of
 * a change is inferred again, and only what looks different is drawn again.
 */
export class ArchitectureDrawing {
  readonly #architecture: string;
  readonly #nodes = stableList<GraphNode>();
  readonly #edges = stableList<GraphEdge>();
  #check: ArchitectureCheck | undefined;

  constructor(architecture: string) {
    this.#architecture = architecture;
  }

  draw(view: ProjectView, unfolded: Unfolded, answers?: Answers): ArchitectureGraph {
    const check = checkArchitecture(view, this.#architecture, this.#check, unfolded, answers);
    this.#check = check;
    const nodes: GraphNode[] = [];
    const edges: GraphEdge[] = [];
    const drawIn = (architecture: string, place: string) => {
      for (const layer of childrenOf(view, architecture, 'Layer').sort(byId)) {
        const path = `${place}${layer.id}`;
        const isUnfolded = unfolded.has(path) && isUnfoldable(view, layer, check, path);
        nodes.push(layerCard(view, layer, { path, isUnfolded, result: check.results.get(path) }));
        if (isUnfolded) drawIn(layer.block ?? '', `${path}/`);
      }
      for (const connection of childrenOf(view, architecture, 'Connection').sort(inOrder)) {
        edges.push(edgeOf(connection, place, check.results));
      }
    };
    drawIn(this.#architecture, '');
    return { check, nodes: this.#nodes(nodes), edges: this.#edges(edges) };
  }
}

/** Not while it is loading, and not where it would go on for ever: then the check knows nothing of what lies inside. */
function isUnfoldable(
  view: ProjectView,
  { block }: LayerRecord,
  { results }: ArchitectureCheck,
  path: string,
): boolean {
  const [first] = find(view, 'Architecture', block) ? childrenOf(view, block ?? '', 'Layer') : [];
  return first !== undefined && results.has(`${path}/${first.id}`);
}

function edgeOf(
  connection: ConnectionRecord,
  place: string,
  results: ArchitectureCheck['results'],
): GraphEdge {
  const { source, target } = connection;
  return tensorEdge(connection, place, results.get(`${place}${source}`), results.get(`${place}${target}`));
}

const byId = (a: LayerRecord, b: LayerRecord) => (a.id < b.id ? -1 : 1);
