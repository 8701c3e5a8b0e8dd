import { toDocument } from '../bson.ts';
import { fullName, parseNamespace, type Namespace } from '../namespace.ts';
import { ID_INDEX } from '../collection.ts';
import type { Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { matches } from '../match.ts';
import { indexDocument } from './indexes.ts';
import { filterOf } from './reads.ts';
import type { Handlers, Reply } from './registry.ts';

export const collections: Handlers = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
};

function create(command: Command, { catalogue, transactions }: Engine): Reply {
  command.accept();
  const { namespace } = command;
  if (catalogue.find(namespace)) {
    throw new CommandError('NamespaceExists', `Collection ${fullName(namespace)} already exists.`);
  }
  transactions.writeAll(() => catalogue.create(namespace));
  return {};
}

function drop(command: Command, engine: Engine): Reply {
  command.accept();
  const { namespace } = command;
  engine.transactions.writeAll(() => discard(namespace, engine));
  return {};
}

function dropDatabase(command: Command, engine: Engine): Reply {
  command.accept();
  const { database } = command;
  engine.transactions.writeAll(() => {
    for (const name of engine.catalogue.collectionNames(database)) discard({ database, name }, engine);
  });
  return { dropped: database };
}

function renameCollection(command: Command, engine: Engine): Reply {
  command.accept('to', 'dropTarget');
  const { catalogue, cursors, transactions } = engine;
  const from = parseNamespace(command.required('renameCollection', command.text('renameCollection')));
  const to = parseNamespace(command.required('to', command.text('to')));
  if (!catalogue.find(from)) {
    throw new CommandError('NamespaceNotFound', `Source collection ${fullName(from)} does not exist`);
  }
  if (fullName(from) === fullName(to)) {
    throw new CommandError('IllegalOperation', "Can't rename a collection to itself");
  }
  if (catalogue.find(to) && !command.flag('dropTarget')) {
    throw new CommandError('NamespaceExists', 'target namespace exists');
  }
  transactions.writeAll(() => {
    discard(to, engine);
    catalogue.rename(from, to);
  });
  cursors.killAll(from);
  return {};
}

function listCollections(command: Command, { catalogue, cursors }: Engine): Reply {
  command.accept('filter', 'nameOnly', 'authorizedCollections', 'cursor');
  const filter = filterOf(command, 'filter');
  const { database } = command;
  const documents = catalogue
    .collectionNames(database)
    .map((name) => collectionDocument(name, command.flag('nameOnly') ?? false))
    .filter((document) => matches(filter, document));
  return cursors.start({ database, name: '$cmd.listCollections' }, documents.values(), Infinity);
}

function listDatabases(command: Command, { catalogue }: Engine): Reply {
  command.accept('filter', 'nameOnly', 'authorizedDatabases');
  const filter = filterOf(command, 'filter');
  const databases = catalogue
    .databases()
    .map((name) => toDocument({ name, empty: false }))
    .filter((document) => matches(filter, document));
  return { databases };
}

function discard(namespace: Namespace, { catalogue, cursors }: Engine): void {
  catalogue.drop(namespace);
  cursors.killAll(namespace);
}

function collectionDocument(name: string, nameOnly: boolean): Buffer {
  const type = 'collection';
  if (nameOnly) return toDocument({ name, type });
  const idIndex = indexDocument(ID_INDEX);
  return toDocument({ name, type, options: {}, info: { readOnly: false }, idIndex });
}
