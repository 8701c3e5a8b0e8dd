import type { PortInputs } from './call.ts';
import { inferLayer } from './inferLayer.ts';
import { unknown, type Inference, type Weight } from './inference.ts';
import type { NetworkEdge, NetworkLayer } from './network.ts';
import type { Answers } from './question.ts';
import { graphProblem, layerProblem, type LayerProblem } from './problem.ts';
import { formatShape, sameShape, sameSpecs, type TensorSpec } from './tensor.ts';
import { topologicalOrder } from './topologicalOrder.ts';
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
  const { ordered, circular } = topologicalOrder(layers);
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const inferred = new Map<string, Inferred>();
  for (const layer of ordered) {
    inferred.set(layer.id, inferOne(layer, byId, inferred, memoOf(previous, layer.id), answers));
  }
  for (const layer of circular) inferred.set(layer.id, inCircle(layer, circular));
  const all = new Map(layers.map((layer) => [layer.id, inferred.get(layer.id) as Inferred]));
  markNames(layers, all);
  return {
    layers: all,
    totals: totalsOf(layers, all),
    problems: [...all.values()].flatMap(({ problems }) => problems),
  };
}

/** With what it was inferred from, to see whether that changed. */
interface Inferred extends LayerInference {
  readonly outputs: readonly TensorSpec[];
  /** The names of the layers that messages mention. */
  readonly givers: readonly string[];
  readonly own: readonly LayerProblem[];
}

function memoOf(previous: NetworkInference | undefined, id: string): Inferred | undefined {
  // `inferNetwork` is the only maker of these values, and what it makes are `Inferred`.
  return previous?.layers.get(id) as Inferred | undefined;
}

type Known = ReadonlyMap<string, Inferred>;
type Layers = ReadonlyMap<string, NetworkLayer>;

function inferOne(
  layer: NetworkLayer,
  byId: Layers,
  known: Known,
  memo: Inferred | undefined,
  answers: Answers | undefined,
): Inferred {
  const inputs = layer.inputs.map(({ layer: id, output }) => known.get(id)?.outputs[output]);
  const givers = layer.inputs.map(({ layer: id }) => byId.get(id)?.name ?? '');
  if (memo !== undefined && isUnchanged(memo, layer, inputs, givers)) return memo;
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

function isUnchanged(
  memo: Inferred,
  layer: NetworkLayer,
  inputs: readonly (TensorSpec | undefined)[],
  givers: readonly string[],
): boolean {
  return (
    memo.layer === layer &&
    layer.shares === undefined &&
    !awaitsAnswer(memo.inference) &&
    sameItems(memo.inputs, inputs) &&
    sameItems(memo.givers, givers) &&
    memo.own.every(({ code }) => code !== 'cycle' && code !== 'edge-dangling')
  );
}

const awaitsAnswer = (inference: Inference) =>
  inference.status !== 'invalid' && inference.question !== undefined;

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

// Problems of the graph itself

function findEdgeProblems(layer: NetworkLayer, byId: Layers, known: Known): readonly LayerProblem[] {
  const problems: LayerProblem[] = [];
  if (layer.shares !== undefined && !byId.has(layer.shares)) {
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
function markNames(layers: readonly NetworkLayer[], all: Map<string, Inferred>): void {
  const seen = new Set<string>();
  for (const layer of layers) {
    const entry = all.get(layer.id);
    if (entry === undefined) continue;
    const problem = nameProblem(layer, seen);
    if (layer.shares === undefined) seen.add(layer.name);
    if (problem !== null) all.set(layer.id, { ...entry, problems: [problem, ...entry.own] });
    else if (entry.problems !== entry.own) all.set(layer.id, { ...entry, problems: entry.own });
  }
}

function nameProblem(layer: NetworkLayer, seen: ReadonlySet<string>): LayerProblem | null {
  const { name } = layer;
  if (name === '' || name.includes('/')) return graphProblem('name-invalid', layer, { received: name }, name);
  const isTaken = layer.shares === undefined && seen.has(name);
  return isTaken ? graphProblem('name-taken', layer, { received: name }, name) : null;
}
