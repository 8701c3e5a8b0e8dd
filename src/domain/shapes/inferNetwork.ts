import type { PortInputs } from './call.ts';
import { inferLayer } from './inferLayer.ts';
import { unknown, type Inference, type Weight } from './inference.ts';
import type { NetworkEdge, NetworkLayer } from './network.ts';
import type { Answers } from './question.ts';
import { graphProblem, layerProblem, type LayerProblem } from './problem.ts';
import { sameItems } from '../sameItems.ts';
import { formatShape, sameShape, sameSpecs, type TensorSpec } from './tensor.ts';
import { topologicalOrder, type TopologicalOrder } from './topologicalOrder.ts';
import { totalsOf, type NetworkTotals } from './totals.ts';

/** All that can be told about a network; hand it back to have only what changed inferred again. */
export interface NetworkInference {
  readonly layers: ReadonlyMap<string, LayerInference>;
  readonly totals: NetworkTotals;
  /** In the order of the layers. */
  readonly problems: readonly LayerProblem[];
}

export interface LayerInference {
  readonly layer: NetworkLayer;
  readonly inference: Inference;
  readonly problems: readonly LayerProblem[];
  /** What arrives at each of its edges; undefined where that is not known. */
  readonly inputs: readonly (TensorSpec | undefined)[];
}

export function inferNetwork(
  layers: readonly NetworkLayer[],
  previous?: NetworkInference,
  answers?: Answers,
): NetworkInference {
  // `inferNetwork` is the only maker of these values, and what it makes are `NetworkMemory`.
  const memory = previous as NetworkMemory | undefined;
  const order = topologicalOrder(layers, memory?.order);
  const list = markedNames(inferAll(order, memory, answers), memory?.list);
  const isSame = memory !== undefined && order.places === memory.order.places;
  const next: NetworkMemory = {
    layers: isSame ? patched(memory, list) : new Map(list.map((entry) => [entry.layer.id, entry])),
    totals: totalsOf(list),
    problems: problemsOf(list),
    order,
    list,
  };
  return next;
}

interface NetworkMemory extends NetworkInference {
  readonly layers: ReadonlyMap<string, Inferred>;
  readonly order: TopologicalOrder;
  readonly list: readonly Inferred[];
}

/** With what it was inferred from, to see whether that changed. */
interface Inferred extends LayerInference {
  readonly outputs: readonly TensorSpec[];
  /** The names of the layers that messages mention. */
  readonly givers: readonly string[];
  readonly own: readonly LayerProblem[];
}

function patched(memory: NetworkMemory, list: readonly Inferred[]): ReadonlyMap<string, Inferred> {
  const layers = new Map(memory.layers);
  for (const [place, entry] of list.entries()) {
    if (entry !== memory.list[place]) layers.set(entry.layer.id, entry);
  }
  return layers;
}

function problemsOf(list: readonly Inferred[]): LayerProblem[] {
  const found: LayerProblem[] = [];
  for (const { problems } of list) if (problems.length > 0) found.push(...problems);
  return found;
}

/** Infers what changed and what takes something from it, as far as that makes a difference. */
function inferAll(
  order: TopologicalOrder,
  memory: NetworkMemory | undefined,
  answers: Answers | undefined,
): Inferred[] {
  const { layers, places, takers } = order;
  const isSame = order.places === memory?.order.places;
  const list = new Array<Inferred>(layers.length);
  const isTouched = new Uint8Array(layers.length);
  if (!isSame) for (const place of order.dangling) isTouched[place] = 1;
  const known = { get: (id: string) => list[places.get(id) ?? -1] };
  const byId = { get: (id: string) => layers[places.get(id) ?? -1] };
  for (const place of order.ordered) {
    const layer = layers[place] as NetworkLayer;
    const memo = isSame ? memory.list[place] : memory?.layers.get(layer.id);
    const isKept = memo !== undefined && isTouched[place] === 0 && holds(memo, layer);
    const entry = isKept ? memo : inferOne(layer, byId, known, memo, answers);
    list[place] = entry;
    if (entry === memo) continue;
    const isTold = makesDifference(memo, entry);
    for (const taker of takers[place] ?? []) {
      if (isTold || layers[taker]?.shares === layer.id) isTouched[taker] = 1;
    }
  }
  const circle = order.circular.map((place) => layers[place] as NetworkLayer);
  for (const layer of circle) list[places.get(layer.id) as number] = inCircle(layer, circle);
  return list;
}

