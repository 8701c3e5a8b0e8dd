import { readFields, toDocument, toJs, type Field } from '../bson.ts';
import { fullName, type Namespace } from '../namespace.ts';
import { ID_INDEX, type Collection } from '../collection.ts';
import { subcommand, textOf, type Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { isNumber, numberOf } from '../order.ts';
import type { IndexField, IndexSpec, SecondaryIndex } from '../secondaryIndex.ts';
import type { Handlers, Reply } from './registry.ts';

export const indexes: Handlers = { createIndexes, dropIndexes, listIndexes };

function createIndexes(command: Command, { catalogue, transactions }: Engine): Reply {
  command.accept('indexes');
  const { namespace } = command;
  const specs = command.documents('indexes').map(parseSpec);
  const isNew = !catalogue.find(namespace);
  return transactions.writeAll(() => {
    const collection = catalogue.findOrCreate(namespace);
    const before = 1 + collection.indexes.length;
    for (const spec of specs) if (isMissing(collection, spec)) catalogue.createIndex(collection, spec);
    const after = 1 + collection.indexes.length;
    return { numIndexesBefore: before, numIndexesAfter: after, createdCollectionAutomatically: isNew };
  });
}

function dropIndexes(command: Command, { catalogue, cursors, transactions }: Engine): Reply {
  command.accept('index');
  const collection = existing(command.namespace, catalogue.find(command.namespace));
  const nIndexesWas = 1 + collection.indexes.length;
  const doomed = chosen(collection, command);
  transactions.writeAll(() => doomed.forEach((index) => catalogue.dropIndex(collection, index)));
  cursors.killAll(command.namespace);
  return { nIndexesWas };
}

function listIndexes(command: Command, { catalogue, cursors }: Engine): Reply {
  command.accept('cursor');
  const collection = existing(command.namespace, catalogue.find(command.namespace));
  const specs = [ID_INDEX, ...collection.indexes.map(({ spec }) => spec)];
  return cursors.start(command.namespace, specs.map(indexDocument).values(), Infinity);
}

export function indexDocument({ name, fields, unique, sparse }: IndexSpec): Buffer {
  const flags = { ...(unique && name !== ID_INDEX.name ? { unique } : {}), ...(sparse ? { sparse } : {}) };
  return toDocument({ v: 2, key: keyPattern(fields), name, ...flags });
}

function existing(namespace: Namespace, collection: Collection | undefined): Collection {
  if (collection) return collection;
  throw new CommandError('NamespaceNotFound', `ns does not exist: ${fullName(namespace)}`);
}

/** An index that exists already is left alone; one that only looks like it is an error. */
function isMissing(collection: Collection, spec: IndexSpec): boolean {
  const known = [ID_INDEX, ...collection.indexes.map((index) => index.spec)];
  const twin = known.find((other) => other.name === spec.name || sameFields(other, spec));
  if (!twin) return true;
  if (twin === ID_INDEX && sameFields(twin, spec)) return false;
  if (twin.name !== spec.name) {
    throw new CommandError(
      'IndexOptionsConflict',
      `Index already exists with a different name: ${twin.name}`,
    );
  }
  if (!sameFields(twin, spec) || twin.unique !== spec.unique || twin.sparse !== spec.sparse) {
    const message = `An existing index has the same name as the requested index: ${spec.name}`;
    throw new CommandError('IndexKeySpecsConflict', message);
  }
  return false;
}

function sameFields(a: IndexSpec, b: IndexSpec): boolean {
  return JSON.stringify(a.fields) === JSON.stringify(b.fields);
}

function parseSpec(document: Buffer): IndexSpec {
  const options = subcommand('createIndexes.indexes', readFields(document));
  // `background` has meant nothing since MongoDB 4.2; `v` is the version of a file format.
  options.accept('key', 'name', 'unique', 'sparse', 'background', 'v');
  const fields = readFields(options.required('key', options.document('key'))).map(parseField);
  if (fields.length === 0)
    throw new CommandError('CannotCreateIndex', 'Index keys cannot be an empty object');
  return {
    name: options.required('name', options.text('name')),
    fields,
    unique: options.flag('unique') ?? false,
    sparse: options.flag('sparse') ?? false,
  };
}

function parseField([name, value]: Field): IndexField {
  const direction = isNumber(value) ? Math.sign(Number(numberOf(value))) : 0;
  if (name === '' || name.includes('$') || (direction !== 1 && direction !== -1)) {
    throw new CommandError('CannotCreateIndex', `unsupported index key { ${name}: ${String(toJs(value))} }`);
  }
  return { name, direction };
}

function chosen(collection: Collection, command: Command): SecondaryIndex[] {
  const wanted = command.required('index', command.value('index'));
  const name = textOf(wanted);
  if (name === '*') return collection.indexes;
  if (name === ID_INDEX.name) throw new CommandError('InvalidOptions', 'cannot drop _id index');
  const found = collection.indexes.find(({ spec }) => spec.name === name);
  if (!found) throw new CommandError('IndexNotFound', `index not found with name [${name ?? '?'}]`);
  return [found];
}

function keyPattern(fields: readonly IndexField[]): Record<string, number> {
  return Object.fromEntries(fields.map(({ name, direction }) => [name, direction]));
}
