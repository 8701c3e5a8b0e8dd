import {
  layerType,
  type ArgumentDescription,
  type ArgumentValue,
  type NestedLayerValue,
} from '../../../meta/catalogue/index.ts';
import { startingArguments } from '../../../meta/catalogue/starting.ts';
import { freeName } from '../names.ts';
import { takesValue } from './argumentFlaw.ts';
import type { Arguments, PortInputs } from './call.ts';
import { FLAWS_BY_INPUTS, formatValue, type Fix, type Giving, type InputRef } from './flaw.ts';
import type { Inference } from './inference.ts';
import { inferLayer } from './inferLayer.ts';
import { byPort, type LayerInference, type NetworkInference } from './inferNetwork.ts';
import { layersThatFit } from './layersThatFit.ts';
import type { NetworkLayer } from './network.ts';
import type { LayerProblem } from './problem.ts';
import type { TensorSpec } from './tensor.ts';

const MOST = 3;

/** What could be connected to an input of the layer, the likeliest first. */
export interface Giver extends Giving {
  readonly spec: TensorSpec;
}

/**
 * The changes that mend a problem, the most evident first. What is offered was tried: with it the problem is gone.
 * It is asked for what a person looks at, since it costs some inferences.
 */
export function fixesOf(
  network: NetworkInference,
  problem: LayerProblem,
  givers: readonly Giver[] = [],
): readonly Fix[] {
  const known = network.layers.get(problem.layer);
  if (!known) return [];
  const graphFixes = fixesOfGraph(network, known.layer, problem);
  if (graphFixes) return graphFixes;
  const trial = trialOf(network, known);
  if (!trial) return [];
  const connecting = connectFixes(trial, problem, givers);
  if (connecting) return connecting;
  const candidates = unique([...argumentFixes(trial, problem), ...inputFixes(trial, problem)]);
  const tried = candidates.map((fix) => ({ fix, after: tryFix(trial, fix) }));
  const whole = tried.filter(({ after }) => after?.status !== 'invalid' && after !== null);
  const part = tried.filter(
    ({ fix, after }) => after?.status === 'invalid' && isAnother(fix, after, problem),
  );
  return (whole.length > 0 ? whole : part).slice(0, MOST).map(({ fix }) => fix);
}

/** A button for a fix: "Set padding to "same"". */
export function fixText(network: NetworkInference, layer: string, fix: Fix): string {
  const target = network.layers.get(layer)?.layer;
  const giverAt = (ref: InputRef) => {
    const edge = target && edgesAt(target, ref.port)[ref.index];
    return (edge && network.layers.get(edge.layer)?.layer.name) ?? 'what comes before';
  };
  switch (fix.kind) {
    case 'set-argument': {
      const { argument, value } = fix.inner ?? fix;
      const owner = fix.of ? ` of ${giverAt(fix.of)}` : fix.inner ? ` of ${fix.argument}` : '';
      return `Set ${argument}${owner} to ${formatValue(value)}`;
    }
    case 'remove-argument': {
      const isKnown = layerType(target?.type ?? '')?.arguments.some(({ name }) => name === fix.argument);
      return isKnown ? `Reset ${fix.argument} to its default` : `Remove ${fix.argument}`;
    }
    case 'insert-layer':
      return `Insert ${fix.type}${inWords(fix.args)} after ${giverAt(fix.before)}`;
    case 'remove-connection':
      return `Remove the connection from ${giverAt(fix.input)}`;
    case 'connect': {
      const takesOne = layerType(target?.type ?? '')?.inputs.length === 1;
      return `Connect ${fix.from.name}${takesOne ? '' : ` to ${fix.port}`}`;
    }
    case 'rename-layer':
      return `Rename to ${fix.name}`;
    case 'own-weights':
      return 'Give it weights of its own';
    default:
      return fix satisfies never;
  }
}

function inWords(args: Arguments): string {
  const entries = Object.entries(args).map(([name, value]) => `${name}=${formatValue(value)}`);
  return entries.length === 0 ? '' : `(${entries.join(', ')})`;
}

// Fixes of the graph itself, which are right by what they are

function fixesOfGraph(
  network: NetworkInference,
  layer: NetworkLayer,
  problem: LayerProblem,
): readonly Fix[] | undefined {
  switch (problem.code) {
    case 'name-taken':
    case 'name-invalid': {
      const taken = new Set([...network.layers.values()].map((one) => one.layer.name));
      const name = layer.name.replaceAll('/', '_') || 'layer';
      return [{ kind: 'rename-layer', name: freeName(name, taken) }];
    }
    case 'cycle':
      return layer.inputs.flatMap((edge, index) =>
        closesEveryCircle(network, layer, index)
          ? [{ kind: 'remove-connection', input: refOf(layer, index) } satisfies Fix]
          : [],
      );
    case 'edge-dangling':
    case 'output-missing':
      return (problem.edges ?? []).map((index) => ({
        kind: 'remove-connection',
        input: refOf(layer, index),
      }));
    case 'shared-unlike':
      return [{ kind: 'own-weights' }];
    default:
      return undefined;
  }
}

