import {
  arrayOf,
  findField,
  newObjectId,
  objectOf,
  readFields,
  sameBytes,
  Type,
  typeName,
  UNDEFINED,
  Value,
  writeDocument,
  type Field,
} from './bson.ts';
import { idOf } from './collection.ts';
import { CommandError } from './errors.ts';
import type { Filter } from './filter.ts';
import { parsePath, type Path } from './path.ts';
import { parseModifier, type Change } from './modifiers.ts';

/** An update, parsed: what it makes of a document, and of nothing (an upsert). */
export interface Update {
  readonly isReplacement: boolean;
  apply(document: Buffer): Buffer;
  upsert(filter: Filter): Buffer;
}

export function parseUpdate(source: Value): Update {
  if (source.type === Type.array)
    throw new CommandError('NotImplemented', 'update pipelines are not supported');
  if (source.type !== Type.object) throw new CommandError('FailedToParse', 'an update must be an object');
  const fields = readFields(source.bytes);
  return fields[0]?.[0].startsWith('$') ? modification(fields) : replacement(fields);
}

/** `_id` is made up if the client sent none, and comes first. */
export function withId(document: Buffer, id: () => Value = newObjectId): Buffer {
  const fields = readFields(document);
  if (fields[0]?.[0] === '_id') return checkId(document);
  const own = fields.find(([name]) => name === '_id')?.[1] ?? id();
  return checkId(writeDocument([['_id', own], ...fields.filter(([name]) => name !== '_id')]));
}

function replacement(fields: readonly Field[]): Update {
  const dollar = fields.find(([name]) => name.startsWith('$'));
  if (dollar) {
    const message = `The dollar ($) prefixed field '${dollar[0]}' is not allowed in a replacement`;
    throw new CommandError('DollarPrefixedFieldName', message);
  }
  const next = writeDocument(fields);
  return {
    isReplacement: true,
    apply: (document) =>
      keepId(
        document,
        withId(next, () => idOf(document)),
      ),
    upsert: (filter) => withId(next, () => findField(equalitiesOf(filter), '_id') ?? newObjectId()),
  };
}

function modification(operators: readonly Field[]): Update {
  const modifiers = operators.flatMap(parseModifier).toSorted((a, b) => comparePaths(a.path, b.path));
  modifiers.slice(1).forEach(({ path }, at) => checkConflict(modifiers[at]?.path ?? '', path));
  const run = (document: Buffer, isInsert: boolean): Buffer =>
    modifiers
      .filter((modifier) => isInsert || !modifier.onlyOnInsert)
      .reduce(
        (value, { path, change }) => alter(value, checkedPath(path), change),
        new Value(Type.object, document),
      ).bytes;
  return {
    isReplacement: false,
    apply: (document) => keepId(document, run(document, false)),
    upsert: (filter) => {
      const start = equalitiesOf(filter);
      const result = run(start, true);
      return withId(findField(start, '_id') ? keepId(start, result) : result);
    },
  };
}

function comparePaths(a: string, b: string): number {
  return Buffer.compare(
    Buffer.from(`${a}.`.replaceAll('.', '\0')),
    Buffer.from(`${b}.`.replaceAll('.', '\0')),
  );
}

function checkConflict(before: string, path: string): void {
  if (path !== before && !path.startsWith(`${before}.`)) return;
  const message = `Updating the path '${path}' would create a conflict at '${before}'`;
  throw new CommandError('ConflictingUpdateOperators', message);
}

function checkedPath(dotted: string): Path {
  const path = parsePath(dotted);
  if (path.includes('')) {
    throw new CommandError('BadValue', `The update path '${dotted}' contains an empty field name`);
  }
  if (path.some((part) => part.startsWith('$'))) {
    throw new CommandError('NotImplemented', `positional paths such as '${dotted}' are not supported`);
  }
  return path;
}

/** Rebuilds the containers along the path; what `change` leaves as it was is the very same value. */
function alter(container: Value, path: Path, change: Change): Value {
  const [name = '', ...rest] = path;
  const isArray = container.type === Type.array;
  if (isArray && !/^\d+$/.test(name)) return refuseUnlessNothing(container, name, change);
  const fields = readFields(container.bytes);
  const current = fields.find(([field]) => field === name)?.[1];
  const next = changed(current, name, rest, change);
  if (next === current) return container;
  return isArray ? putElement(fields, Number(name), next) : objectOf(putField(fields, name, next));
}

function changed(current: Value | undefined, name: string, rest: Path, change: Change): Value | undefined {
  if (rest.length === 0) return change(current);
  if (!current) return wrap(rest, change(undefined));
  if (current.type === Type.object || current.type === Type.array) return alter(current, rest, change);
  return refuseUnlessNothing(current, `${name}.${rest[0] ?? ''}`, change);
}

function wrap(path: Path, value: Value | undefined): Value | undefined {
  return value && path.reduceRight((inner, name) => objectOf([[name, inner]]), value);
}

function refuseUnlessNothing(container: Value, name: string, change: Change): Value {
  if (change(undefined) === undefined) return container;
  const message = `Cannot create field '${name}' in element of type ${typeName(container)}`;
  throw new CommandError('PathNotViable', message);
}

function putField(fields: readonly Field[], name: string, value: Value | undefined): Field[] {
  if (!value) return fields.filter(([field]) => field !== name);
  const isKnown = fields.some(([field]) => field === name);
  if (!isKnown) return [...fields, [name, value]];
  return fields.map(([field, old]) => [field, field === name ? value : old]);
}

const NULL_ELEMENT = new Value(Type.null, UNDEFINED.bytes);
const MAX_PADDING = 1_500_000;

/** An element is never taken out of its array by name: it becomes null, and gaps are filled with null. */
function putElement(fields: readonly Field[], index: number, value: Value | undefined): Value {
  if (index > MAX_PADDING)
    throw new CommandError('BadValue', `can't backfill more than ${MAX_PADDING} elements`);
  const elements = fields.map(([, element]) => element);
  while (elements.length < index) elements.push(NULL_ELEMENT);
  elements[index] = value ?? NULL_ELEMENT;
  return arrayOf(elements);
}

/** The values that a filter fixes, with which an upsert begins. */
function equalitiesOf(filter: Filter): Buffer {
  const start = new Value(Type.object, writeDocument([]));
  return equalities(filter).reduce((value, [path, fixed]) => alter(value, path, () => fixed), start).bytes;
}

function equalities(filter: Filter): [Path, Value][] {
  if (filter.kind === 'and') return filter.parts.flatMap(equalities);
  if (filter.kind === 'or' && filter.parts.length === 1) return filter.parts.flatMap(equalities);
  if (filter.kind !== 'field' || filter.test.op !== 'eq') return [];
  return [[filter.path, filter.test.value]];
}

function keepId(before: Buffer, after: Buffer): Buffer {
  const id = findField(after, '_id');
  if (!id || !sameBytes(id, idOf(before))) {
    const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
    throw new CommandError('ImmutableField', message);
  }
  return after;
}

function checkId(document: Buffer): Buffer {
  const { type } = idOf(document);
  if (type === Type.array || type === Type.regex || type === Type.undefined) {
    throw new CommandError('InvalidIdField', `The '_id' value cannot be of type ${typeName(idOf(document))}`);
  }
  return document;
}
