import { idOf } from '../collection.ts';
import type { Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { parseProjection } from '../projection.ts';
import { search } from '../search.ts';
import { parseSort } from '../sort.ts';
import { parseUpdate } from '../update.ts';
import { filterOf } from './reads.ts';
import type { Handlers, Reply } from './registry.ts';
import { replaceIfChanged } from './writes.ts';

export const findAndModify: Handlers = { findAndModify: run, findandmodify: run };

const OPTIONS = ['query', 'sort', 'remove', 'update', 'new', 'upsert', 'fields', 'bypassDocumentValidation'];

function run(command: Command, engine: Engine): Reply {
  command.accept(...OPTIONS);
  const isRemoval = command.flag('remove') ?? false;
  if (isRemoval === (command.value('update') !== undefined)) {
    throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified');
  }
  return engine.transactions.write(() => (isRemoval ? remove(command, engine) : update(command, engine)));
}

function remove(command: Command, { catalogue }: Engine): Reply {
  if (command.flag('new') || command.flag('upsert')) {
    throw new CommandError('FailedToParse', 'Cannot specify new=true or upsert=true with remove=true');
  }
  const project = parseProjection(command.document('fields'));
  const filter = filterOf(command, 'query');
  const collection = catalogue.find(command.namespace);
  const [stored] = collection ? search(collection, filter, parseSort(command.document('sort'))) : [];
  if (!collection || !stored) return { lastErrorObject: { n: 0 }, value: null };
  collection.delete(stored);
  return { lastErrorObject: { n: 1 }, value: project(stored.body) };
}

function update(command: Command, { catalogue }: Engine): Reply {
  const project = parseProjection(command.document('fields'));
  const filter = filterOf(command, 'query');
  const change = parseUpdate(command.required('update', command.value('update')));
  const returnsNew = command.flag('new') ?? false;
  const sort = parseSort(command.document('sort'));
  const upsert = command.flag('upsert') ?? false;
  const { namespace } = command;
  const collection = upsert ? catalogue.findOrCreate(namespace) : catalogue.find(namespace);
  const [stored] = collection ? search(collection, filter, sort) : [];
  if (collection && stored) {
    const next = change.apply(stored.body);
    replaceIfChanged(collection, stored, next);
    const value = project(returnsNew ? next : stored.body);
    return { lastErrorObject: { n: 1, updatedExisting: true }, value };
  }
  if (!collection || !upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const document = change.upsert(filter);
  collection.insert(document);
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: idOf(document) };
  return { lastErrorObject, value: returnsNew ? project(document) : null };
}