/** Whether it is what would be found again as long as what arrives is the same. */
const holds = (memo: Inferred, layer: NetworkLayer) =>
  memo.layer === layer && !awaitsAnswer(memo.inference) && memo.own[0]?.code !== 'cycle';

const awaitsAnswer = (inference: Inference) =>
  inference.status !== 'invalid' && inference.question !== undefined;

/** Whether those that take something from it may have to be inferred again. */
const makesDifference = (before: Inferred | undefined, now: Inferred) =>
  before?.outputs !== now.outputs ||
  before.layer.name !== now.layer.name ||
  before.inference.status !== now.inference.status ||
  before.own.length + now.own.length > 0;

interface Known {
  get(id: string): Inferred | undefined;
}

interface Layers {
  get(id: string): NetworkLayer | undefined;
}

function inferOne(
  layer: NetworkLayer,
  byId: Layers,
  known: Known,
  memo: Inferred | undefined,
  answers: Answers | undefined,
): Inferred {
  const inputs = layer.inputs.map(({ layer: id, output }) => known.get(id)?.outputs[output]);
  const givers = layer.inputs.map(({ layer: id }) => byId.get(id)?.name ?? '');
  const edgeProblems = findEdgeProblems(layer, byId, known);
  const inference =
    edgeProblems.length > 0 ? unknown('its inputs are not right') : inferFrom(layer, known, inputs, answers);
  const specOf = (edge: NetworkEdge) => known.get(edge.layer)?.outputs[edge.output];
  const nameOf = (id: string) => byId.get(id)?.name ?? id;
  const own = [
    ...edgeProblems,
    ...inference.flaws.map((flaw) => layerProblem(flaw, layer, nameOf, specOf)),
    ...(NOT_IN_NETWORKS.has(layer.type) ? [graphProblem('not-in-networks', layer, {}, layer.type)] : []),
    ...sharingProblems(layer, inference, { inputs, givers }, known),
  ];
  const outputs = inference.status === 'known' && own.length === 0 ? inference.outputs : [];
  const settled = memo !== undefined && sameSpecs(memo.outputs, outputs) ? memo.outputs : outputs;
  return { layer, inference, inputs, givers, outputs: settled, own, problems: own };
}

/** The type and arguments of a layer called again are those of the layer itself. */
function inferFrom(
  layer: NetworkLayer,
  known: Known,
  inputs: readonly (TensorSpec | undefined)[],
  answers: Answers | undefined,
): Inference {
  const owner = layer.shares === undefined ? undefined : known.get(layer.shares);
  if (owner !== undefined && !isAccepted(owner)) return unknown(`${owner.layer.name} is not right`);
  if (inputs.includes(undefined)) return unknown('what comes before it is not known');
  const { type, args, rule } = owner?.layer ?? layer;
  const ports = byPort(layer.inputs, inputs as readonly TensorSpec[]);
  return rule ? rule(args, ports, answers) : inferLayer(type, args, ports);
}

const isAccepted = ({ inference, own }: Inferred) => inference.status === 'known' && own.length === 0;

/** The tensors that arrive at a layer, input by input. */
export function byPort(edges: readonly NetworkEdge[], inputs: readonly TensorSpec[]): PortInputs {
  const ports: Record<string, TensorSpec[]> = {};
  for (const [index, { port }] of edges.entries()) {
    const spec = inputs[index];
    if (spec !== undefined) (ports[port] ??= []).push(spec);
  }
  return ports;
}