/** Whether the layer is on no circle any more once this edge is gone. */
function closesEveryCircle({ layers }: NetworkInference, layer: NetworkLayer, without: number): boolean {
  const before = (inputs: NetworkLayer['inputs']) => inputs.map((edge) => edge.layer);
  const reaches = (from: readonly string[]) => {
    const seen = new Set<string>();
    const waiting = [...from];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      waiting.push(...before(layers.get(id)?.layer.inputs ?? []));
    }
    return seen.has(layer.id);
  };
  const rest = layer.inputs.filter((_, index) => index !== without);
  const edge = layer.inputs[without];
  return edge !== undefined && reaches([edge.layer]) && !reaches(before(rest));
}

function refOf(layer: NetworkLayer, index: number): InputRef {
  const port = layer.inputs[index]?.port ?? '';
  return { port, index: layer.inputs.slice(0, index).filter((edge) => edge.port === port).length };
}

const edgesAt = (layer: NetworkLayer, port: string) => layer.inputs.filter((edge) => edge.port === port);

// Fixes that are tried

/** All that one inference needs, so that it can be made again with something changed. */
interface Trial {
  readonly layer: NetworkLayer;
  readonly type: string;
  readonly args: Arguments;
  readonly inputs: PortInputs;
  readonly giver: (ref: InputRef) => LayerInference | undefined;
}

function trialOf(network: NetworkInference, { layer, inputs }: LayerInference): Trial | null {
  if (inputs.includes(undefined)) return null;
  const owner = layer.shares === undefined ? layer : network.layers.get(layer.shares)?.layer;
  // Nobody but Keras knows how a layer of the project answers to other arguments.
  if (!owner || !layerType(owner.type)) return null;
  return {
    layer,
    type: owner.type,
    args: owner.args,
    inputs: byPort(layer.inputs, inputs as readonly TensorSpec[]),
    giver: ({ port, index }) => network.layers.get(edgesAt(layer, port)[index]?.layer ?? ''),
  };
}

/** What comes out with the fix; null where it cannot be done. */
function tryFix(trial: Trial, fix: Fix): Inference | null {
  const { type, args, inputs } = trial;
  switch (fix.kind) {
    case 'set-argument':
      if (fix.of) return tryOnGiver(trial, fix.of, fix.argument, fix.value);
      return inferLayer(type, { ...args, [fix.argument]: fix.value }, inputs);
    case 'remove-argument': {
      const { [fix.argument]: _, ...rest } = args;
      return inferLayer(type, rest, inputs);
    }
    case 'insert-layer': {
      const spec = inputs[fix.before.port]?.[fix.before.index];
      const port = layerType(fix.type)?.inputs[0]?.name ?? 'inputs';
      return spec ? tryWith(trial, fix.before, inferLayer(fix.type, fix.args, { [port]: [spec] })) : null;
    }
    case 'remove-connection': {
      const { port, index } = fix.input;
      return inferLayer(type, args, { ...inputs, [port]: (inputs[port] ?? []).toSpliced(index, 1) });
    }
    default:
      return null;
  }
}

function tryOnGiver(trial: Trial, ref: InputRef, argument: string, value: ArgumentValue): Inference | null {
  const giver = trial.giver(ref);
  if (!giver || giver.inputs.includes(undefined) || giver.layer.shares !== undefined) return null;
  const { layer, inputs } = giver;
  const given = byPort(layer.inputs, inputs as readonly TensorSpec[]);
  return tryWith(trial, ref, inferLayer(layer.type, { ...layer.args, [argument]: value }, given));
}

/** With what another layer gives at one input. */
function tryWith(
  { type, args, inputs }: Trial,
  { port, index }: InputRef,
  given: Inference,
): Inference | null {
  const spec = given.status === 'known' ? given.outputs[0] : undefined;
  if (!spec) return null;
  return inferLayer(type, args, { ...inputs, [port]: (inputs[port] ?? []).with(index, spec) });
}

/** Where several things are wrong, one less is a fix too: of a layer's own argument, not of what is around it. */
function isAnother(fix: Fix, { flaws }: Inference, problem: LayerProblem): boolean {
  const [flaw] = flaws;
  if (fix.kind !== 'set-argument' && fix.kind !== 'remove-argument') return false;
  return flaw !== undefined && (flaw.argument !== problem.argument || flaw.code !== problem.code);
}

