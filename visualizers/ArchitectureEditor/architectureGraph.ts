import type { ConnectionRecord, LayerRecord } from '../../meta/index.ts';
import {
  checkArchitecture,
  type ArchitectureCheck,
  type LayerResult,
} from '../../src/domain/architecture/check.ts';
import { checkInPieces, UNCHECKED } from '../../src/domain/architecture/checkInPieces.ts';
import { customLayersOf, type CustomLayers } from '../../src/domain/customLayers/index.ts';
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
  readonly #cards = new Map<string, Card>();
  readonly #lines = new Map<string, Line>();
  #check: ArchitectureCheck | undefined;

  constructor(architecture: string) {
    this.#architecture = architecture;
  }

  draw(view: ProjectView, unfolded: Unfolded, answers?: Answers): ArchitectureGraph {
    this.#check = checkArchitecture(view, this.#architecture, this.#check, unfolded, answers);
    return this.#draw(view, unfolded, this.#check);
  }

  /** The network as long as nothing is known of it. */
  sketch(view: ProjectView, unfolded: Unfolded): ArchitectureGraph {
    return this.#draw(view, unfolded, UNCHECKED);
  }

  /** Does beforehand most of what the first drawing after a sketch takes. */
  *checkInPieces(view: ProjectView, answers?: Answers): Generator<void> {
    this.#check = yield* checkInPieces(view, this.#architecture, answers);
  }

  #draw(view: ProjectView, unfolded: Unfolded, check: ArchitectureCheck): ArchitectureGraph {
    const nodes: GraphNode[] = [];
    const edges: GraphEdge[] = [];
    const customs = customLayersOf(view);
    const drawIn = (architecture: string, place: string) => {
      for (const layer of childrenOf(view, architecture, 'Layer').sort(byId)) {
        const path = `${place}${layer.id}`;
        const isUnfolded = unfolded.has(path) && isUnfoldable(view, layer, check, path);
        nodes.push(this.#card(view, customs, { layer, path, isUnfolded, result: check.results.get(path) }));
        if (isUnfolded) drawIn(layer.block ?? '', `${path}/`);
      }
      for (const connection of childrenOf(view, architecture, 'Connection').sort(inOrder)) {
        edges.push(this.#line(connection, place, check.results));
      }
    };
    drawIn(this.#architecture, '');
    forgetGone(this.#cards, nodes);
    forgetGone(this.#lines, edges);
    return { check, nodes: this.#nodes(nodes), edges: this.#edges(edges) };
  }

  /** The very same as before where the layer and what is known of it are; of blocks and of layers called again others tell. */
  #card(view: ProjectView, customs: CustomLayers, drawn: DrawnLayer): GraphNode {
    const { layer, path, isUnfolded, result } = drawn;
    const before = this.#cards.get(path);
    const isSame =
      before?.layer === layer &&
      before.result === result &&
      before.isUnfolded === isUnfolded &&
      before.customs === customs;
    if (isSame && layer.block === null && layer.shares === null) return before.node;
    const node = layerCard(view, layer, drawn);
    this.#cards.set(path, { ...drawn, customs, node });
    return node;
  }

  #line(connection: ConnectionRecord, place: string, results: ArchitectureCheck['results']): GraphEdge {
    const from = results.get(`${place}${connection.source}`);
    const to = results.get(`${place}${connection.target}`);
    const path = `${place}${connection.id}`;
    const before = this.#lines.get(path);
    if (before?.connection === connection && before.from === from && before.to === to) return before.edge;
    const edge = tensorEdge(connection, place, from, to);
    this.#lines.set(path, { connection, from, to, edge });
    return edge;
  }
}

interface DrawnLayer {
  readonly layer: LayerRecord;
  readonly path: string;
  readonly isUnfolded: boolean;
  readonly result: LayerResult | undefined;
}

/** With all that decides how it looks. */
interface Card extends DrawnLayer {
  readonly customs: CustomLayers;
  readonly node: GraphNode;
}

interface Line {
  readonly connection: ConnectionRecord;
  readonly from: LayerResult | undefined;
  readonly to: LayerResult | undefined;
  readonly edge: GraphEdge;
}

function forgetGone(known: Map<string, unknown>, drawn: readonly { readonly id: string }[]): void {
  if (known.size === drawn.length) return;
  const present = new Set(drawn.map(({ id }) => id));
  for (const id of [...known.keys()]) if (!present.has(id)) known.delete(id);
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

const byId = (a: LayerRecord, b: LayerRecord) => (a.id < b.id ? -1 : 1);