// Problems of the graph itself

function findEdgeProblems(layer: NetworkLayer, byId: Layers, known: Known): readonly LayerProblem[] {
  const problems: LayerProblem[] = [];
  if (layer.shares !== undefined && byId.get(layer.shares) === undefined) {
    problems.push(graphProblem('shared-missing', layer, { received: layer.shares }));
  }
  for (const [index, edge] of layer.inputs.entries()) {
    const giver = byId.get(edge.layer);
    if (giver === undefined) {
      problems.push(graphProblem('edge-dangling', layer, { edges: [index], received: edge.layer }));
      continue;
    }
    const inference = known.get(edge.layer)?.inference;
    if (inference?.status === 'known' && edge.output >= inference.outputs.length) {
      const words = [giver.name, String(edge.output), String(inference.outputs.length)] as const;
      problems.push(graphProblem('output-missing', layer, { edges: [index] }, ...words));
    }
  }
  return problems;
}

/** Types that Keras 3.15 calls by themselves, but not as part of a network. */
const NOT_IN_NETWORKS: ReadonlySet<string> = new Set(['Equalization']);

/** Types that, once built, take only tensors of the rank they were built with. */
const RANK_BOUND: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'EinsumDense',
  'GroupNormalization',
  'PReLU',
]);

/** The weights of the first call must be those that this call would make. */
function sharingProblems(
  layer: NetworkLayer,
  inference: Inference,
  { inputs, givers }: Pick<Inferred, 'inputs' | 'givers'>,
  known: Known,
): readonly LayerProblem[] {
  const owner = layer.shares === undefined ? undefined : known.get(layer.shares);
  if (owner?.inference.status !== 'known' || inference.status !== 'known') return [];
  const sameRank = owner.inputs[0]?.shape.length === inputs[0]?.shape.length;
  const fits =
    sameWeights(owner.inference.weights, inference.weights) &&
    (sameRank || !RANK_BOUND.has(owner.layer.type));
  if (fits) return [];
  const given = inputs.map((spec, i) => `${givers[i] ?? ''} gives ${formatShape(spec?.shape ?? [])}`);
  const edges = inputs.map((_, index) => index);
  return [graphProblem('shared-unlike', layer, { edges }, owner.layer.name, given.join(', '))];
}

function sameWeights(a: readonly Weight[], b: readonly Weight[]): boolean {
  return a.length === b.length && a.every(({ shape }, index) => sameShape(shape, b[index]?.shape ?? []));
}

function inCircle(layer: NetworkLayer, circular: readonly NetworkLayer[]): Inferred {
  const names = circular.map(({ name }) => name).slice(0, 5);
  const own = [graphProblem('cycle', layer, {}, names.join(', '))];
  const inference = unknown('it is part of a circle');
  return { layer, inference, inputs: [], givers: [], outputs: [], own, problems: own };
}

/** Keras refuses two layers of one name, and names with a slash. */
function markedNames(list: Inferred[], before: readonly Inferred[] | undefined): readonly Inferred[] {
  const seen = new Set<string>();
  for (const [place, entry] of list.entries()) {
    const { layer, own } = entry;
    const problem = nameProblem(layer, seen);
    if (layer.shares === undefined) seen.add(layer.name);
    const marked = entry.problems.length > own.length ? entry.problems[0] : undefined;
    if (problem?.code === marked?.code) continue;
    list[place] = { ...entry, problems: problem === null ? own : [problem, ...own] };
  }
  return before && sameItems(before, list) ? before : list;
}

function nameProblem(layer: NetworkLayer, seen: ReadonlySet<string>): LayerProblem | null {
  const { name } = layer;
  if (name === '' || name.includes('/')) return graphProblem('name-invalid', layer, { received: name }, name);
  const isTaken = layer.shares === undefined && seen.has(name);
  return isTaken ? graphProblem('name-taken', layer, { received: name }, name) : null;
}
