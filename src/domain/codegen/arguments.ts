import {
  functionType,
  type ArgumentDescription,
  type ArgumentType,
  type ArgumentValue,
  type ArrayValue,
  type FunctionRole,
  type FunctionValue,
  type NestedLayerValue,
  type NonFiniteValue,
} from '../../../meta/catalogue/index.ts';
import type { Json } from '../../../meta/json.ts';
import { isArrayValue, isNonFinite } from '../shapes/index.ts';
import { sameJson } from '../state.ts';
import type { Imports } from './imports.ts';
import { call, float, keyword, list, text, tuple, type Expression } from './python.ts';

export type Values = Readonly<Record<string, ArgumentValue>>;

/** The arguments of a call: required ones by position, the rest by name, defaults left out. */
export function argumentList(
  descriptions: readonly ArgumentDescription[],
  values: Values,
  imports: Imports,
): Expression[] {
  const known = new Set(descriptions.map(({ name }) => name));
  const leading = leadingRequired(descriptions, values);
  const named = descriptions.slice(leading.length).filter((argument) => isWorthWriting(argument, values));
  const extra = Object.entries(values).filter(([name]) => !known.has(name) && isIdentifier(name));
  const write = ({ name, type }: ArgumentDescription) => literal(type, values[name] ?? null, imports);
  return [
    ...leading.map(write),
    ...named.map((argument) => keyword(argument.name, write(argument))),
    ...extra.map(([name, value]) => keyword(name, literal({ kind: 'python' }, value, imports))),
  ];
}

function leadingRequired(
  descriptions: readonly ArgumentDescription[],
  values: Values,
): ArgumentDescription[] {
  const end = descriptions.findIndex(({ name, required }) => !required || !Object.hasOwn(values, name));
  return descriptions.slice(0, end === -1 ? descriptions.length : end);
}

function isWorthWriting({ name, default: fallback }: ArgumentDescription, values: Values): boolean {
  if (!Object.hasOwn(values, name)) return false;
  return fallback === undefined || !sameJson(values[name] as Json, fallback as Json);
}

/** One value as Python source. */
export function literal(type: ArgumentType, value: ArgumentValue, imports: Imports): Expression {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number')
    return isFloat(type) || !Number.isInteger(value) ? float(value) : String(value);
  if (typeof value === 'string')
    return type.kind === 'function' ? functionCall(type, value, {}, imports) : text(value);
  if (Array.isArray(value)) return sequence(type, value as readonly ArgumentValue[], imports);
  if (isArrayValue(value)) return arrayCall(value, imports);
  if (isNonFinite(value)) return nonFinite(value);
  if (hasArguments(value)) {
    if ('function' in value) return functionCall(type, value.function, value.args, imports);
    if ('layer' in value) return layerCall(value.layer, value.args, imports);
  }
  return dictionary(value, imports);
}

const isFloat = (type: ArgumentType) =>
  type.kind === 'float' || (type.kind === 'tuple' && type.item === 'float');

/** A table of somebody's own may have a `function` or a `layer` in it, too. */
const hasArguments = (value: object): value is FunctionValue | NestedLayerValue =>
  'args' in value && typeof value.args === 'object' && value.args !== null;

/** Python has no literals for these. */
const nonFinite = ({ number }: NonFiniteValue) => `float(${text(number)})`;

/** A layer made on the spot, as wrappers and recurrent layers take it. */
export function layerCall(type: string, args: Values, imports: Imports): Expression {
  return call(imports.layer(type), ...argumentList(imports.described(type)?.arguments ?? [], args, imports));
}

function sequence(type: ArgumentType, items: readonly ArgumentValue[], imports: Imports): Expression {
  const written = items.map((item) => literal(type, item, imports));
  return LISTS.has(type.kind) || (type.kind === 'tuple' && (type.list === true || type.item === 'string'))
    ? list(written)
    : tuple(written);
}

const LISTS: ReadonlySet<ArgumentType['kind']> = new Set(['layer', 'layers', 'cell', 'cells', 'python']);

const MODULES: Readonly<Record<FunctionRole, string>> = {
  activation: 'keras.activations',
  initializer: 'keras.initializers',
  regularizer: 'keras.regularizers',
  constraint: 'keras.constraints',
};

/** Activations as layers, which can be saved with arguments; a function cannot. */
const ACTIVATION_LAYERS: Readonly<Record<string, string>> = {
  elu: 'ELU',
  leaky_relu: 'LeakyReLU',
  relu: 'ReLU',
  softmax: 'Softmax',
};

/** What Keras cannot make from its name alone, though all its arguments have defaults. */
const NOT_BY_NAME: ReadonlySet<string> = new Set(['Constant']);

function functionCall(type: ArgumentType, name: string, args: Values, imports: Imports): Expression {
  const role = type.kind === 'function' ? type.role : 'activation';
  const described = functionType(role, name);
  const written = argumentList(described?.arguments ?? [], args, imports);
  if (written.length === 0 && !NOT_BY_NAME.has(described?.name ?? name)) return text(name);
  if (role !== 'activation')
    return call(`${MODULES[role]}.${pythonName(described?.name ?? name)}`, ...written);
  const layer = ACTIVATION_LAYERS[described?.name ?? name];
  if (layer !== undefined) return layerCall(layer, args, imports);
  imports.standard('functools');
  return call('functools.partial', `${MODULES[role]}.${pythonName(described?.name ?? name)}`, ...written);
}

function arrayCall({ array, dtype, items }: ArrayValue, imports: Imports): Expression {
  if (array === 'numpy') imports.numpy();
  const callee = array === 'numpy' ? 'np.array' : 'keras.ops.convert_to_tensor';
  return call(callee, arrayItems(items, /float/.test(dtype)), keyword('dtype', text(dtype)));
}

function arrayItems(items: readonly ArgumentValue[], isFloat: boolean): Expression {
  return list(
    items.map((item) => {
      if (Array.isArray(item)) return arrayItems(item as readonly ArgumentValue[], isFloat);
      if (typeof item === 'number') return isFloat ? float(item) : String(item);
      if (isNonFinite(item)) return nonFinite(item);
      return item === true ? 'True' : 'False';
    }),
  );
}

/** Any other JSON, as custom layers may take it. */
function dictionary(value: object, imports: Imports): string {
  const entries = Object.entries(value as Readonly<Record<string, ArgumentValue>>).map(
    ([key, item]) => `${text(key)}: ${flatLiteral(item, imports)}`,
  );
  return `{${entries.join(', ')}}`;
}

function flatLiteral(value: ArgumentValue, imports: Imports): string {
  if (Array.isArray(value)) {
    return `[${(value as readonly ArgumentValue[]).map((item) => flatLiteral(item, imports)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null && !isNonFinite(value)) return dictionary(value, imports);
  return literal({ kind: 'python' }, value, imports) as string;
}

const isIdentifier = (name: string) => /^[A-Za-z_]\w*$/.test(name);

/** Names of layers and functions become code as they are, so only identifiers may. */
export function pythonName(name: string): string {
  if (isIdentifier(name)) return name;
  throw new TypeError(`Expected a Python name. Received: ${JSON.stringify(name)}`);
}
