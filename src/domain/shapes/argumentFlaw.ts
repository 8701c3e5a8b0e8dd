import {
  functionType,
  KERAS_VERSION,
  layerType,
  type ArgumentDescription,
  type ArgumentType,
  type ArgumentValue,
  type FunctionRole,
  type FunctionValue,
  type LayerType,
  type NestedLayerValue,
} from '../../../meta/catalogue/index.ts';
import { isArrayValue, sizesOfItems } from './arrayValue.ts';
import type { Arguments } from './call.ts';
import { formatValue, type Flaw } from './flaw.ts';
import { isNonFinite } from './nonFinite.ts';
import { DTYPES, MIXED_DTYPES } from './tensor.ts';

/** Describes a layer that stands in an argument of another. */
export type TypeOf = (name: string) => LayerType | undefined;

/** The first argument that the catalogue does not allow: unknown, missing, or of the wrong kind. */
export function argumentFlaw(type: LayerType, args: Arguments, typeOf: TypeOf = layerType): Flaw | null {
  const described = describedArguments(type);
  return (
    firstFlaw(Object.keys(args), (name) => unknownArgument(type.name, described, name, args)) ??
    firstFlaw(described, (argument) => kindFlaw(argument, args[argument.name], typeOf))
  );
}

/** Whether the catalogue allows the value, by itself and in all that it is made of. */
export const takesValue = (argument: ArgumentDescription, value: ArgumentValue) =>
  kindFlaw(argument, value, layerType) === null;

/** What an argument takes: "an integer", "2 numbers or None". */
export const expectedOf = (argument: ArgumentDescription) =>
  `${kindWords(argument.type)}${mayBeNull(argument) ? ' or None' : ''}`;

const descriptions = new WeakMap<LayerType, readonly ArgumentDescription[]>();

function describedArguments(type: LayerType): readonly ArgumentDescription[] {
  const known = descriptions.get(type) ?? [...type.arguments, ...type.callArguments];
  descriptions.set(type, known);
  return known;
}

function firstFlaw<T>(items: readonly T[], flaw: (item: T) => Flaw | null): Flaw | null {
  for (const item of items) {
    const found = flaw(item);
    if (found !== null) return found;
  }
  return null;
}

function unknownArgument(
  owner: string,
  described: readonly ArgumentDescription[],
  argument: string,
  args: Arguments,
): Flaw | null {
  if (described.some(({ name }) => name === argument)) return null;
  const received = formatValue(args[argument]);
  return {
    code: 'argument-unknown',
    argument,
    expected: owner,
    received,
    fix: { kind: 'remove-argument', argument },
  };
}

function kindFlaw(
  argument: ArgumentDescription,
  value: ArgumentValue | undefined,
  typeOf: TypeOf,
): Flaw | null {
  const { name, type } = argument;
  if (value === undefined) return argument.required === true ? missing(argument) : null;
  if (value === null) return mayBeNull(argument) ? null : wrongKind(argument, value);
  return valueFlaw(name, type, value, typeOf) ?? (isOfKind(type, value) ? null : wrongKind(argument, value));
}

const mayBeNull = ({ nullable, type, required }: ArgumentDescription) =>
  nullable === true || (type.kind === 'function' && required !== true);

function missing({ name, type }: ArgumentDescription): Flaw {
  return { code: 'argument-missing', argument: name, expected: kindWords(type), received: 'nothing' };
}

function wrongKind({ name, type, default: usual }: ArgumentDescription, value: ArgumentValue): Flaw {
  const flaw: Flaw = {
    code: type.kind === 'enum' ? 'argument-choice' : 'argument-type',
    argument: name,
    expected: kindWords(type),
    received: formatValue(value),
  };
  return usual === undefined
    ? flaw
    : { ...flaw, fix: { kind: 'set-argument', argument: name, value: usual } };
}

/** Flaws inside a value that is itself made of arguments. */
function valueFlaw(argument: string, type: ArgumentType, value: ArgumentValue, typeOf: TypeOf): Flaw | null {
  if (type.kind === 'function') return functionFlaw(argument, type.role, value);
  if (type.kind === 'layer' || type.kind === 'cell') return nestedFlaw(argument, value, typeOf);
  if ((type.kind === 'layers' || type.kind === 'cells') && Array.isArray(value)) {
    return flawInList(argument, value as readonly ArgumentValue[], typeOf);
  }
  return null;
}

function flawInList(argument: string, items: readonly ArgumentValue[], typeOf: TypeOf): Flaw | null {
  for (const [index, item] of items.entries()) {
    const flaw = nestedFlaw(argument, item, typeOf, index);
    if (flaw !== null) return flaw;
  }
  return null;
}

function functionFlaw(argument: string, role: FunctionRole, value: ArgumentValue): Flaw | null {
  if (!isNamed(value, 'function')) return null;
  const type = functionType(role, value.function);
  if (type === undefined) {
    return {
      code: 'argument-choice',
      argument,
      expected: `the name of a known function (${role})`,
      received: JSON.stringify(value.function),
    };
  }
  const flaw =
    firstFlaw(Object.keys(value.args), (name) =>
      unknownArgument(type.name, type.arguments, name, value.args),
    ) ?? firstFlaw(type.arguments, (inner) => kindFlaw(inner, value.args[inner.name], layerType));
  return flaw && inside(flaw, argument, type.name);
}

