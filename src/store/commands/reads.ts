import { type Value } from '../bson.ts';
import type { Command } from '../command.ts';
import type { Documents } from '../cursor.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { parseFilter, type Filter } from '../filter.ts';
import { isNumber, numberOf } from '../order.ts';
import { parseProjection } from '../projection.ts';
import { search } from '../search.ts';
import { parseSort } from '../sort.ts';
import type { Handlers, Reply } from './registry.ts';

export const reads: Handlers = { find, getMore, killCursors, count };

const FIND_OPTIONS = ['filter', 'sort', 'projection', 'skip', 'limit', 'batchSize', 'singleBatch'];
/** Hints to a server with other means; they change no result. */
const FIND_HINTS = ['noCursorTimeout', 'allowDiskUse', 'allowPartialResults'];

function find(command: Command, { catalogue, cursors }: Engine): Reply {
  command.accept(...FIND_OPTIONS, ...FIND_HINTS);
  const { namespace } = command;
  const filter = filterOf(command, 'filter');
  const sort = parseSort(command.document('sort'));
  const project = parseProjection(command.document('projection'));
  const collection = catalogue.find(namespace);
  const found = collection ? search(collection, filter, sort) : [];
  const wanted = slice(found, command.count('skip') ?? 0, command.count('limit') || Infinity);
  const documents = mapped(wanted, ({ body }) => project(body));
  return cursors.start(namespace, documents, command.count('batchSize'), command.flag('singleBatch'));
}

function getMore(command: Command, { cursors }: Engine): Reply {
  command.accept('collection', 'batchSize');
  const name = command.required('collection', command.text('collection'));
  const id = cursorId(command.required('getMore', command.value('getMore')));
  return cursors.continue({ database: command.database, name }, id, command.count('batchSize'));
}

function killCursors(command: Command, { cursors }: Engine): Reply {
  command.accept('cursors');
  const ids = command.values('cursors').map(cursorId);
  const killed = new Set(ids.filter((id) => cursors.kill(id)));
  return {
    cursorsKilled: [...killed],
    cursorsNotFound: ids.filter((id) => !killed.has(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

function count(command: Command, { catalogue }: Engine): Reply {
  command.accept('query', 'skip', 'limit');
  const collection = catalogue.find(command.namespace);
  const query = command.document('query');
  if (!collection) return { n: 0 };
  const skip = command.count('skip') ?? 0;
  const limit = command.count('limit') || Infinity;
  if (!query) return { n: Math.min(Math.max(collection.count() - skip, 0), limit) };
  return { n: lengthOf(slice(search(collection, parseFilter(query)), skip, limit)) };
}

export function filterOf(command: Command, name: string): Filter {
  const document = command.document(name);
  return document ? parseFilter(document) : { kind: 'and', parts: [] };
}

export function* slice<T>(source: Iterable<T>, skip: number, limit: number): Generator<T> {
  let position = 0;
  for (const item of source) {
    position += 1;
    if (position > skip) yield item;
    if (position >= skip + limit) return;
  }
}

export function* mapped<T>(source: Iterable<T>, change: (item: T) => Buffer): Generator<Buffer> & Documents {
  for (const item of source) yield change(item);
}

export function lengthOf(source: Iterable<unknown>): number {
  let length = 0;
  for (const item of source) length += item === undefined ? 0 : 1;
  return length;
}

function cursorId(value: Value): bigint {
  if (isNumber(value)) return BigInt(numberOf(value));
  throw new CommandError('TypeMismatch', 'a cursor id must be a long');
}
