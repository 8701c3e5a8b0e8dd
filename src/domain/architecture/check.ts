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
import { counterpartsBy } from '../changes.ts';
import { ListMap } from '../listMap.ts';
import type { ProjectView } from '../state.ts';
import {
  layerPath,
  networkOf,
  type ArchitectureNetwork,
  type LayerPaths,
  type NetworkPart,
} from './network.ts';
import type { BlockFault, PlacedFault } from './placed.ts';

/** All that can be told about an architecture; hand it back to have only what changed inferred again. */
export interface ArchitectureCheck {
  /** By the ids of the layers; those in unfolded blocks by the ids on the way to them: `outer/inner`. */
  readonly results: ListMap<LayerResult>;
  /** The places among the results of those with problems, in their order. */
  readonly troubled: readonly number[];
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
  /** The input of a block that gets nothing. */
  readonly port?: string;
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
  const isTold = previous?.results.places === network.parts.places;
  if (isTold && previous.network === network && previous.inference === inference) return previous;
  const { results, troubled } = resultsOf(network, inference, previous);
  const problems = troubled.flatMap((place) => {
    const { at, layer } = network.parts.list[place]!;
    return at === layer ? results.list[place]!.problems : NONE;
  });
  return { results, troubled, totals: inference.totals, problems, network, inference };
}

/** The very same as before where nothing that they are made of changed. */
function resultsOf(
  { parts, isPlain }: ArchitectureNetwork,
  inference: NetworkInference,
  previous: ArchitectureCheck | undefined,
): Pick<ArchitectureCheck, 'results' | 'troubled'> {
  const known = previous?.network.parts.list ?? NONE;
  const counterpart = counterpartsBy(({ at }: NetworkPart) => at, known, parts.list);
  const wasTroubled = new Uint8Array(known.length);
  for (const place of previous?.troubled ?? NONE) wasTroubled[place] = 1;
  const list = new Array<LayerResult>(parts.size);
  const troubled: number[] = [];
  for (let place = 0; place < parts.size; place += 1) {
    const part = parts.list[place]!;
    const was = counterpart[place]!;
    // Where all are plain layers, each is inferred at its own place, and one look tells whether that is the same.
    const isKept =
      previous !== undefined &&
      known[was] === part &&
      ((isPlain && inference.layers.list[place] === previous.inference.layers.list[was]) ||
        isUnchanged(part, { inference, place }, { inference: previous.inference, place: was }));
    // A check that was made in pieces has inferred, and told nothing yet.
    const kept = isKept ? previous.results.list[was] : undefined;
    const result = kept ?? newResult(part, inference);
    list[place] = result;
    if (kept ? wasTroubled[was] === 1 : result.problems.length > 0) troubled.push(place);
  }
  return { results: new ListMap(parts.places, list), troubled };
}

interface Standing {
  readonly inference: NetworkInference;
  /** Where the layer of a part is most often found. */
  readonly place: number;
}

function inferenceIn({ inference: { layers }, place }: Standing, id: string): LayerInference | undefined {
  const likely = layers.list[place];
  return likely?.layer.id === id ? likely : layers.get(id);
}

function isUnchanged({ layers, outputs }: NetworkPart, now: Standing, before: Standing): boolean {
  for (const id of layers) if (inferenceIn(now, id) !== inferenceIn(before, id)) return false;
  if (outputs === null) return true;
  return outputs.every(({ layer }) => inferenceIn(now, layer) === inferenceIn(before, layer));
}

function newResult(part: NetworkPart, { layers }: NetworkInference): LayerResult {
  const { at } = part;
  const found = part.layers.flatMap((id) => layers.get(id) ?? []);
  const own = part.faults.map((fault) => problemOf(part.layer, at, fault));
  const [only] = found;
  if (part.outputs === null && only) {
    const problems = only.problems.map((problem) => ({ ...problem, layer: part.layer, at }));
    const all = own.length + problems.length === 0 ? NONE : [...own, ...problems];
    return { inference: only.inference, problems: all, connections: part.connections };
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

const NONE: readonly never[] = [];

/** The edges of a layer inside mean nothing outside. */
function fromInside(block: string, problem: LayerProblem): ArchitectureProblem {
  const { edges: _edges, fix: _fix, ...rest } = problem;
  return { ...rest, layer: block, at: layerPath(problem.layer) };
}

/** What is wrong with a layer of a repeated block is said of the first copy in which it is. */
function onceForAllCopies(problems: readonly ArchitectureProblem[]): ArchitectureProblem[] {
  const first = new Map<string, ArchitectureProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.at, problem.code, problem.argument, problem.port]);
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
    ...(fault.code === 'input-missing' ? { port: fault.port } : {}),
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
