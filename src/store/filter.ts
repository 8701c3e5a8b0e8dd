import { NULL, readElements, readFields, Type, typeName, type Field, type Value } from './bson.ts';
import { CommandError } from './errors.ts';
import { encodeKey, isNumber, numberOf } from './order.ts';
import { parsePath, type Path } from './path.ts';
import { parsePattern, type Pattern } from './pattern.ts';

/** A filter, parsed: what cannot be answered is refused here, before any document is read. */
export type Filter =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly parts: readonly Filter[] }
  | { readonly kind: 'field'; readonly path: Path; readonly test: Test };

export type Test =
  | { readonly op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'; readonly key: Buffer; readonly value: Value }
  | {
      readonly op: 'in';
      readonly keys: readonly Buffer[];
      /** The same keys by `keyText`, since hundreds of them may be asked about each document. */
      readonly members: ReadonlySet<string>;
      readonly patterns: readonly Pattern[];
    }
  | { readonly op: 'exists' }
  | { readonly op: 'type'; readonly types: ReadonlySet<number> }
  | { readonly op: 'regex'; readonly pattern: Pattern }
  | { readonly op: 'size'; readonly size: number }
  | { readonly op: 'elementIs'; readonly tests: readonly Test[] }
  | { readonly op: 'elementMatches'; readonly filter: Filter }
  | { readonly op: 'not'; readonly tests: readonly Test[] };

/** Each byte as a letter: equal where the keys are. */
export const keyText = (key: Buffer) => key.toString('latin1');

export function parseFilter(document: Buffer): Filter {
  return { kind: 'and', parts: readFields(document).flatMap(parseClause) };
}

/** The operators of one field, as in `{ $gt: 1, $lt: 5 }`. */
export function parseTests(operators: readonly Field[]): Test[] {
  return operators
    .filter(([name]) => name !== '$options')
    .map(([name, operand]) => parseOperator(name, operand, operators));
}

export function operatorsOf(value: Value): readonly Field[] | undefined {
  if (value.type !== Type.object) return undefined;
  const fields = readFields(value.bytes);
  return fields[0]?.[0].startsWith('$') ? fields : undefined;
}

function parseClause([name, operand]: Field): Filter[] {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return [{ kind: LOGICAL[name], parts: parseList(name, operand) }];
    case '$comment':
      return [];
  }
  if (name.startsWith('$')) throw new CommandError('BadValue', `unknown top level operator: ${name}`);
  const path = parsePath(name);
  return parseCondition(operand).map((test): Filter => ({ kind: 'field', path, test }));
}

const LOGICAL = { $and: 'and', $or: 'or', $nor: 'nor' } as const;

function parseList(name: string, operand: Value): Filter[] {
  const parts = operand.type === Type.array ? readElements(operand) : [];
  if (parts.length === 0) throw new CommandError('BadValue', `${name} must be a nonempty array`);
  return parts.map((part) => parseFilter(documentOperand(name, part)));
}

function parseCondition(operand: Value): Test[] {
  const operators = operatorsOf(operand);
  if (operators) return parseTests(operators);
  return [operand.type === Type.regex ? regexTest(operand) : comparison('eq', operand)];
}

function parseOperator(name: string, operand: Value, siblings: readonly Field[]): Test {
  switch (name) {
    case '$eq':
      return comparison('eq', operand);
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return comparison(COMPARISONS[name], operand);
    case '$ne':
      return negation([comparison('eq', operand)]);
    case '$in':
      return membership(name, operand);
    case '$nin':
      return negation([membership(name, operand)]);
    case '$exists':
      return isTruthy(operand) ? { op: 'exists' } : negation([{ op: 'exists' }]);
    case '$type':
      return { op: 'type', types: parseTypes(operand) };
    case '$regex':
      return regexTest(operand, siblings.find(([sibling]) => sibling === '$options')?.[1]);
    case '$size':
      return { op: 'size', size: parseSize(operand) };
    case '$elemMatch':
      return elementTest(operand);
    case '$not':
      return negation(parseNegated(operand));
    default:
      throw new CommandError('BadValue', `unknown operator: ${name}`);
  }
}

