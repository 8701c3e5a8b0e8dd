import type { PortInputs } from './call.ts';
import { changesBetween, counterparts, NOWHERE } from '../changes.ts';
import { ListMap } from '../listMap.ts';
import { inferLayer, inferSettled, settleArguments, type SettledLayer } from './inferLayer.ts';
import { invalid, unknown, type Inference, type Weight } from './inference.ts';
import type { NetworkEdge, NetworkLayer } from './network.ts';
import type { Answers } from './question.ts';
import { graphProblem, layerProblem, type LayerProblem } from './problem.ts';
import { sameItems } from '../sameItems.ts';
import { formatShape, sameShape, sameSpecs, type TensorSpec } from './tensor.ts';
import { topologicalOrder, type TopologicalOrder } from './topologicalOrder.ts';
import { totalsOf, type NetworkTotals } from './totals.ts';

/** All that can be told about a network; hand it back to have only what changed inferred again. */
export interface NetworkInference {
  readonly layers: ListMap<LayerInference>;
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
  const names = namesOf(order, memory);
  const list = markedNames(inferAll(order, memory, answers), { order, names }, memory);
  if (list === memory?.layers.list && order.places === memory.order.places) return memory;
  const next: NetworkMemory = {
    names,
    layers: new ListMap(order.places, list),
    totals: totalsOf(list),
    problems: problemsOf(list),
    order,
  };
  return next;
}

interface NetworkMemory extends NetworkInference {
  readonly layers: ListMap<Inferred>;
  readonly order: TopologicalOrder;
  /** Of the layers, in their order. */
  readonly names: readonly string[];
}

/** With what it was inferred from, to see whether that changed. */
interface Inferred extends LayerInference {
  readonly settled: SettledLayer | undefined;
  readonly outputs: readonly TensorSpec[];
  readonly own: readonly LayerProblem[];
}

function problemsOf(list: readonly Inferred[]): LayerProblem[] {
  const found: LayerProblem[] = [];
  for (let place = 0; place < list.length; place += 1) {
    const { problems } = list[place]!;
    if (problems.length > 0) found.push(...problems);
  }
  return found;
}

/** Infers what changed and what takes something from it, as far as that makes a difference. */
function inferAll(
  order: TopologicalOrder,
  memory: NetworkMemory | undefined,
  answers: Answers | undefined,
): readonly Inferred[] {
  const { layers, sources, takers } = order;
  const isSame = order.places === memory?.order.places;
  const list = new Array<Inferred>(layers.length);
  const memoOf = isSame ? (place: number) => memory.layers.list[place] : memories(memory, layers);
  const isTouched = new Uint8Array(layers.length);
  if (!isSame) touchDangling(isTouched, sources);
  const round: Round = { order, list, answers };
  for (let turn = 0; turn < order.ordered.length; turn += 1) {
    const place = order.ordered[turn]!;
    const layer = layers[place]!;
    const memo = memoOf(place);
    const isKept = memo !== undefined && isTouched[place] === 0 && holds(memo, layer);
    const entry = isKept ? memo : inferOne(round, place, memo);
    list[place] = entry;
    if (entry === memo) continue;
    const isTold = makesDifference(memo, entry);
    for (let edge = takers.start[place]!; edge < takers.start[place + 1]!; edge += 1) {
      const taker = takers.of[edge]!;
      if (isTold || layers[taker]?.shares === layer.id) isTouched[taker] = 1;
    }
  }
  const circle = order.circular.map((place) => layers[place]!);
  for (const place of order.circular) list[place] = inCircle(layers[place]!, circle);
  return list;
}

function memories(memory: NetworkMemory | undefined, layers: readonly NetworkLayer[]) {
  const counterpart = counterparts(memory?.order.layers ?? [], layers);
  return (place: number) => memory?.layers.list[counterpart[place]!];
}