function unique(fixes: readonly Fix[]): readonly Fix[] {
  return [...new Map(fixes.map((fix) => [JSON.stringify(fix), fix])).values()];
}

// Arguments

function argumentFixes({ type, args, inputs }: Trial, { argument = '', fix }: LayerProblem): readonly Fix[] {
  const described = layerType(type)?.arguments.find(({ name }) => name === argument);
  const own = described ? valuesFor(type, described, args, inputs).map((value) => set(argument, value)) : [];
  const canReset = described?.required !== true && Object.hasOwn(args, argument);
  // The default is better not set at all.
  const ofRule = fix && !(canReset && fix.kind === 'set-argument' && isDefault(described, fix.value));
  return [
    ...own,
    ...(ofRule ? [fix] : []),
    ...(canReset ? [{ kind: 'remove-argument', argument } satisfies Fix] : []),
    ...nestedFixes(args, argument),
    ...resetsOfOthers(args, argument),
  ];
}

const isDefault = (argument: ArgumentDescription | undefined, value: ArgumentValue) =>
  JSON.stringify(argument?.default) === JSON.stringify(value);

const set = (argument: string, value: ArgumentValue): Fix => ({ kind: 'set-argument', argument, value });

/** Values that may have been meant, from the nearest to what was given to the usual. */
function valuesFor(
  type: string,
  argument: ArgumentDescription,
  args: Arguments,
  inputs: PortInputs,
): readonly ArgumentValue[] {
  const given = args[argument.name];
  const starting = startingArguments(type)[argument.name];
  const values = [
    ...(given === undefined ? [] : nearby(argument, given, rankOf(inputs))),
    ...(starting === undefined ? [] : [starting]),
    ...(argument.name === 'axis' ? [-1] : []),
  ];
  return values.filter((value) => takesValue(argument, value));
}

const rankOf = (inputs: PortInputs) => Object.values(inputs)[0]?.[0]?.shape.length ?? 0;

function nearby(
  { name, type }: ArgumentDescription,
  given: ArgumentValue,
  rank: number,
): readonly ArgumentValue[] {
  if (typeof given === 'string') {
    const same = type.kind === 'enum' ? type.choices.filter((one) => one === given.trim().toLowerCase()) : [];
    const number = Number(given);
    return [...same, ...(given.trim() === '' || Number.isNaN(number) ? [] : [number])];
  }
  if (typeof given === 'number') {
    const inRange = name.startsWith('ax') ? Math.max(-rank, Math.min(rank - 1, given)) : given;
    return [inRange, Math.round(given), Math.abs(given)];
  }
  if (!Array.isArray(given)) return [];
  const items = given as readonly ArgumentValue[];
  const reversed = items.map((_, index) => items.length - index);
  return [
    ...(type.kind === 'shape' ? items.map((_, index) => items.with(items.length - 1 - index, -1)) : []),
    ...(name === 'dims' && rank > 1
      ? [Array.from({ length: rank - 1 }, (_, at) => rank - 1 - at), reversed]
      : []),
    ...(name === 'axis'
      ? [items.filter((axis) => typeof axis === 'number' && axis < rank && axis >= -rank)]
      : []),
  ];
}

/** Of two values that exclude each other, either may go. */
const resetsOfOthers = (args: Arguments, argument: string): readonly Fix[] =>
  Object.keys(args)
    .filter((name) => name !== argument && argument !== '')
    .map((name) => ({ kind: 'remove-argument', argument: name }));

/** The same inside a layer that an argument holds, or inside one of several. */
function nestedFixes(args: Arguments, argument: string): readonly Fix[] {
  return Object.entries(args).flatMap(([holder, value]) => {
    const items = Array.isArray(value) ? (value as readonly ArgumentValue[]) : [value];
    return items.flatMap((item, index) =>
      isNestedLayer(item)
        ? mendedInside(item, argument).map(({ mended, inner }): Fix => ({
            kind: 'set-argument',
            argument: holder,
            value: Array.isArray(value) ? (items.with(index, mended) as ArgumentValue) : mended,
            inner: { argument, value: inner },
          }))
        : [],
    );
  });
}

function mendedInside({ layer, args }: NestedLayerValue, argument: string) {
  const described = layerType(layer)?.arguments.find(({ name }) => name === argument);
  if (!described) return [];
  return valuesFor(layer, described, args, {}).map((inner) => ({
    inner,
    mended: { layer, args: { ...args, [argument]: inner } } satisfies NestedLayerValue,
  }));
}

const isNestedLayer = (value: ArgumentValue): value is NestedLayerValue =>
  typeof value === 'object' && value !== null && 'layer' in value;

// Inputs

