import type { Field } from '../../meta/concept.ts';
import type { Json } from '../../meta/json.ts';
import type { AttributeRule, AttributeValue } from './engine.ts';

/*
 * How values of the domain are written as attributes of the engine, exactly reversible:
 * fields keep their names, entries of maps get a prefix, names keep to letters the engine accepts.
 */

const ARGUMENT = 'arg_';
const REFERENCE = 'ref-';
const JSON_MARK = 'json:';

/** The engine refuses dots and dollars in names of attributes. */
export const argumentAttribute = (name: string) => ARGUMENT + escaped(name, /[^A-Za-z0-9_]/gu);
export const argumentName = (attribute: string) =>
  attribute.startsWith(ARGUMENT) ? unescaped(attribute.slice(ARGUMENT.length)) : undefined;

/** The engine's diff overlooks pointers with an underscore in their name, so here it is a hyphen. */
export const referencePointer = (name: string) =>
  REFERENCE + escaped(name, /[^A-Za-z0-9_]/gu).replaceAll('_', '-');
export const referenceName = (pointer: string) =>
  pointer.startsWith(REFERENCE) ? unescaped(pointer.slice(REFERENCE.length).replaceAll('-', '_')) : undefined;

const escaped = (name: string, foreign: RegExp) =>
  name.replace(foreign, (letter) => `%${letter.codePointAt(0)!.toString(16)}%`);
const unescaped = (name: string) =>
  name.replace(/%([0-9a-f]+)%/gu, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));

/** A free value: as itself where the rule of its attribute takes it, as marked JSON text otherwise. */
export function encodeValue(value: Json, rule?: AttributeRule): AttributeValue {
  const natural = isScalar(value) && !(typeof value === 'string' && value.startsWith(JSON_MARK));
  const mustBeText = rule?.type === 'string' && typeof value !== 'string';
  return natural && !mustBeText ? value : JSON_MARK + JSON.stringify(value);
}

export function decodeValue(stored: unknown): Decoded<Json> {
  if (isScalar(stored)) {
    if (typeof stored !== 'string' || !stored.startsWith(JSON_MARK)) return { value: stored };
    return parseJson(stored.slice(JSON_MARK.length));
  }
  return { fault: `a ${typeof stored}` };
}

/** A field in the form of its kind; undefined where the attribute is best absent. */
export function encodeField(field: Field, value: Json | undefined): AttributeValue | undefined {
  if (field.kind === 'json') return JSON.stringify(value ?? null);
  return isScalar(value) ? value : undefined;
}

/** The value of a field; `fault` says what was found instead. */
export function decodeField(field: Field, stored: unknown): Decoded<Json> {
  switch (field.kind) {
    case 'text':
      return typeof stored === 'string' ? { value: stored } : { fault: describe(stored) };
    case 'number':
    case 'time':
      return typeof stored === 'number' ? { value: stored } : { fault: describe(stored) };
    case 'boolean':
      return typeof stored === 'boolean' ? { value: stored } : { fault: describe(stored) };
    case 'choice':
      return field.options.includes(stored as string)
        ? { value: stored as string }
        : { fault: describe(stored) };
    case 'json':
      return typeof stored === 'string' ? parseJson(stored) : { fault: describe(stored) };
    default:
      return field satisfies never;
  }
}

export type Decoded<T> = { readonly value: T; readonly fault?: undefined } | { readonly fault: string };

export const defaultOf = (field: Field): Json => (field.kind === 'time' ? null : field.default);

/** The engine's rule for the attribute of a field. */
export function ruleOf(field: Field): AttributeRule {
  switch (field.kind) {
    case 'number':
    case 'time':
      return { type: 'float' };
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: field.options };
    default:
      return { type: 'string' };
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function parseJson(text: string): Decoded<Json> {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { fault: 'text that is not JSON' };
  }
}

const describe = (stored: unknown) =>
  stored === undefined ? 'nothing' : JSON.stringify(stored).slice(0, 60);