function touchDangling(isTouched: Uint8Array, { start, of }: TopologicalOrder['sources']): void {
  for (let place = 0; place < isTouched.length; place += 1) {
    for (let edge = start[place]!; edge < start[place + 1]!; edge += 1) {
      if (of[edge] === NOWHERE) isTouched[place] = 1;
    }
  }
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

/** What is inferred at one time: everything that comes before a layer is in the list already. */
interface Round {
  readonly order: TopologicalOrder;
  readonly list: readonly (Inferred | undefined)[];
  readonly answers: Answers | undefined;
}

const sourceAt = ({ order: { sources }, list }: Round, place: number, index: number) =>
  list[sources.of[sources.start[place]! + index]!];

/** The layer whose weights it uses again comes after its inputs. */
const ownerAt = (round: Round, place: number, { inputs, shares }: NetworkLayer) =>
  shares === undefined ? undefined : sourceAt(round, place, inputs.length);

function inferOne(round: Round, place: number, memo: Inferred | undefined): Inferred {
  const layer = round.order.layers[place]!;
  const settled = layer.rule === undefined && layer.shares === undefined ? settledAs(layer, memo) : undefined;
  const inputs = layer.inputs.map(({ output }, index) => sourceAt(round, place, index)?.outputs[output]);
  const edgeProblems = findEdgeProblems(round, place);
  // What is wrong with a layer by itself is said at once, and not only when all before it is mended.
  const fault = settled?.fault ?? undefined;
  const inference =
    edgeProblems.length > 0
      ? (fault ?? unknown('its inputs are not right'))
      : inferFrom(round, place, settled, inputs, memo);
  const own = problemsWith(round, place, inputs, inference, edgeProblems);
  const outputs = inference.status === 'known' && own.length === 0 ? inference.outputs : NONE;
  const told = memo !== undefined && sameSpecs(memo.outputs, outputs) ? memo.outputs : outputs;
  return { layer, settled, inference, inputs, outputs: told, own, problems: own };
}

const NONE: readonly never[] = [];

/** Most often it is what arrives that changed, and not the layer. */
function settledAs({ type, args, flaw }: NetworkLayer, memo: Inferred | undefined): SettledLayer {
  const { layer: before, settled } = memo ?? {};
  if (settled && before?.args === args && before.type === type && before.flaw === flaw) return settled;
  return flaw ? { fault: invalid(flaw) } : settleArguments(type, args);
}

/** The type and arguments of a layer called again are those of the layer itself. */
function inferFrom(
  round: Round,
  place: number,
  settled: SettledLayer | undefined,
  inputs: readonly (TensorSpec | undefined)[],
  memo: Inferred | undefined,
): Inference {
  const layer = round.order.layers[place]!;
  const owner = ownerAt(round, place, layer);
  if (owner !== undefined && !isAccepted(owner)) return unknown(`${owner.layer.name} is not right`);
  if (inputs.includes(undefined)) return settled?.fault ?? unknown('what comes before it is not known');
  const ports = byPort(layer.inputs, inputs as readonly TensorSpec[]);
  const known = owner ? owner.settled : settled;
  if (known) return inferSettled(known, ports, memo?.inference);
  const { type, args, rule } = owner?.layer ?? layer;
  return rule ? rule(args, ports, round.answers) : inferLayer(type, args, ports);
}

/** What is wrong with the layer, its edges and what it shares. */
function problemsWith(
  round: Round,
  place: number,
  inputs: readonly (TensorSpec | undefined)[],
  inference: Inference,
  edgeProblems: readonly LayerProblem[],
): readonly LayerProblem[] {
  const layer = round.order.layers[place]!;
  const isPlain = layer.shares === undefined && !NOT_IN_NETWORKS.has(layer.type);
  if (edgeProblems.length === 0 && inference.flaws.length === 0 && isPlain) return NONE;
  const indexOf = (edge: NetworkEdge) => layer.inputs.indexOf(edge);
  const specOf = (edge: NetworkEdge) => inputs[indexOf(edge)];
  const nameOf = (edge: NetworkEdge) => sourceAt(round, place, indexOf(edge))?.layer.name ?? edge.layer;
  return [
    ...edgeProblems,
    ...inference.flaws.map((flaw) => layerProblem(flaw, layer, nameOf, specOf)),
    ...(NOT_IN_NETWORKS.has(layer.type) ? [graphProblem('not-in-networks', layer, {}, layer.type)] : []),
    ...sharingProblems(layer, ownerAt(round, place, layer), inference, inputs, nameOf),
  ];
}

const isAccepted = ({ inference, own }: Inferred) => inference.status === 'known' && own.length === 0;

/** The tensors that arrive at a layer, input by input. */
export function byPort(edges: readonly NetworkEdge[], inputs: readonly TensorSpec[]): PortInputs {
  const ports: Record<string, TensorSpec[]> = {};
  for (let index = 0; index < edges.length; index += 1) {
    const spec = inputs[index];
    if (spec !== undefined) (ports[edges[index]!.port] ??= []).push(spec);
  }
  return ports;
}

// Problems of the graph itself

function findEdgeProblems(round: Round, place: number): readonly LayerProblem[] {
  const layer = round.order.layers[place]!;
  let problems: LayerProblem[] | undefined;
  const add = (problem: LayerProblem) => (problems ??= []).push(problem);
  if (layer.shares !== undefined && ownerAt(round, place, layer) === undefined) {
    add(graphProblem('shared-missing', layer, { received: layer.shares }));
  }
  for (let index = 0; index < layer.inputs.length; index += 1) {
    const edge = layer.inputs[index]!;
    const giver = sourceAt(round, place, index);
    if (giver === undefined) {
      add(graphProblem('edge-dangling', layer, { edges: [index], received: edge.layer }));
    } else if (giver.inference.status === 'known' && edge.output >= giver.inference.outputs.length) {
      const count = String(giver.inference.outputs.length);
      const words = [giver.layer.name, String(edge.output), count] as const;
      add(graphProblem('output-missing', layer, { edges: [index] }, ...words));
    }
  }
  return problems ?? NONE;
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
  owner: Inferred | undefined,
  inference: Inference,
  inputs: readonly (TensorSpec | undefined)[],
  nameOf: (edge: NetworkEdge) => string,
): readonly LayerProblem[] {
  if (owner?.inference.status !== 'known' || inference.status !== 'known') return NONE;
  const sameRank = owner.inputs[0]?.shape.length === inputs[0]?.shape.length;
  const fits =
    sameWeights(owner.inference.weights, inference.weights) &&
    (sameRank || !RANK_BOUND.has(owner.layer.type));
  if (fits) return NONE;
  const given = inputs.map(
    (spec, index) => `${nameOf(layer.inputs[index]!)} gives ${formatShape(spec?.shape ?? [])}`,
  );
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
  return { layer, settled: undefined, inference, inputs: NONE, outputs: NONE, own, problems: own };
}

/** Those that are there as before are not asked again. */
function namesOf({ layers }: TopologicalOrder, memory: NetworkMemory | undefined): readonly string[] {
  const before = memory?.order.layers ?? NONE;
  if (memory && before === layers) return memory.names;
  const counterpart = counterparts(before, layers);
  const names = new Array<string>(layers.length);
  for (let place = 0; place < layers.length; place += 1) {
    const layer = layers[place]!;
    const was = counterpart[place]!;
    names[place] = memory && before[was] === layer ? memory.names[was]! : layer.name;
  }
  return names;
}

/** Keras refuses two layers of one name, and names with a slash. An edit is about few names, and the others stay marked as they are. */
function markedNames(
  list: readonly Inferred[],
  { order, names }: Pick<NetworkMemory, 'order' | 'names'>,
  memory: NetworkMemory | undefined,
): readonly Inferred[] {
  const before = memory?.layers.list;
  if (before && sameItems(before, list)) return before;
  const counterpart = counterparts(memory?.order.layers ?? NONE, order.layers);
  const isInQuestion = namesInQuestion(order, memory);
  const seen = new Set<string>();
  const marked = new Array<Inferred>(list.length);
  for (let place = 0; place < list.length; place += 1) {
    const entry = list[place]!;
    const was = before?.[counterpart[place]!];
    const isOpen = isInQuestion(names[place]!);
    if (entry === was && !isOpen) {
      marked[place] = entry;
      continue;
    }
    const problem = isOpen || !was ? nameProblem(entry.layer, seen) : nameProblemOf(was);
    if (entry.layer.shares === undefined) seen.add(entry.layer.name);
    const isMarked = problem?.code === nameProblemOf(entry)?.code;
    marked[place] = isMarked
      ? entry
      : { ...entry, problems: problem === undefined ? entry.own : [problem, ...entry.own] };
  }
  return before && sameItems(before, marked) ? before : marked;
}

const nameProblemOf = ({ problems, own }: Inferred) =>
  problems.length > own.length ? problems[0] : undefined;

/** The names that somebody may share now, or no longer. */
function namesInQuestion(
  { layers }: TopologicalOrder,
  memory: NetworkMemory | undefined,
): (name: string) => boolean {
  const { added, removed, changed, inOrder } = changesBetween(memory?.order.layers ?? NONE, layers);
  if (!inOrder || added.length + removed.length + changed.length > MOST_IN_QUESTION) return () => true;
  const names = new Set([...added, ...removed, ...changed.flat()].map(({ name }) => name));
  return (name) => names.has(name);
}

/** With more layers than these in question all are looked at. */
const MOST_IN_QUESTION = 64;

function nameProblem(layer: NetworkLayer, seen: ReadonlySet<string>): LayerProblem | undefined {
  const { name } = layer;
  if (name === '' || name.includes('/')) return graphProblem('name-invalid', layer, { received: name }, name);
  const isTaken = layer.shares === undefined && seen.has(name);
  return isTaken ? graphProblem('name-taken', layer, { received: name }, name) : undefined;
}
