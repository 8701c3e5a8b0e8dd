import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../meta/index.ts';
import {
  checkArchitecture,
  type ArchitectureCheck,
  type LayerResult,
} from '../../src/domain/architecture/check.ts';
import { graphOf } from '../../src/domain/architecture/graph.ts';
import { changesBetween, counterparts } from '../../src/domain/changes.ts';
import { checkInPieces, UNCHECKED } from '../../src/domain/architecture/checkInPieces.ts';
import { customLayersOf, type CustomLayers } from '../../src/domain/customLayers/index.ts';
import { inOrder } from '../../src/domain/inOrder.ts';
import type { Answers } from '../../src/domain/shapes/index.ts';
import { childrenOf, find, type ProjectView } from '../../src/domain/state.ts';
import type { GraphEdge, GraphFacts, GraphNode } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { layerCard, type DrawnLayer } from './layerCard.ts';
import { layerFacts } from './layerFacts.ts';
import { problemAt, tensorEdge } from './tensorEdge.ts';

export interface ArchitectureGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly facts: GraphFacts;
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
  #sheets = new Map<string, Sheet>();
  #check: ArchitectureCheck | undefined;
  #told: Pick<ArchitectureGraph, 'check' | 'facts'> | undefined;

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
    if (this.#told?.check !== check) this.#told = { check, facts: layerFacts(check) };
    const drawn: Drawn = {
      ...{ view, check, unfolded },
      troubled: troubledIn(check),
      customs: customLayersOf(view),
    };
    const before = this.#sheets;
    this.#sheets = new Map();
    const { nodes, edges } = this.#drawIn(drawn, this.#architecture, '', before);
    return { ...this.#told, nodes: this.#nodes(nodes), edges: this.#edges(edges) };
  }

  /** The contents of an architecture in a place such as `outer/`, with those of what is unfolded there. */
  #drawIn(drawn: Drawn, architecture: string, place: string, before: Sheets): Contents {
    const sheet = drawSheet(drawn, architecture, place, before.get(place));
    this.#sheets.set(place, sheet);
    const { cards, lines } = sheet;
    if (sheet.isPlain) return { nodes: cards.drawn, edges: lines.drawn };
    const nodes: GraphNode[] = [];
    const edges: GraphEdge[] = [];
    for (const { drawn: node, path, layer, isUnfolded } of cards.made) {
      nodes.push(node);
      if (!isUnfolded) continue;
      const inside = this.#drawIn(drawn, layer.block ?? '', `${path}/`, before);
      for (const inner of inside.nodes) nodes.push(inner);
      for (const inner of inside.edges) edges.push(inner);
    }
    for (const edge of lines.drawn) edges.push(edge);
    return { nodes, edges };
  }
}

type Contents = Pick<ArchitectureGraph, 'nodes' | 'edges'>;

/** By the places of what they are drawn in. */
type Sheets = ReadonlyMap<string, Sheet>;

/** What is drawn from. */
interface Drawn {
  readonly view: ProjectView;
  readonly check: ArchitectureCheck;
  /** What is known of the layers that something is wrong with. */
  readonly troubled: ReadonlyMap<string, LayerResult>;
  readonly unfolded: Unfolded;
  readonly customs: CustomLayers;
}

/** The contents of the network, or of a block in its place. */
interface Sheet {
  readonly layers: Sorted<LayerRecord>;
  readonly connections: Sorted<ConnectionRecord>;
  readonly cards: Pictures<LayerRecord, Card>;
  readonly lines: Pictures<ConnectionRecord, Line>;
  readonly customs: CustomLayers;
  /** Whether each layer and each connection tells alone how it looks. */
  readonly isPlain: boolean;
}

/** What was made of each record, in their order, and how it is drawn. */
interface Pictures<R, Made extends Picture<unknown>> {
  readonly records: readonly R[];
  readonly made: readonly Made[];
  readonly drawn: readonly Made['drawn'][];
  /** Those that had to be made. */
  readonly fresh: readonly Made[];
}

interface Picture<T> {
  readonly drawn: T;
}

/** A layer as it is drawn, with all that decides how it looks. */
interface Card extends DrawnLayer, Picture<GraphNode> {
  readonly layer: LayerRecord;
  readonly customs: CustomLayers;
}

interface Line extends Picture<GraphEdge> {
  readonly connection: ConnectionRecord;
  readonly problem: string | undefined;
}

