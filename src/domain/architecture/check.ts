import {
  inferNetwork,
  type Answers,
  type Inference,
  type LayerInference,
  type LayerProblem,
  type NetworkInference,
  type NetworkTotals,
  type TensorSpec,
} from '../shapes/index.ts';
import { countParameters } from '../shapes/inference.ts';
import type { ProjectView } from '../state.ts';
import {
  layerPath,
  networkOf,
  type ArchitectureNetwork,
  type BlockFault,
  type LayerPaths,
  type NetworkPart,
  type PlacedFault,
} from './network.ts';

/** All that can be told about an architecture; hand it back to have only what changed inferred again. */
export interface ArchitectureCheck {
  /** By the ids of the layers; those in unfolded blocks by the ids on the way to them: `outer/inner`. */
  readonly results: ReadonlyMap<string, LayerResult>;
  readonly totals: NetworkTotals;
  /** In the order of the layers; `layer` is the id of a layer of this architecture. */
  readonly problems: readonly ArchitectureProblem[];
  readonly network: ArchitectureNetwork;
  readonly inference: NetworkInference;
}

export interface LayerResult {
  /** For a block what its layers come to together. */
  readonly inference: Inference;
  readonly problems: readonly ArchitectureProblem[];
  /** The connections that `edges` of a problem count. */
  readonly connections: readonly string[];
}

export interface ArchitectureProblem extends Omit<LayerProblem, 'code'> {
  readonly code: LayerProblem['code'] | BlockFault['code'];
  /** Where it lies, by way of the blocks around it: `outer/inner`. */
  readonly at: string;
}

/** `unfolded` names the blocks, by such ways, of whose layers one wants to know as well. */
export function checkArchitecture(
  view: ProjectView,
  architecture: string,
  previous?: ArchitectureCheck,
  unfolded?: LayerPaths,
  answers?: Answers,
): ArchitectureCheck {
  const network = networkOf(view, architecture, previous?.network, unfolded);
  const inference = inferNetwork(network.layers, previous?.inference, answers);
  const results = new Map<string, LayerResult>();
  const problems: ArchitectureProblem[] = [];
  for (const [at, part] of network.parts) {
    const result = isItself(at, part)
      ? resultOfItself(at, part, inference)
      : resultOf(at, part, inference, previous);
    results.set(at, result);
    if (at === part.layer && result.problems.length > 0) problems.push(...result.problems);
  }
  return { results, totals: inference.totals, problems, network, inference };
}

/** Most layers are what the network has in their place. */
const isItself = (at: string, { outputs, layers, faults }: NetworkPart) =>
  outputs === null && layers.length === 1 && layers[0] === at && faults.length === 0;

const ownResults = new WeakMap<
  NetworkPart,
  { readonly from: LayerInference | undefined; readonly result: LayerResult }
>();

function resultOfItself(at: string, part: NetworkPart, inference: NetworkInference): LayerResult {
  const from = inference.layers.get(at);
  const before = ownResults.get(part);
  if (before && before.from === from) return before.result;
  const result = newResult(at, part, inference);
  ownResults.set(part, { from, result });
  return result;
}

/** The very same as before where nothing that it is made of changed. */
function resultOf(
  at: string,
  part: NetworkPart,
  inference: NetworkInference,
  previous: ArchitectureCheck | undefined,
): LayerResult {
  const before = previous?.results.get(at);
  const isSame = before !== undefined && previous?.network.parts.get(at) === part;
  return isSame && isUnchanged(part, inference, previous.inference) ? before : newResult(at, part, inference);
}

function isUnchanged(part: NetworkPart, now: NetworkInference, before: NetworkInference): boolean {
  const givers = (part.outputs ?? []).map(({ layer }) => layer);
  return [...part.layers, ...givers].every((id) => now.layers.get(id) === before.layers.get(id));
}

function newResult(at: string, part: NetworkPart, { layers }: NetworkInference): LayerResult {
  const found = part.layers.flatMap((id) => layers.get(id) ?? []);
  const own = part.faults.map((fault) => problemOf(part.layer, at, fault));
  const [only] = found;
  if (part.outputs === null && only) {
    const problems = only.problems.map((problem) => ({ ...problem, layer: part.layer, at }));
    return { inference: only.inference, problems: [...own, ...problems], connections: part.connections };
  }
  const outputs = (part.outputs ?? []).map(({ layer: id, output }) => {
    const giver = layers.get(id)?.inference;
    return giver?.status === 'known' ? giver.outputs[output] : undefined;
  });
  const inner = found.flatMap(({ problems }) => problems.map((problem) => fromInside(part.layer, problem)));
  return {
    inference: together(found, outputs),
    problems: onceForAllCopies([...own, ...inner]),
    connections: part.connections,
  };
}

/** The edges of a layer inside mean nothing outside. */
function fromInside(block: string, problem: LayerProblem): ArchitectureProblem {
  const { edges: _edges, fix: _fix, ...rest } = problem;
  return { ...rest, layer: block, at: layerPath(problem.layer) };
}

/** What is wrong with a layer of a repeated block is said of the first copy in which it is. */
function onceForAllCopies(problems: readonly ArchitectureProblem[]): ArchitectureProblem[] {
  const first = new Map<string, ArchitectureProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.at, problem.code, problem.argument]);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}

function problemOf(layer: string, at: string, placed: PlacedFault): ArchitectureProblem {
  const { fault, name } = placed;
  return {
    code: fault.code,
    layer,
    at: placed.at,
    expected: '',
    received: 'nothing',
    message: `${name}: ${textOf(fault)}`,
    ...(fault.code === 'input-gone' && placed.at === at ? { edges: [fault.connection] } : {}),
  };
}

function textOf(fault: BlockFault): string {
  switch (fault.code) {
    case 'block-missing':
      return 'stands for no architecture; choose one';
    case 'block-recursive':
      return 'stands for the architecture that it is part of; choose another';
    case 'block-shared':
      return 'is a block, whose layers are put in place anew and share no weights; use a nested model';
    case 'block-repeated':
      return `is repeated, but ${fault.why}; let it give no more than it takes, or apply it once`;
    case 'input-missing':
      return `input ${fault.input} is not connected`;
    case 'input-gone':
      return 'a connection ends at an input that it no longer has; connect it again';
    default:
      return fault satisfies never;
  }
}

/** What layers come to as one; those called again there add no weights. */
function together(
  layers: readonly LayerInference[],
  outputs: readonly (TensorSpec | undefined)[],
): Inference {
  const known = layers.map(({ inference }) => inference).filter((inference) => inference.status === 'known');
  if (known.length < layers.length || outputs.includes(undefined)) {
    return { status: 'unknown', reason: 'what it stands for is not wholly known', flaws: [] };
  }
  const ids = new Set(layers.map(({ layer }) => layer.id));
  const owners = layers.filter(({ layer }) => layer.shares === undefined || !ids.has(layer.shares));
  const weights = owners.flatMap(({ inference }) => (inference.status === 'known' ? inference.weights : []));
  const isCounted = owners.every(
    ({ inference }) => inference.status === 'known' && inference.params !== null,
  );
  return {
    status: 'known',
    outputs: outputs as readonly TensorSpec[],
    weights,
    params: isCounted ? countParameters(weights) : null,
    macs: sum(known.map(({ macs }) => macs)),
    activationBytes: sum(known.map(({ activationBytes }) => activationBytes)),
    flaws: [],
  };
}

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}
