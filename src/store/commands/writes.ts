import { readFields, sameBytes, Type, Value } from '../bson.ts';
import { idOf, type Collection, type StoredDocument } from '../collection.ts';
import { subcommand, type Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import { search } from '../search.ts';
import { parseUpdate, withId } from '../update.ts';
import type { Handlers, Reply } from './registry.ts';

export const MAX_WRITE_BATCH = 100_000;

export const writes: Handlers = { insert, update, delete: remove };

function insert(command: Command, { catalogue, transactions }: Engine): Reply {
  command.accept('documents', 'ordered', 'bypassDocumentValidation');
  const documents = batchOf(command, 'documents');
  const { namespace } = command;
  return transactions.write(() => {
    let n = 0;
    const writeErrors = attemptAll(command, documents, (document) => {
      const complete = withId(document);
      catalogue.findOrCreate(namespace).insert(complete);
      n += 1;
    });
    return { n, ...writeErrors };
  });
}

function update(command: Command, { catalogue, transactions }: Engine): Reply {
  command.accept('updates', 'ordered', 'bypassDocumentValidation');
  const updates = batchOf(command, 'updates').map((entry) => updateOptions(part(command, entry)));
  const { namespace } = command;
  return transactions.write(() => {
    const upserted: { index: number; _id: Value }[] = [];
    let n = 0;
    let nModified = 0;
    const writeErrors = attemptAll(command, updates, (options, index) => {
      // Only an upsert brings a collection into being.
      const collection = options.upsert ? catalogue.findOrCreate(namespace) : catalogue.find(namespace);
      const outcome = updateMatching(options, collection);
      n += outcome.matched + (outcome.upserted ? 1 : 0);
      nModified += outcome.modified;
      if (outcome.upserted) upserted.push({ index, _id: outcome.upserted });
    });
    return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...writeErrors };
  });
}

function remove(command: Command, { catalogue, transactions }: Engine): Reply {
  command.accept('deletes', 'ordered');
  const deletes = batchOf(command, 'deletes').map((entry) => deleteOptions(part(command, entry)));
  const { namespace } = command;
  return transactions.write(() => {
    let n = 0;
    const writeErrors = attemptAll(command, deletes, (options) => {
      n += deleteMatching(options, catalogue.find(namespace));
    });
    return { n, ...writeErrors };
  });
}

interface UpdateOptions {
  readonly q: Buffer;
  readonly u: Value;
  readonly multi: boolean;
  readonly upsert: boolean;
}

function updateOptions(entry: Command): UpdateOptions {
  entry.accept('q', 'u', 'multi', 'upsert');
  return {
    q: entry.required('q', entry.document('q')),
    u: entry.required('u', entry.value('u')),
    multi: entry.flag('multi') ?? false,
    upsert: entry.flag('upsert') ?? false,
  };
}

interface UpdateOutcome {
  readonly matched: number;
  readonly modified: number;
  readonly upserted?: Value;
}

function updateMatching({ q, u, multi, upsert }: UpdateOptions, collection?: Collection): UpdateOutcome {
  const filter = parseFilter(q);
  const change = parseUpdate(u);
  if (multi && change.isReplacement) {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  if (!collection) return { matched: 0, modified: 0 };
  const matching = collect(search(collection, filter), multi ? Infinity : 1);
  if (matching.length === 0 && upsert) {
    const document = change.upsert(filter);
    collection.insert(document);
    return { matched: 0, modified: 0, upserted: idOf(document) };
  }
  const modified = matching.filter((stored) =>
    replaceIfChanged(collection, stored, change.apply(stored.body)),
  );
  return { matched: matching.length, modified: modified.length };
}

/** A document that stays the same, byte for byte, does not count as modified. */
export function replaceIfChanged(collection: Collection, stored: StoredDocument, next: Buffer): boolean {
  if (sameBytes(new Value(Type.object, stored.body), new Value(Type.object, next))) return false;
  collection.replace(stored, next);
  return true;
}

interface DeleteOptions {
  readonly q: Buffer;
  readonly limit: number;
}

function deleteOptions(entry: Command): DeleteOptions {
  entry.accept('q', 'limit');
  const limit = entry.required('limit', entry.count('limit'));
  if (limit > 1) {
    throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  return { q: entry.required('q', entry.document('q')), limit };
}

function deleteMatching({ q, limit }: DeleteOptions, collection: Collection | undefined): number {
  const filter = parseFilter(q);
  if (!collection) return 0;
  const doomed = collect(search(collection, filter), limit === 0 ? Infinity : limit);
  doomed.forEach((stored) => collection.delete(stored));
  return doomed.length;
}

function batchOf(command: Command, name: string): readonly Buffer[] {
  const batch = command.documents(name);
  if (batch.length > 0 && batch.length <= MAX_WRITE_BATCH) return batch;
  const message = `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${batch.length} operations.`;
  throw new CommandError('InvalidLength', message);
}

/** Each part succeeds or fails by itself; an ordered batch ends with its first failure. */
function attemptAll<T>(
  command: Command,
  batch: readonly T[],
  attempt: (entry: T, index: number) => void,
): { writeErrors?: readonly Reply[] } {
  const isOrdered = command.flag('ordered') ?? true;
  const writeErrors: Reply[] = [];
  for (const [index, entry] of batch.entries()) {
    try {
      attempt(entry, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (isOrdered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

function part(command: Command, entry: Buffer): Command {
  return subcommand(`${command.name}s`, readFields(entry));
}

function collect<T>(source: Iterable<T>, limit: number): T[] {
  const taken: T[] = [];
  for (const item of source) {
    taken.push(item);
    if (taken.length >= limit) break;
  }
  return taken;
}
