import {
  functionType,
  layerType,
  type ArgumentDescription,
  type ArgumentType,
  type ArgumentValue,
  type FunctionRole,
} from '../../../meta/catalogue/index.ts';
import type { Json } from '../../../meta/json.ts';
import type { Operation } from '../architecture/operations.ts';
import { isPythonName } from '../names.ts';
import { asValue } from '../shapes/index.ts';
import { fromLegacyArguments } from '../shapes/legacy.ts';
import { sameJson } from '../state.ts';
import { configOf, isConfigured, isObject, isOfKeras, nameIn, type Configured } from './configured.ts';

/** Says what could not be taken over. */
export type Note = (message: string) => void;

type Values = Record<string, ArgumentValue>;
type Read = { readonly value: ArgumentValue } | undefined;

/** The arguments of a layer that differ from its defaults. */
export function argumentsFrom(
  type: string,
  layer: Configured,
  note: Note,
  described = layerType(type)?.arguments ?? [],
): Values {
  const values: Values = {};
  for (const [name, given] of Object.entries(configOf(layer))) {
    if (name === 'name' || isSilent(type, name, given)) continue;
    const argument = described.find((one) => one.name === name);
    if (!argument) Object.assign(values, legacy(type, name, given, note));
    else {
      const read = readValue(argument.type, given, (message) => note(`${name}: ${message}`));
      if (read && !isDefault(argument, read.value)) values[name] = read.value;
    }
  }
  return withoutImplied(type, values, layer);
}

/** The arguments of a function of `keras.ops` that differ from its defaults. */
export function operationArguments(
  { arguments: described }: Operation,
  entry: Configured,
  note: Note,
): Values {
  const values: Values = {};
  for (const [name, given] of Object.entries(configOf(entry))) {
    const argument = described.find((one) => one.name === name);
    if (!argument) continue;
    const value = plain(given);
    if (value === undefined) note(`${name} holds ${heldBy(given)} and is left out`);
    else if (!sameJson(value as Json, argument.default as Json | undefined)) values[name] = value;
  }
  return values;
}

/** The arguments of a class that nobody knows: what is plain JSON. */
export function plainArguments(layer: Configured, note: Note): Values {
  const values: Values = {};
  for (const [name, given] of Object.entries(configOf(layer))) {
    if (name === 'name' || (name === 'trainable' && given === true)) continue;
    if (!isArgumentName(name)) {
      note(`${JSON.stringify(name.slice(0, 50))} is no name of an argument and is left out`);
      continue;
    }
    const value = name === 'dtype' ? dtypeName(given) : plain(given);
    if (name === 'dtype' && value === 'float32') continue;
    if (value === undefined) note(`${name} holds ${heldBy(given)} and is left out`);
    else values[name] = value;
  }
  return values;
}

/** Names with two underscores belong to Python and to JavaScript. */
export const isArgumentName = (name: string) =>
  isPythonName(name) && !name.startsWith('__') && name.length <= 100;

/** What an argument cannot hold, in a word. */
export function heldBy(value: unknown): string {
  const number = firstNonNumber(value);
  return number === undefined ? 'an object' : inPython(number);
}

