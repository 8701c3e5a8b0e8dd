import {
  functionType,
  layerType,
  type ArgumentDescription,
  type ArgumentType,
  type ArgumentValue,
  type FunctionRole,
} from '../../../meta/catalogue/index.ts';
import type { Json } from '../../../meta/json.ts';
import { sameJson } from '../state.ts';
import { float, text, tuple } from './python.ts';

type Values = Readonly<Record<string, ArgumentValue>>;

const MODULES: Readonly<Record<FunctionRole, string>> = {
  activation: 'keras.activations',
  initializer: 'keras.initializers',
  regularizer: 'keras.regularizers',
  constraint: 'keras.constraints',
};

/** The arguments of a call as Python writes them: required ones by position, the rest by name, defaults left out. */
export function argumentList(descriptions: readonly ArgumentDescription[], values: Values): string[] {
  const known = new Set(descriptions.map(({ name }) => name));
  const leading = leadingRequired(descriptions, values);
  const named = descriptions.slice(leading.length).filter((argument) => isWorthWriting(argument, values));
  const extra = Object.entries(values).filter(([name]) => !known.has(name) && /^[A-Za-z_]\w*$/.test(name));
  return [
    ...leading.map((argument) => literal(argument.type, values[argument.name] ?? null)),
    ...named.map((argument) => `${argument.name}=${literal(argument.type, values[argument.name] ?? null)}`),
    ...extra.map(([name, value]) => `${name}=${literal({ kind: 'scalar' }, value)}`),
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
export function literal(type: ArgumentType, value: ArgumentValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return type.kind === 'float' ? float(value) : String(value);
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return sequence(type, value as readonly ArgumentValue[]);
  if ('function' in value) return functionLiteral(type, value.function, value.args);
  if ('layer' in value) return layerLiteral(value.layer, value.args);
  throw new TypeError(`Expected an argument value. Received: ${JSON.stringify(value)}`);
}

/** A layer made on the spot, as wrappers and recurrent layers take it. */
export function layerLiteral(type: string, args: Values): string {
  const described = layerType(type);
  return `layers.${safeName(described?.name ?? type)}(${argumentList(described?.arguments ?? [], args).join(', ')})`;
}

function sequence(type: ArgumentType, items: readonly ArgumentValue[]): string {
  const itemType: ArgumentType =
    type.kind === 'tuple' && type.item !== 'string' ? { kind: type.item } : { kind: 'scalar' };
  if (type.kind === 'layers' || type.kind === 'cells')
    return `[${items.map((item) => literal(type, item)).join(', ')}]`;
  if (type.kind === 'tuple' && type.item === 'string')
    return `[${items.map((item) => literal(itemType, item)).join(', ')}]`;
  return tuple(
    items.map((item) =>
      Array.isArray(item) ? sequence(type, item as readonly ArgumentValue[]) : literal(itemType, item),
    ),
  );
}

function functionLiteral(type: ArgumentType, name: string, args: Values): string {
  const role = type.kind === 'function' ? type.role : 'activation';
  const described = functionType(role, name);
  const written = argumentList(described?.arguments ?? [], args);
  if (written.length === 0) return text(name);
  return `${MODULES[role]}.${safeName(described?.name ?? name)}(${written.join(', ')})`;
}

/** Names of layers and functions become code as they are, so only identifiers may. */
function safeName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw new TypeError(`Expected a Python name. Received: ${JSON.stringify(name)}`);
  return name;
}