const COMPARISONS = { $lt: 'lt', $lte: 'lte', $gt: 'gt', $gte: 'gte' } as const;

function comparison(op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', value: Value): Test {
  const operand = value.type === Type.undefined ? NULL : value;
  return { op, key: encodeKey(operand), value: operand };
}

function negation(tests: readonly Test[]): Test {
  return { op: 'not', tests };
}

function membership(name: string, operand: Value): Test {
  if (operand.type !== Type.array) throw new CommandError('BadValue', `${name} needs an array`);
  const elements = readElements(operand);
  if (elements.some(operatorsOf)) throw new CommandError('BadValue', `cannot nest $ under ${name}`);
  const keys = elements.filter((element) => element.type !== Type.regex).map(encodeKey);
  return {
    op: 'in',
    keys,
    members: new Set(keys.map(keyText)),
    patterns: elements.filter((element) => element.type === Type.regex).map((regex) => parsePattern(regex)),
  };
}

function regexTest(operand: Value, options?: Value): Test {
  return { op: 'regex', pattern: parsePattern(operand, options) };
}

function elementTest(operand: Value): Test {
  const document = documentOperand('$elemMatch', operand);
  const operators = operatorsOf(operand);
  const isFilter = !operators || operators.some(([name]) => name in LOGICAL);
  return isFilter
    ? { op: 'elementMatches', filter: parseFilter(document) }
    : { op: 'elementIs', tests: parseTests(operators) };
}

function parseNegated(operand: Value): Test[] {
  if (operand.type === Type.regex) return [regexTest(operand)];
  const operators = operatorsOf(operand);
  if (!operators) throw new CommandError('BadValue', '$not needs a regex or a document of operators');
  return parseTests(operators);
}

function parseSize(operand: Value): number {
  const size = isNumber(operand) ? Number(numberOf(operand)) : NaN;
  if (!Number.isInteger(size) || size < 0) {
    throw new CommandError('BadValue', 'Failed to parse $size. Expected a non-negative integer');
  }
  return size;
}

const TYPE_NAMES: Readonly<Record<string, readonly number[]>> = {
  double: [Type.double],
  string: [Type.string],
  object: [Type.object],
  array: [Type.array],
  binData: [Type.binary],
  undefined: [Type.undefined],
  objectId: [Type.objectId],
  bool: [Type.boolean],
  date: [Type.date],
  null: [Type.null],
  regex: [Type.regex],
  dbPointer: [Type.dbPointer],
  javascript: [Type.code],
  symbol: [Type.symbol],
  javascriptWithScope: [Type.codeWithScope],
  int: [Type.int],
  timestamp: [Type.timestamp],
  long: [Type.long],
  decimal: [Type.decimal],
  minKey: [Type.minKey],
  maxKey: [Type.maxKey],
  number: [Type.int, Type.long, Type.double, Type.decimal],
};

function parseTypes(operand: Value): ReadonlySet<number> {
  const wanted = operand.type === Type.array ? readElements(operand) : [operand];
  return new Set(wanted.flatMap(parseType));
}

function parseType(operand: Value): readonly number[] {
  if (operand.type === Type.string) {
    const name = operand.bytes.toString('utf8', 4, operand.bytes.length - 1);
    if (!Object.hasOwn(TYPE_NAMES, name))
      throw new CommandError('BadValue', `Unknown type name alias: ${name}`);
    return TYPE_NAMES[name] ?? [];
  }
  const code = isNumber(operand) ? Number(numberOf(operand)) & 0xff : -1;
  if (!Object.values<number>(Type).includes(code)) {
    throw new CommandError('BadValue', `Invalid numerical type code: ${code}`);
  }
  return [code];
}

function isTruthy(value: Value): boolean {
  if (isNumber(value)) return Number(numberOf(value)) !== 0;
  if (value.type === Type.boolean) return value.bytes[0] === 1;
  return value.type !== Type.null && value.type !== Type.undefined;
}

function documentOperand(name: string, operand: Value): Buffer {
  if (operand.type === Type.object) return operand.bytes;
  throw new CommandError('BadValue', `${name} needs an object, but got ${typeName(operand)}`);
}