function nestedFlaw(argument: string, value: ArgumentValue, typeOf: TypeOf, index?: number): Flaw | null {
  if (Array.isArray(value)) return flawInList(argument, value as readonly ArgumentValue[], typeOf);
  if (!isNamed(value, 'layer')) return null;
  const type = typeOf(value.layer);
  if (type === undefined) {
    return { code: 'layer-unknown', argument, expected: KERAS_VERSION, received: value.layer };
  }
  const flaw = argumentFlaw(type, value.args, typeOf);
  return flaw && inside(flaw, argument, type.name, index);
}

/** A flaw of a nested value, shown at the argument that holds it. */
export function inside(flaw: Flaw, argument: string, type: string, index?: number): Flaw {
  const { fix: _, inputs: __, ...rest } = flaw;
  const place = { argument, ...(index === undefined ? {} : { index }), type };
  return { ...rest, within: [place, ...(flaw.within ?? [])] };
}

type Kind = ArgumentType['kind'];
type OfKind<K extends Kind> = Extract<ArgumentType, { kind: K }>;

const isInteger = (value: ArgumentValue) => Number.isInteger(value);
const isNumber = (value: ArgumentValue) =>
  (typeof value === 'number' && Number.isFinite(value)) || isNonFinite(value);
const isString = (value: ArgumentValue) => typeof value === 'string';
const isList = (value: ArgumentValue): value is readonly ArgumentValue[] => Array.isArray(value);

function isNamed(value: ArgumentValue, key: 'function'): value is FunctionValue;
function isNamed(value: ArgumentValue, key: 'layer'): value is NestedLayerValue;
function isNamed(value: ArgumentValue, key: 'function' | 'layer'): boolean {
  return typeof value === 'object' && value !== null && key in value;
}

const ITEMS: Readonly<Record<'integer' | 'float' | 'string', (value: ArgumentValue) => boolean>> = {
  integer: isInteger,
  float: isNumber,
  string: isString,
};

const KINDS: { readonly [K in Kind]: (type: OfKind<K>, value: ArgumentValue) => boolean } = {
  integer: (_, value) => isInteger(value),
  float: (_, value) => isNumber(value),
  boolean: (_, value) => typeof value === 'boolean',
  string: (_, value) => isString(value),
  scalar: (_, value) => typeof value !== 'object' || isNonFinite(value),
  operand: (_, value) =>
    isNumber(value) ||
    typeof value === 'boolean' ||
    (isArrayValue(value) && sizesOfItems(value.items) !== undefined),
  python: () => true,
  enum: ({ choices }, value) => isString(value) && choices.includes(value),
  dtype: (_, value) => isString(value) && (DTYPES.has(value) || value in MIXED_DTYPES),
  shape: ({ scalar }, value) =>
    isList(value)
      ? value.every((item) => item === null || isInteger(item))
      : scalar === true && isInteger(value),
  tuple: ({ item, length, scalar }, value) =>
    isList(value)
      ? value.every(ITEMS[item]) && (length === undefined || value.length === length)
      : scalar === true && ITEMS[item](value),
  margins: ({ length }, value) => isInteger(value) || (isList(value) && areMargins(value, length)),
  function: ({ role }, value) =>
    (isString(value) && functionType(role, value) !== undefined) ||
    isNamed(value, 'function') ||
    (role === 'activation' && isNamed(value, 'layer')),
  layer: (_, value) => isNamed(value, 'layer'),
  layers: (_, value) => isList(value) && value.every((item) => isNamed(item, 'layer')),
  cell: (_, value) => isCell(value) || (isList(value) && value.length > 0 && value.every(isCell)),
  cells: (_, value) => isList(value) && value.length > 0 && value.every(isCell),
};

function isOfKind<K extends Kind>(type: OfKind<K>, value: ArgumentValue): boolean {
  return KINDS[type.kind](type, value);
}

function areMargins(value: readonly ArgumentValue[], length: number): boolean {
  const isPair = (item: ArgumentValue) => isList(item) && item.length === 2 && item.every(isInteger);
  if (length === 1) return value.length === 2 && value.every(isInteger);
  return value.length === length && value.every((item) => isInteger(item) || isPair(item));
}

/** Of a class that the catalogue does not know only Keras can say whether it is one. */
const isCell = (value: ArgumentValue) => isNamed(value, 'layer') && layerType(value.layer)?.isCell !== false;

const ITEM_WORDS = { integer: 'integers', float: 'numbers', string: 'texts' };

const KIND_WORDS: { readonly [K in Kind]: (type: OfKind<K>) => string } = {
  integer: () => 'an integer',
  float: () => 'a number',
  boolean: () => 'True or False',
  string: () => 'a text',
  scalar: () => 'a number, a text or a boolean',
  operand: () => 'a number or an array of numbers',
  python: () => 'a Python object',
  enum: ({ choices }) => `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`,
  dtype: () => 'a dtype such as "float32"',
  shape: () => 'a shape: integers, or None for what is not known',
  tuple: ({ item, length, scalar }) =>
    `${scalar === true ? 'one or ' : ''}${length === undefined ? 'a list of' : length} ${ITEM_WORDS[item]}`,
  margins: ({ length }) =>
    length === 1
      ? 'an integer or a pair (before, after)'
      : `an integer, ${length} integers, or ${length} pairs (before, after)`,
  function: ({ role }) => `the name of a known function (${role})`,
  layer: () => 'a layer',
  layers: () => 'a list of layers',
  cell: () => 'a recurrent cell, or a list of them',
  cells: () => 'a list of recurrent cells',
};

function kindWords<K extends Kind>(type: OfKind<K>): string {
  return KIND_WORDS[type.kind](type);
}
