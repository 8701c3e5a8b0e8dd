import {
  functionType,
  layerType,
  type ArgumentDescription,
  type ArgumentValue,
  type FunctionRole,
} from '../../../meta/catalogue/index.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';

/** A layer as systems on Keras 2 store it: arguments as Python text, functions apart. */
export interface LegacyLayer {
  readonly type: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly functions?: Readonly<Record<string, LegacyFunction>>;
  readonly wraps?: { readonly arg: string; readonly layer: LegacyLayer } | null;
}

export interface LegacyFunction {
  readonly type: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** An argument that Keras 3 does not take as it was. */
export interface LegacyNotice {
  readonly argument: string;
  readonly message: string;
}

export interface ModernArguments {
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly notices: readonly LegacyNotice[];
}

/** The arguments for Keras 3; what it no longer has is left out and reported. */
export function fromLegacyArguments({ type, args, functions = {}, wraps }: LegacyLayer): ModernArguments {
  const described = layerType(type)?.arguments ?? [];
  const modern: Record<string, ArgumentValue> = {};
  const notices: LegacyNotice[] = [];
  for (const [name, value] of Object.entries(args)) {
    const found = modernArgument(type, described, name, value);
    if ('notice' in found) notices.push(found.notice);
    else if (found.value !== undefined) modern[found.name] = found.value;
  }
  for (const [name, value] of Object.entries(functions)) {
    const role = roleOf(described, name);
    if (role === undefined) notices.push(gone(name));
    else modern[name] = modernFunction(role, value, notices);
  }
  if (wraps) {
    const inner = fromLegacyArguments(wraps.layer);
    notices.push(...inner.notices);
    modern[wraps.arg] = { layer: wraps.layer.type, args: inner.args };
  }
  return { args: modern, notices };
}

type Found =
  { readonly name: string; readonly value: ArgumentValue | undefined } | { readonly notice: LegacyNotice };

/** Arguments of Keras 2 and what became of them; a new name, or the reason why there is none. */
const CHANGED: Readonly<Record<string, Readonly<Record<string, { to: string } | { why: string }>>>> = {
  BatchNormalization: {
    fused: { why: 'the backend decides' },
    virtual_batch_size: { why: 'it was removed' },
    adjustment: { why: 'it was removed' },
  },
  Embedding: { input_length: { why: 'the input says its length' } },
  GRU: {
    implementation: { why: 'the backend decides' },
    time_major: { why: 'the batch always comes first' },
  },
  Input: { tensor: { why: 'an input has no tensor of its own' } },
  InputLayer: { tensor: { why: 'an input has no tensor of its own' } },
  LSTM: {
    implementation: { why: 'the backend decides' },
    time_major: { why: 'the batch always comes first' },
  },
  LeakyReLU: { alpha: { to: 'negative_slope' } },
  SimpleRNN: { time_major: { why: 'the batch always comes first' } },
  ThresholdedReLU: { theta: { to: 'threshold' } },
};

function modernArgument(
  type: string,
  described: readonly ArgumentDescription[],
  name: string,
  value: unknown,
): Found {
  const change = CHANGED[type]?.[name];
  if (change !== undefined && 'why' in change) return { notice: gone(name, change.why) };
  const newName = change?.to ?? name;
  const argument = described.find((one) => one.name === newName);
  if (argument === undefined) return { notice: gone(name) };
  return { name: newName, value: modernValue(argument, value) };
}

function gone(argument: string, why = 'this layer has no such argument'): LegacyNotice {
  return { argument, message: `${argument} is left out: ${why} in Keras 3` };
}

const TEXT_KINDS = new Set(['string', 'enum', 'dtype']);

/** An empty text stands for nothing given; `(128)` was meant as the shape (128,). */
function modernValue(argument: ArgumentDescription, value: unknown): ArgumentValue | undefined {
  if (value === '' || value === undefined) return undefined;
  if (typeof value !== 'string') return value as ArgumentValue;
  if (value === 'None') return null;
  if (TEXT_KINDS.has(argument.type.kind)) return value.replace(/^(['"])(.*)\1$/, '$2');
  const parsed = parsePythonLiteral(value) ?? value;
  return argument.type.kind === 'shape' && typeof parsed === 'number' ? [parsed] : parsed;
}

function roleOf(described: readonly ArgumentDescription[], name: string): FunctionRole | undefined {
  const type = described.find((one) => one.name === name)?.type;
  return type?.kind === 'function' ? type.role : undefined;
}

const RENAMED_IN_FUNCTIONS: Readonly<Record<string, string>> = { alpha: 'negative_slope' };

function modernFunction(
  role: FunctionRole,
  { type, args }: LegacyFunction,
  notices: LegacyNotice[],
): ArgumentValue {
  const described = functionType(role, type)?.arguments ?? [];
  const given: Record<string, ArgumentValue> = {};
  for (const [name, value] of Object.entries(args)) {
    const argument =
      described.find((one) => one.name === name) ??
      described.find((one) => one.name === RENAMED_IN_FUNCTIONS[name]);
    const modern = argument && modernValue(argument, value);
    if (argument === undefined) notices.push(gone(`${type} ${name}`));
    else if (modern !== undefined && !isDefault(argument, modern)) given[argument.name] = modern;
  }
  return Object.keys(given).length === 0 ? type : { function: type, args: given };
}

const isDefault = ({ default: usual }: ArgumentDescription, value: ArgumentValue) => value === usual;
