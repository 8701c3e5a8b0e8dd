import { fixesOf, fixText } from '../shapes/fixes.ts';
import type { Fix } from '../shapes/flaw.ts';
import {
  inferNetwork,
  type Inference,
  type LayerProblem,
  type NetworkLayer,
  type TensorSpec,
} from '../shapes/index.ts';
import { countParameters } from '../shapes/inference.ts';
import { find, type ProjectView } from '../state.ts';
import type { ArchitectureCheck, ArchitectureProblem } from './check.ts';
import { giversFor } from './givers.ts';
import { layerPath, type NetworkPart } from './network.ts';
import { inputsOf } from './ports.ts';

/** A change that mends a problem, and what its button says. */
export interface OfferedFix {
  readonly fix: Fix;
  readonly text: string;
}

/** What would mend a problem of an architecture; nothing for what lies inside a folded block. */
export function fixesAt(
  view: ProjectView,
  check: ArchitectureCheck,
  problem: ArchitectureProblem,
  selected: ReadonlySet<string> = new Set(),
): readonly OfferedFix[] {
  const { inference, network } = check;
  const part = network.parts.get(problem.at);
  if (!part) return [];
  if (part.outputs !== null) return connectionsOf(view, check, part, problem, selected);
  const [layer] = part.layers;
  if (layer === undefined) return [];
  const isOpen = problem.code === 'input-missing' || problem.code === 'input-count';
  const givers = isOpen ? giversFor(view, check, problem.at, selected) : [];
  return fixesOf(inference, { ...problem, layer } as LayerProblem, givers).map((fix) => ({
    fix,
    text: fixText(inference, layer, fix),
  }));
}

const MOST = 3;
/** So many are tried: each costs as much as to infer the block. */
const MOST_TRIED = 20;

/** What fits at an input of a block or nested model that gets nothing. */
function connectionsOf(
  view: ProjectView,
  check: ArchitectureCheck,
  part: NetworkPart,
  { port, at }: ArchitectureProblem,
  selected: ReadonlySet<string>,
): readonly OfferedFix[] {
  const block = find(view, 'Layer', part.layer);
  if (port === undefined || !block) return [];
  const inputs = inputsOf(view, block);
  const name = inputs.find((input) => input.name === port)?.labels?.[0] ?? port;
  const trial = trialOf(check, part, port);
  return giversFor(view, check, at, selected)
    .slice(0, MOST_TRIED)
    .filter(({ spec }) => trial(spec))
    .slice(0, MOST)
    .map(({ layer, output, name: giver }) => ({
      fix: { kind: 'connect', port, from: { layer, output, name: giver } },
      text: inputs.length === 1 ? `Connect ${giver}` : `Connect ${giver} to ${name}`,
    }));
}

/** Infers what a block stands for with a tensor at one of its inputs; whether nothing is wrong that was not before. */
function trialOf(
  { inference, network }: ArchitectureCheck,
  part: NetworkPart,
  port: string,
): (spec: TensorSpec) => boolean {
  const own = new Set(part.layers);
  const inside = network.layers.filter(({ id }) => own.has(id));
  const around = new Set(inside.flatMap(({ inputs }) => inputs.map(({ layer }) => layer)));
  const outside = [...around].flatMap((id) => {
    const known = own.has(id) ? undefined : inference.layers.get(id);
    return known ? [givingAlways(known.layer, known.inference)] : [];
  });
  const before = new Set(inside.flatMap(({ id }) => inference.layers.get(id)?.problems.map(keyOf) ?? []));
  return (spec) => {
    const layers = inside.map((layer) =>
      layerPath(layer.id) === `${part.at}/${port}` ? givingAlways(layer, given(spec)) : layer,
    );
    return inferNetwork([...outside, ...layers]).problems.every(
      (problem) => !own.has(problem.layer) || before.has(keyOf(problem)),
    );
  };
}

const givingAlways = (layer: NetworkLayer, inference: Inference): NetworkLayer => ({
  ...layer,
  inputs: [],
  rule: () => inference,
});

const given = (spec: TensorSpec): Inference => ({
  ...{ status: 'known', outputs: [spec], weights: [], params: countParameters([]) },
  ...{ macs: 0, activationBytes: 0, flaws: [] },
});

const keyOf = ({ layer, code, argument = '' }: LayerProblem) => `${layer} ${code} ${argument}`;
