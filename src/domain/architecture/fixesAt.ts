import { fixesOf, fixText, type Giver } from '../shapes/fixes.ts';
import type { Fix } from '../shapes/flaw.ts';
import {
  inferNetwork,
  type Inference,
  type LayerInference,
  type LayerProblem,
  type NetworkLayer,
  type TensorSpec,
} from '../shapes/index.ts';
import { byPort } from '../shapes/inferNetwork.ts';
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
  const own = inference.layers.get(layer);
  if (own?.layer.rule && problem.code === 'input-missing') return connectionsByRule(own, problem, givers);
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
  const fitting = fittingAmong(giversFor(view, check, at, selected), trial);
  return fitting.map((from) => connection(from, port, inputs.length === 1 ? undefined : name));
}

/** What fits at an input of an operation, or of a layer of the project whose class says what it makes of its inputs. */
function connectionsByRule(
  { layer: { rule, args, inputs }, inputs: given }: LayerInference,
  { expected: port }: ArchitectureProblem,
  givers: readonly Giver[],
): readonly OfferedFix[] {
  if (given.includes(undefined)) return [];
  const ports = byPort(inputs, given as readonly TensorSpec[]);
  const fitting = fittingAmong(
    givers,
    (spec) => rule?.(args, { ...ports, [port]: [spec] }).status === 'known',
  );
  return fitting.map((from) => connection(from, port, port));
}

const fittingAmong = (givers: readonly Giver[], trial: (spec: TensorSpec) => boolean): readonly Giver[] =>
  givers
    .slice(0, MOST_TRIED)
    .filter(({ spec }) => trial(spec))
    .slice(0, MOST);

const connection = ({ layer, output, name }: Giver, port: string, input: string | undefined): OfferedFix => ({
  fix: { kind: 'connect', port, from: { layer, output, name } },
  text: input === undefined ? `Connect ${name}` : `Connect ${name} to ${input}`,
});

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
