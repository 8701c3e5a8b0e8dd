import type { LayerRecord } from '../../../meta/index.ts';
import {
  inferNetwork,
  type Inference,
  type LayerInference,
  type LayerProblem,
  type NetworkInference,
  type NetworkTotals,
  type TensorSpec,
} from '../shapes/index.ts';
import { countParameters } from '../shapes/inference.ts';
import { childrenOf, type ProjectView } from '../state.ts';
import { networkOf, type ArchitectureNetwork, type BlockFault, type NetworkPart } from './network.ts';

/** All that can be told about an architecture; hand it back to have only what changed inferred again. */
export interface ArchitectureCheck {
  /** By the ids of the layers. */
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
}

export function checkArchitecture(
  view: ProjectView,
  architecture: string,
  previous?: ArchitectureCheck,
): ArchitectureCheck {
  const network = networkOf(view, architecture, previous?.network);
  const inference = inferNetwork(network.layers, previous?.inference);
  const results = new Map<string, LayerResult>();
  for (const layer of childrenOf(view, architecture, 'Layer')) {
    const part = network.parts.get(layer.id);
    if (part) results.set(layer.id, resultOf(layer, part, inference));
  }
  const problems = [...results.values()].flatMap((result) => result.problems);
  return { results, totals: inference.totals, problems, network, inference };
}

function resultOf(layer: LayerRecord, part: NetworkPart, { layers }: NetworkInference): LayerResult {
  const found = part.layers.flatMap((id) => layers.get(id) ?? []);
  const own = part.faults.map((fault) => problemOf(layer, fault));
  const inferred = found.flatMap(({ problems }) => problems);
  const [only] = found;
  if (part.outputs === null && only) {
    return { inference: only.inference, problems: [...own, ...only.problems], connections: part.connections };
  }
  const outputs = (part.outputs ?? []).map(({ layer: id, output }) => {
    const giver = layers.get(id)?.inference;
    return giver?.status === 'known' ? giver.outputs[output] : undefined;
  });
  return {
    inference: together(found, outputs),
    // The edges of a layer inside mean nothing outside.
    problems: [
      ...own,
      ...inferred.map(({ edges: _edges, fix: _fix, ...problem }) => ({ ...problem, layer: layer.id })),
    ],
    connections: part.connections,
  };
}

function problemOf(layer: LayerRecord, fault: BlockFault): ArchitectureProblem {
  return {
    code: fault.code,
    layer: layer.id,
    expected: '',
    received: 'nothing',
    message: `${layer.name}: ${textOf(fault)}`,
  };
}

function textOf(fault: BlockFault): string {
  switch (fault.code) {
    case 'block-missing':
      return 'stands for no architecture; choose one';
    case 'block-recursive':
      return 'stands for the architecture that it is part of; choose another';
    case 'input-missing':
      return `input ${fault.input} is not connected`;
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
  return {
    status: 'known',
    outputs: outputs as readonly TensorSpec[],
    weights,
    params: countParameters(weights),
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