function inputFixes(trial: Trial, problem: LayerProblem): readonly Fix[] {
  const blamed = blamedInputs(trial, problem);
  const before = (ref: InputRef, layers: readonly NestedLayerValue[]): readonly Fix[] =>
    layers.map(({ layer, args }) => ({ kind: 'insert-layer', type: layer, args, before: ref }));
  const [first, second] = blamed;
  switch (problem.code) {
    case 'input-rank':
      return blamed.flatMap((ref) => [
        ...wholeSequences(trial, ref),
        ...before(ref, layersThatFit.rank(specAt(trial, ref))),
      ]);
    case 'inputs-disagree':
      if (!first) return [];
      return second
        ? [
            ...before(second, layersThatFit.other(specAt(trial, second), specAt(trial, first))),
            ...before(first, layersThatFit.other(specAt(trial, first), specAt(trial, second))),
          ]
        : stateFixes(trial, first, before);
    case 'input-dimension':
      return blamed.flatMap((ref) => before(ref, layersThatFit.features(trial.args['output_dim'])));
    case 'output-empty':
      return blamed.flatMap((ref) => smallerWindows(trial, specAt(trial, ref)));
    case 'port-unknown':
    case 'input-count':
      return Object.entries(trial.inputs).flatMap(([port, specs]) =>
        specs.length === 0 ? [] : [{ kind: 'remove-connection', input: { port, index: specs.length - 1 } }],
      );
    default:
      return [];
  }
}

/** So many are tried: who has not found it among the nearest does not look for it here. */
const MOST_GIVERS = 100;

/** For an input that gets nothing, or too little: what fits there. */
function connectFixes(
  { type, args, inputs, layer }: Trial,
  { code }: LayerProblem,
  givers: readonly Giver[],
): readonly Fix[] | undefined {
  const port = layerType(type)?.inputs.find(({ name, required, many, min = 1 }) =>
    code === 'input-missing'
      ? required === true && !inputs[name]?.length
      : code === 'input-count' && many === true && (inputs[name]?.length ?? 0) < min,
  )?.name;
  if (port === undefined) return undefined;
  const isTaken = ({ layer: id, output }: Giver) =>
    layer.inputs.some((edge) => edge.port === port && edge.layer === id && edge.output === output);
  const fixes: Fix[] = [];
  for (const giver of givers.slice(0, MOST_GIVERS)) {
    if (fixes.length === MOST) break;
    const after = inferLayer(type, args, { ...inputs, [port]: [...(inputs[port] ?? []), giver.spec] });
    const { layer: id, output, name } = giver;
    const isMended = after.flaws.every((flaw) => flaw.code !== code && !FLAWS_BY_INPUTS.has(flaw.code));
    if (isMended && !isTaken(giver)) fixes.push({ kind: 'connect', port, from: { layer: id, output, name } });
  }
  return fixes;
}

/** The tensors that the problem names. */
const blamedInputs = ({ layer }: Trial, { edges = [] }: LayerProblem): readonly InputRef[] =>
  edges.map((edge) => refOf(layer, edge));

const specAt = ({ inputs }: Trial, { port, index }: InputRef): TensorSpec =>
  inputs[port]?.[index] ?? { shape: [], dtype: 'float32' };

/** A recurrent layer before it gives its last step only; every step was wanted. */
function wholeSequences({ giver }: Trial, ref: InputRef): readonly Fix[] {
  const type = layerType(giver(ref)?.layer.type ?? '');
  const canReturn = type?.arguments.some(({ name }) => name === 'return_sequences') === true;
  return canReturn ? [{ kind: 'set-argument', argument: 'return_sequences', value: true, of: ref }] : [];
}

/** A state must be as wide as the layer: either may give way. */
function stateFixes(
  trial: Trial,
  ref: InputRef,
  before: (ref: InputRef, layers: readonly NestedLayerValue[]) => readonly Fix[],
): readonly Fix[] {
  const width = specAt(trial, ref).shape.at(-1) ?? null;
  const resized: readonly Fix[] = width === null ? [] : [set('units', width)];
  return [...resized, ...before(ref, layersThatFit.features(trial.args['units']))];
}

/** A window as large as what it slides over, where it was larger. */
function smallerWindows({ args }: Trial, { shape }: TensorSpec): readonly Fix[] {
  return ['kernel_size', 'pool_size'].flatMap((argument) => {
    const size = args[argument];
    if (size === undefined) return [];
    const space = shape.slice(1, -1);
    const items = Array.isArray(size) ? (size as readonly number[]) : space.map(() => size as number);
    const fitting = items.map((item, index) => Math.min(item, space[index] ?? item));
    const isOne = fitting.every((item) => item === fitting[0]);
    return [set(argument, isOne ? (fitting[0] ?? 1) : fitting)];
  });
}
