import {
  functionType,
  KERAS_VERSION,
  layerType,
  type ArgumentValue,
  type InputDescription,
  type LayerType,
} from '../../../meta/catalogue/index.ts';
import { argumentFlaw, type TypeOf } from './argumentFlaw.ts';
import type { Arguments, LayerCall, PortInputs } from './call.ts';
import { formatValue, type Flaw } from './flaw.ts';
import { countParameters, invalid, unknown, type Inference, type Weight } from './inference.ts';
import { resolveArguments } from './resolveArguments.ts';
import type { LayerRule, RuleWeight } from './rule.ts';
import { ruleOf, SOMETIMES_UNKNOWN_LAYERS, UNKNOWN_LAYERS } from './rules.ts';
import { bytesPerSample, sameShape } from './tensor.ts';

/**
 * What a layer of this type makes of these tensors, by the rules of Keras.
 * Everything it needs is in its arguments; nothing is asked of anybody.
 */
export const inferLayer = (type: string, args: Arguments, inputs: PortInputs): Inference =>
  inferSettled(settleArguments(type, args), inputs);

/** A layer before anything arrives at it: all that can be said of its arguments alone. */
export type SettledLayer =
  | { readonly fault: Inference }
  | {
      readonly fault: null;
      readonly type: LayerType;
      readonly args: Arguments;
      readonly rule: LayerRule | undefined;
    };

export function settleArguments(typeName: string, args: Arguments): SettledLayer {
  const type = layerType(typeName);
  if (type === undefined) return { fault: invalid(unknownType(typeName)) };
  if (type.isAbstract)
    return { fault: invalid({ code: 'layer-abstract', expected: '', received: type.name }) };
  const flaw = argumentFlaw(type, args);
  if (flaw !== null) return { fault: invalid(flaw) };
  return { fault: null, type, args: resolveArguments(type, args), rule: ruleOf(type.name) };
}

/** What is as it was `before` stays the very same value. */
export function inferSettled(layer: SettledLayer, inputs: PortInputs, before?: Inference): Inference {
  if (layer.fault !== null) return layer.fault;
  const { type, args, rule } = layer;
  const flaw = portFlaw(type.inputs, inputs);
  if (flaw !== null) return invalid(flaw);
  if (rule === undefined) return unknown(UNKNOWN_LAYERS[type.name] ?? 'there is no rule for it');
  return inferByRule(rule, { type, args, inputs, infer: inferLayer }, before);
}

/** What is wrong with a call before any rule looks at the tensors. */
export const callFlaw = (
  type: LayerType,
  args: Arguments,
  inputs: PortInputs,
  typeOf?: TypeOf,
): Flaw | null => argumentFlaw(type, args, typeOf) ?? portFlaw(type.inputs, inputs);

function inferByRule(rule: LayerRule, call: LayerCall, before: Inference | undefined): Inference {
  for (const check of rule.checks) {
    const flaw = check(call);
    if (flaw !== null) return invalid(flaw);
  }
  const outputs = rule.outputs(call);
  if (outputs === null)
    return unknown(SOMETIMES_UNKNOWN_LAYERS[call.type.name] ?? 'what it holds is unknown');
  const made = rule.weights?.(call) ?? [];
  const flaw = initializerFlaw(call.args, made);
  if (flaw !== null) return invalid(flaw);
  const weights = made.map((weight) => finished(weight, rule, call.args));
  const known = before?.status === 'known' && areSameWeights(before.weights, weights) ? before : undefined;
  return {
    status: 'known',
    outputs,
    weights: known?.weights ?? weights,
    params: known?.params ?? countParameters(weights),
    macs: rule.macs === undefined ? 0 : rule.macs(call, outputs),
    activationBytes: bytesPerSample(outputs),
    flaws: [],
  };
}

function finished({ name, shape, trainable }: RuleWeight, rule: LayerRule, args: Arguments): Weight {
  const isLayerTrainable = args['trainable'] !== false;
  return {
    name,
    shape,
    trainable: trainable !== false && isLayerTrainable,
    isVariableTrainable: trainable !== false && (isLayerTrainable || rule.holdsLayers === true),
  };
}

const areSameWeights = (a: readonly Weight[], b: readonly Weight[]) =>
  a.length === b.length && a.every((weight, index) => isSameWeight(weight, b[index]!));

const isSameWeight = (a: Weight, b: Weight) =>
  a.name === b.name &&
  a.trainable === b.trainable &&
  a.isVariableTrainable === b.isVariableTrainable &&
  sameShape(a.shape, b.shape);

function unknownType(name: string): Flaw {
  return { code: 'layer-unknown', expected: KERAS_VERSION, received: name };
}

// Ports

export function portFlaw(ports: readonly InputDescription[], inputs: PortInputs): Flaw | null {
  for (const port of Object.keys(inputs)) {
    if (!ports.some(({ name }) => name === port)) return unknownPort(ports, port);
  }
  for (const port of ports) {
    const flaw = countFlaw(port, inputs[port.name]?.length ?? 0);
    if (flaw !== null) return flaw;
  }
  return null;
}

function unknownPort(ports: readonly InputDescription[], port: string): Flaw {
  const names = ports.map(({ name }) => name).join(', ');
  const expected = names === '' ? 'it takes none' : `it has ${names}`;
  return { code: 'port-unknown', expected, received: port };
}

function countFlaw(port: InputDescription, count: number): Flaw | null {
  if (count === 0) {
    return port.required === true
      ? { code: 'input-missing', expected: port.name, received: 'nothing' }
      : null;
  }
  const least = port.many === true ? (port.min ?? 1) : 1;
  const most = port.many === true ? (port.max ?? Infinity) : 1;
  if (count >= least && count <= most) return null;
  return {
    code: 'input-count',
    expected: `${countWords(least, most)} at ${port.name}`,
    received: String(count),
  };
}

function countWords(least: number, most: number): string {
  if (least === most) return least === 1 ? 'one tensor' : `exactly ${least} tensors`;
  return most === Infinity ? `at least ${least} tensors` : `${least} to ${most} tensors`;
}

// Initializers that only fill weights of certain ranks

const INITIALIZER_RANKS: Readonly<Record<string, readonly [least: number, most: number, words: string]>> = {
  Identity: [2, 2, 'one for weights of other than two dimensions'],
  Orthogonal: [2, Infinity, 'one for weights of fewer than two dimensions'],
  STFT: [3, 3, 'one for weights of other than three dimensions'],
};

function initializerFlaw(args: Arguments, weights: readonly RuleWeight[]): Flaw | null {
  for (const { initializer, shape, args: own } of weights) {
    const value = initializer === undefined ? null : ((own ?? args)[initializer] ?? null);
    const limits = INITIALIZER_RANKS[initializerName(value)];
    if (initializer === undefined || limits === undefined) continue;
    const [least, most, words] = limits;
    if (shape.length < least || shape.length > most) {
      return {
        code: 'argument-unsupported',
        argument: initializer,
        expected: `use ${words}`,
        received: formatValue(value),
      };
    }
  }
  return null;
}

function initializerName(value: ArgumentValue): string {
  if (value === null || typeof value !== 'object') return resolvedName(String(value));
  return 'function' in value ? resolvedName(value.function) : '';
}

const resolvedName = (name: string) => functionType('initializer', name)?.name ?? name;