function firstNonNumber(value: unknown): number | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return value;
  if (!Array.isArray(value)) return undefined;
  for (const item of value) {
    const found = firstNonNumber(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const inPython = (value: number) => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

/** JSON without Keras's objects in it; undefined where there is one. */
export function plain(value: unknown): ArgumentValue | undefined {
  if (typeof value === 'number') return asValue(value);
  if (value === null || ['boolean', 'string'].includes(typeof value)) return value as ArgumentValue;
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.includes(undefined) ? undefined : (items as ArgumentValue[]);
  }
  if (!isObject(value)) return undefined;
  if (value['class_name'] === '__tuple__') return plain(value['items']);
  if ('class_name' in value) return undefined;
  const named = Object.entries(value).filter(([key]) => key !== '__proto__');
  const entries = named.map(([key, item]) => [key, plain(item)] as const);
  if (entries.some(([, item]) => item === undefined)) return undefined;
  return Object.fromEntries(entries) as unknown as ArgumentValue;
}

/** What says nothing: not given, or what every layer of its kind has from Keras. */
function isSilent(type: string, name: string, given: unknown): boolean {
  if (name === 'dtype') return dtypeName(given) === (type === 'InputLayer' ? undefined : 'float32');
  return (
    (name === 'batch_input_shape' && type !== 'InputLayer') ||
    (given === null && name === 'quantization_config')
  );
}

function legacy(type: string, name: string, given: unknown, note: Note): Values {
  if (given === null || given === false) return {};
  if (firstNonNumber(given) !== undefined) {
    note(`${name} holds ${heldBy(given)} and is left out`);
    return {};
  }
  const { args, notices } = fromLegacyArguments({ type, args: { [name]: given } });
  for (const { message } of notices) note(message);
  return { ...args };
}

function readValue(type: ArgumentType, given: unknown, note: Note): Read {
  if (type.kind === 'function') return readFunction(type.role, given, note);
  if (type.kind === 'dtype') return readDtype(given, note);
  if (isConfigured(given) && given.class_name !== '__tuple__') {
    if (type.kind !== 'python' && type.kind !== 'scalar') return readNested(given, note);
    note(`${given.class_name} is left out: it holds code or an object, and nothing in a file is executed`);
    return undefined;
  }
  if (Array.isArray(given) && given.some(isConfigured)) {
    const items = given.flatMap((item) => (isConfigured(item) ? (readNested(item, note) ?? []) : []));
    return { value: items.map(({ value }) => value) };
  }
  const value = plain(given);
  if (value !== undefined) return { value: compact(type, value) };
  note(`it holds ${heldBy(given)} and is left out`);
  return undefined;
}

/** A layer that another one holds. A name that Keras gave it by itself is left to Keras. */
function readNested(given: Configured, note: Note): Read {
  const described = isOfKeras(given, 'layers') ? layerType(given.class_name) : undefined;
  if (!described) {
    note(`${given.class_name} is not a layer of Keras`);
    return { value: { layer: given.class_name, args: plainArguments(given, note) } };
  }
  const args = argumentsFrom(described.name, given, note);
  const name = nameIn(given).replace(/^(forward|backward)_/, '');
  return {
    value: { layer: described.name, args: isAutomatic(described.name, name) ? args : { ...args, name } },
  };
}

function isAutomatic(type: string, name: string): boolean {
  const snake = type
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return name === snake || (name.startsWith(`${snake}_`) && /^\d+$/.test(name.slice(snake.length + 1)));
}

function readFunction(role: FunctionRole, given: unknown, note: Note): Read {
  if (given === null) return { value: null };
  if (typeof given === 'string') return { value: knownFunction(role, given, note) };
  if (!isConfigured(given)) return undefined;
  if (role === 'activation' && layerType(given.class_name) && isOfKeras(given, 'layers')) {
    return readNested(given, note);
  }
  const described = isOfKeras(given, `${role}s`) ? functionType(role, given.class_name) : undefined;
  if (!described) {
    const name = typeof given.config === 'string' ? given.config : given.class_name;
    note(`${name} is left out: it is no ${role} of Keras, and nothing in a file is executed`);
    return undefined;
  }
  const args: Values = {};
  for (const argument of described.arguments) {
    const own = configOf(given)[argument.name];
    if (own === undefined) continue;
    const value = plain(own);
    if (value === undefined)
      note(`${argument.name} of ${described.name} holds ${heldBy(own)} and is left out`);
    else if (!sameJson(value as Json, argument.default as Json | undefined)) args[argument.name] = value;
  }
  const name = described.aliases[0] ?? described.name;
  return { value: Object.keys(args).length === 0 ? name : { function: described.name, args } };
}

function knownFunction(role: FunctionRole, name: string, note: Note): string {
  const described = functionType(role, name);
  if (!described) note(`"${name}" is no ${role} of Keras`);
  return described?.aliases[0] ?? described?.name ?? name;
}

/** One number where it stands for all. */
function compact(type: ArgumentType, value: ArgumentValue): ArgumentValue {
  if (!Array.isArray(value) || value.length === 0) return value;
  const items = value as readonly ArgumentValue[];
  if (type.kind === 'margins') return uniform(items.map((item) => uniformPair(item)));
  const stands = type.kind === 'tuple' && type.scalar === true && type.length !== undefined;
  return stands ? uniform(items) : value;
}

function uniformPair(item: ArgumentValue): ArgumentValue {
  return Array.isArray(item) ? uniform(item as readonly ArgumentValue[]) : item;
}

/** The value that all items have, or the items. */
function uniform(items: readonly ArgumentValue[]): ArgumentValue {
  const [first = null] = items;
  return items.every((item) => item === first) && typeof first === 'number' ? first : items;
}

function isDefault({ type, default: usual }: ArgumentDescription, value: ArgumentValue): boolean {
  if (usual === undefined) return false;
  if (type.kind === 'function') return functionKey(type.role, value) === functionKey(type.role, usual);
  return sameJson(alone(type, value) as Json, alone(type, usual) as Json);
}

/** A list of one where one value may stand for a list. */
function alone(type: ArgumentType, value: ArgumentValue): ArgumentValue {
  const short = compact(type, value);
  const scalar = 'scalar' in type && type.scalar === true;
  const isOne = Array.isArray(short) && short.length === 1;
  return (scalar || type.kind === 'integer') && isOne ? ((short as ArgumentValue[])[0] ?? null) : short;
}

/** An activation that does nothing is none. */
function functionKey(role: FunctionRole, value: ArgumentValue): string {
  if (value === null || (role === 'activation' && value === 'linear')) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  const name = SHORT_NAMES[value] ?? value;
  return functionType(role, name)?.name ?? name;
}

/** Names that Keras takes, though its configurations have others. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  normal: 'RandomNormal',
  one: 'Ones',
  uniform: 'RandomUniform',
  zero: 'Zeros',
};

/** A policy of two dtypes has a name; one that computes with less than a byte or two has not. */
function readDtype(given: unknown, note: Note): Read {
  const { mode, source_name: source } = isConfigured(given) ? configOf(given) : {};
  if (typeof mode !== 'string') return { value: dtypeName(given) ?? null };
  note(`it is quantized to ${mode}, which is left out`);
  return typeof source === 'string' && source !== 'float32' ? { value: source } : undefined;
}

function dtypeName(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  const name = isConfigured(given) ? configOf(given)['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Leaves out what Keras fills in from other arguments. */
function withoutImplied(type: string, values: Values, layer: Configured): Values {
  const { pool_size: size = defaultPoolSize(type) } = values;
  const implied: Readonly<Record<string, boolean>> = {
    attention_axes: sameJson(values['attention_axes'] as Json | undefined, innerAxes(layer)),
    backward_layer: type === 'Bidirectional' && isMirror(values['layer'], values['backward_layer']),
    data_format: values['data_format'] === 'channels_last',
    strides: /^(Max|Average)Pooling/.test(type) && sameJson(values['strides'] as Json, size as Json),
    value_dim: values['value_dim'] === values['key_dim'],
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => implied[name] !== true));
}

function defaultPoolSize(type: string): ArgumentValue {
  const described = layerType(type)?.arguments.find(({ name }) => name === 'pool_size');
  return described ? compact(described.type, described.default ?? null) : null;
}

/** All axes of the query between the batch and the features. */
function innerAxes({ build_config: build }: Configured): Json | undefined {
  const shapes = isObject(build) && isObject(build['shapes_dict']) ? build['shapes_dict'] : {};
  const query = shapes['query_shape'];
  return Array.isArray(query) ? query.slice(1, -1).map((_, index) => index + 1) : undefined;
}

/** Whether the backward layer is what Keras makes of the forward one. */
function isMirror(forward: ArgumentValue | undefined, backward: ArgumentValue | undefined): boolean {
  if (!isObject(forward) || !isObject(backward)) return false;
  const turned = (layer: Readonly<Record<string, unknown>>, turns: boolean) => {
    const { go_backwards: back = false, name: _name, ...args } = layer['args'] as Record<string, Json>;
    return { ...args, back: turns ? back !== true : back === true } as Json;
  };
  return forward['layer'] === backward['layer'] && sameJson(turned(forward, true), turned(backward, false));
}