function drawSheet(drawn: Drawn, architecture: string, place: string, before: Sheet | undefined): Sheet {
  const contents = graphOf(drawn.view, architecture);
  const layers = sortedAgain(contents.layers, byId, before?.layers);
  const connections = sortedAgain(contents.connections, inOrder, before?.connections);
  const { customs } = drawn;
  const isCalm = drawn.troubled.size === 0;
  const isKept = before?.isPlain === true && isCalm && before.customs === customs;
  const cards = picturesOf(layers.sorted, before?.cards, isKept, (layer, was) =>
    cardOf(drawn, layer, place, was),
  );
  const lines = picturesOf(connections.sorted, before?.lines, isKept, (connection, was) =>
    lineOf(drawn, connection, place, was),
  );
  const isPlain = isCalm && cards.fresh.every(({ layer }) => layer.block === null && layer.shares === null);
  return { layers, connections, cards, lines, customs, isPlain };
}

/** With `isKept`, records that are the same look the same: to go to each of ten thousand takes a good part of a frame. */
function picturesOf<R extends ModelRecord, Made extends Picture<unknown>>(
  records: readonly R[],
  before: Pictures<R, Made> | undefined,
  isKept: boolean,
  make: (record: R, before: Made | undefined) => Made,
): Pictures<R, Made> {
  if (isKept && before?.records === records) return { ...before, fresh: [] };
  const counterpart = counterparts(before?.records ?? [], records);
  const made = new Array<Made>(records.length);
  const drawn = new Array<Made['drawn']>(records.length);
  const fresh: Made[] = [];
  for (let place = 0; place < records.length; place += 1) {
    const record = records[place]!;
    const was = counterpart[place]!;
    if (isKept && before?.records[was] === record) {
      made[place] = before.made[was]!;
      drawn[place] = before.drawn[was];
    } else {
      const picture = make(record, before?.made[was]);
      fresh.push(picture);
      made[place] = picture;
      drawn[place] = picture.drawn;
    }
  }
  return { records, made, drawn, fresh };
}

const troubledIn = ({ network: { parts }, results, troubled }: ArchitectureCheck): Drawn['troubled'] =>
  new Map(troubled.map((place) => [parts.list[place]!.at, results.list[place]!]));

/** The very same as before where the layer and what is wrong with it are; of blocks and of layers called again others tell. */
function cardOf(
  { view, check, troubled, unfolded, customs }: Drawn,
  layer: LayerRecord,
  place: string,
  before: Card | undefined,
): Card {
  const path = before?.path ?? `${place}${layer.id}`;
  const problems = (troubled.size === 0 ? undefined : troubled.get(path)?.problems) ?? NO_PROBLEMS;
  const isUnfolded = layer.block !== null && unfolded.has(path) && isUnfoldable(view, layer, check, path);
  const isSame =
    before?.layer === layer &&
    before.problems === problems &&
    before.isUnfolded === isUnfolded &&
    before.customs === customs;
  if (isSame && layer.block === null && layer.shares === null) return before;
  const told = { path, isUnfolded, problems };
  return { ...told, layer, customs, drawn: layerCard(view, layer, told) };
}

const NO_PROBLEMS: readonly never[] = [];

function lineOf(
  { troubled }: Drawn,
  connection: ConnectionRecord,
  place: string,
  before: Line | undefined,
): Line {
  const target = troubled.size === 0 ? undefined : troubled.get(`${place}${connection.target}`);
  const problem = problemAt(connection.id, target);
  if (before?.connection === connection && before.problem === problem) return before;
  return { connection, problem, drawn: tensorEdge(connection, place, problem) };
}

/** A list, and the same in order. */
interface Sorted<T> {
  readonly list: readonly T[];
  readonly sorted: readonly T[];
}

/** Of a list that was in order only what is new or changed has to find its place. */
function sortedAgain<T extends { readonly id: string }>(
  list: readonly T[],
  compare: (a: T, b: T) => number,
  before: Sorted<T> | undefined,
): Sorted<T> {
  if (before?.list === list) return before;
  if (!before) return { list, sorted: list.toSorted(compare) };
  const { added, removed, changed } = changesBetween(before.list, list);
  const gone = [...removed, ...changed.map(([was]) => was)];
  const fresh = [...added, ...changed.map(([, now]) => now)];
  if (gone.length + fresh.length > MOST_PLACED) return { list, sorted: list.toSorted(compare) };
  const sorted = [...before.sorted];
  for (const item of gone) sorted.splice(placeIn(sorted, item, compare), 1);
  for (const item of fresh) sorted.splice(placeIn(sorted, item, compare), 0, item);
  return { list, sorted };
}

/** Where an item stands in a list that is in order, or would. */
function placeIn<T>(sorted: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(sorted[middle]!, item) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** More than these are sorted with all the others. */
const MOST_PLACED = 200;

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
