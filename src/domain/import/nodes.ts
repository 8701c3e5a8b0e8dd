import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { isObject } from './configured.ts';
import { ARRAYS, arrayIn } from './arrays.ts';
import { heldBy, isArgumentName, plain } from './values.ts';

/** One output of one call of a layer. */
export interface TensorRef {
  readonly layer: string;
  readonly node: number;
  readonly output: number;
}

/** What one parameter of a call was given. */
export interface CallInput {
  /** By place, or by name. */
  readonly at: number | string;
  readonly tensors: readonly TensorRef[];
  /** The value where it is no tensor. */
  readonly value?: ArgumentValue;
  /** What else was given, of which nothing can be made. */
  readonly lost?: string;
}

/** The calls of a layer in a Functional configuration, as Keras 3 and Keras 2 write them. */
export function callsOf(inboundNodes: unknown): (readonly CallInput[])[] {
  if (!Array.isArray(inboundNodes)) return [];
  return inboundNodes.map((node: unknown) => (isObject(node) ? modernCall(node) : legacyCall(node)));
}

function modernCall({ args, kwargs }: Readonly<Record<string, unknown>>): CallInput[] {
  const positional = Array.isArray(args) ? args.map((value: unknown, at) => inputFrom(at, value)) : [];
  const entries = isObject(kwargs) ? Object.entries(kwargs).filter(([name]) => isArgumentName(name)) : [];
  const named = entries.map(([name, value]) => inputFrom(name, value));
  return [...positional, ...named];
}

function inputFrom(at: number | string, value: unknown): CallInput {
  const tensors = tensorsIn(value);
  const others = othersIn(value);
  if (tensors.length > 0)
    return others.length === 0 ? { at, tensors } : { at, tensors, lost: inWords(others) };
  const constant = plain(value) ?? arrayIn(value);
  return constant === undefined ? { at, tensors, lost: inWords(others) } : { at, tensors, value: constant };
}

/** What there is besides tensors, each in a word. */
function othersIn(value: unknown): string[] {
  if (value === null) return ['None'];
  if (Array.isArray(value)) return value.flatMap(othersIn);
  if (typeof value === 'number' && !Number.isFinite(value)) return [heldBy(value)];
  if (!isObject(value)) return ['a value'];
  const { class_name: kind } = value;
  if (kind === '__keras_tensor__') return [];
  if (kind === undefined) return Object.values(value).flatMap(othersIn);
  if (kind === '__tuple__') return othersIn(value['items']);
  if (typeof kind === 'string' && ARRAYS.has(kind)) return ['an array'];
  return [kind === '__slice__' ? 'a slice' : 'an object'];
}

const inWords = (others: readonly string[]) => [...new Set(others)].join(' and ');

function tensorsIn(value: unknown): TensorRef[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (!isObject(value)) return [];
  if (value['class_name'] !== '__keras_tensor__') {
    return value['class_name'] === undefined
      ? sortedEntries(value).flatMap(([, item]) => tensorsIn(item))
      : tensorsIn(value['items']);
  }
  const config = isObject(value['config']) ? value['config'] : {};
  return refFrom(config['keras_history']);
}

function refFrom(history: unknown): TensorRef[] {
  if (!Array.isArray(history)) return [];
  const [layer, node, output] = history as unknown[];
  if (typeof layer !== 'string' || !isIndex(node) || !isIndex(output)) return [];
  return [{ layer, node, output }];
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** `[["dense", 0, 0, {"mask": ["mask", 0, 0]}], ...]`: all tensors of the first input, then the rest by name. */
function legacyCall(node: unknown): CallInput[] {
  if (!Array.isArray(node)) return [];
  const items: unknown[] = typeof node[0] === 'string' ? [node] : node;
  const named = items.flatMap((item) =>
    Array.isArray(item) && isObject(item[3]) ? Object.entries(item[3]) : [],
  );
  const isLost = items.some((item) => Array.isArray(item) && refFrom(item).length === 0);
  return [
    { at: 0, tensors: items.flatMap(refFrom), ...(isLost ? { lost: 'a value' } : {}) },
    ...named
      .filter(([name]) => isArgumentName(name))
      .map(([name, value]): CallInput => {
        const tensors = legacyRefs(value);
        return tensors.length > 0 ? { at: name, tensors } : inputFrom(name, value);
      }),
  ];
}

function legacyRefs(value: unknown): TensorRef[] {
  if (!Array.isArray(value)) return [];
  const [layer, node] = value as unknown[];
  return typeof layer === 'string' && typeof node === 'number' ? refFrom(value) : value.flatMap(legacyRefs);
}

/** What has names in the order in which Keras flattens it, whatever the order in which it was written. */
export const sortedEntries = (value: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** The tensors that a model takes or gives, in order; one alone, several, or by name. */
export function modelTensors(value: unknown): TensorRef[] {
  if (isObject(value)) return sortedEntries(value).flatMap(([, item]) => modelTensors(item));
  if (!Array.isArray(value)) return [];
  return typeof value[0] === 'string' && typeof value[1] === 'number'
    ? refFrom(value)
    : value.flatMap(modelTensors);
}
