import { readFields, toDocument, toJs, Type, type Field, type Value } from '../bson.ts';
import { checkedNamespace, type Namespace } from '../namespace.ts';
import { textOf, type Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { parseFilter, type Filter } from '../filter.ts';
import { matches } from '../match.ts';
import { isNumber, numberOf } from '../order.ts';
import { parseProjection } from '../projection.ts';
import { search } from '../search.ts';
import { parseSort, sortKey } from '../sort.ts';
import { lengthOf, mapped, slice } from './reads.ts';
import type { Handlers, Reply } from './registry.ts';

export const aggregates: Handlers = { aggregate };

type Stage = (documents: Iterable<Buffer>) => Iterable<Buffer>;

/** Counting, copying a collection, and the stages that `find` has too. */
function aggregate(command: Command, engine: Engine): Reply {
  command.accept('pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation');
  if (!command.value('cursor')) {
    throw new CommandError('FailedToParse', "The 'cursor' option is required");
  }
  const { namespace } = command;
  const pipeline = command.documents('pipeline').map(parseStage);
  const target = targetOf(pipeline, namespace.database);
  const [first, ...others] = target ? pipeline.slice(0, -1) : pipeline;
  const filter = first?.[0] === '$match' ? parseFilter(first[1].bytes) : EVERYTHING;
  const stages = (filter === EVERYTHING && first ? [first, ...others] : others).map(makeStage);
  const run = (): Iterable<Buffer> =>
    stages.reduce<Iterable<Buffer>>((input, stage) => stage(input), source(engine, namespace, filter));
  if (!target)
    return engine.cursors.start(
      namespace,
      mapped(run(), (document) => document),
      batchSize(command),
    );
  engine.transactions.writeAll(() => writeOut(engine, target, [...run()]));
  return engine.cursors.start(namespace, [].values(), 0);
}

const EVERYTHING: Filter = { kind: 'and', parts: [] };

function* source({ catalogue }: Engine, namespace: Namespace, filter: Filter): Generator<Buffer> {
  const collection = catalogue.find(namespace);
  if (collection) yield* mapped(search(collection, filter), ({ body }) => body);
}

function parseStage(document: Buffer): Field {
  const [stage, ...more] = readFields(document);
  if (stage && more.length === 0) return stage;
  throw new CommandError(
    'Location40323',
    'A pipeline stage specification object must contain exactly one field.',
  );
}

function makeStage([name, operand]: Field): Stage {
  switch (name) {
    case '$match': {
      const filter = parseFilter(objectOperand(name, operand));
      return (documents) => only(documents, filter);
    }
    case '$sort':
      return sortStage(objectOperand(name, operand));
    case '$skip':
      return (documents) => slice(documents, countOperand(name, operand), Infinity);
    case '$limit':
      return (documents) => slice(documents, 0, countOperand(name, operand));
    case '$project': {
      const project = parseProjection(objectOperand(name, operand));
      return (documents) => mapped(documents, project);
    }
    case '$group':
      return countStage(readFields(objectOperand(name, operand)));
    default:
      throw new CommandError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
  }
}

function* only(documents: Iterable<Buffer>, filter: Filter): Generator<Buffer> {
  for (const document of documents) if (matches(filter, document)) yield document;
}

function sortStage(order: Buffer): Stage {
  const fields = parseSort(order);
  return (documents) =>
    Array.from(documents, (document) => ({ document, key: sortKey(fields, document) }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .map(({ document }) => document);
}

/** The one grouping that drivers use by themselves: `{ _id: <constant>, n: { $sum: 1 } }`. */
function countStage(fields: readonly Field[]): Stage {
  const id = fields.find(([name]) => name === '_id')?.[1];
  const [sum, ...more] = fields.filter(([name]) => name !== '_id');
  const isConstant = id !== undefined && (isNumber(id) || id.type === Type.null);
  if (!sum || more.length > 0 || !isConstant || !isSumOfOnes(sum[1])) {
    throw new CommandError('NotImplemented', '$group can only count: { _id: null, n: { $sum: 1 } }');
  }
  const [name] = sum;
  return function* (documents) {
    const total = lengthOf(documents);
    if (total > 0) yield toDocument({ _id: id, [name]: total });
  };
}

function isSumOfOnes(value: Value): boolean {
  return value.type === Type.object && JSON.stringify(toJs(value)) === '{"$sum":1}';
}

function targetOf(pipeline: readonly Field[], database: string): Namespace | undefined {
  const position = pipeline.findIndex(([name]) => name === '$out');
  const operand = pipeline[position]?.[1];
  if (!operand) return undefined;
  if (position !== pipeline.length - 1) {
    throw new CommandError('FailedToParse', '$out can only be the final stage in the pipeline');
  }
  const name = textOf(operand);
  if (name !== undefined) return checkedNamespace(database, name);
  throw new CommandError('NotImplemented', '$out must name a collection of the same database');
}

/** Takes the place of everything that was there; the indexes stay. */
function writeOut({ catalogue, cursors }: Engine, target: Namespace, documents: readonly Buffer[]): void {
  const collection = catalogue.findOrCreate(target);
  for (const stored of search(collection, EVERYTHING)) collection.delete(stored);
  for (const document of documents) collection.insert(document);
  cursors.killAll(target);
}

function batchSize(command: Command): number | undefined {
  const cursor = command.document('cursor');
  const size = cursor && readFields(cursor).find(([name]) => name === 'batchSize')?.[1];
  return size && isNumber(size) ? Number(numberOf(size)) : undefined;
}

function objectOperand(name: string, operand: Value): Buffer {
  if (operand.type === Type.object) return operand.bytes;
  throw new CommandError('FailedToParse', `the ${name} specification must be an object`);
}

function countOperand(name: string, operand: Value): number {
  const count = isNumber(operand) ? Number(numberOf(operand)) : NaN;
  if (Number.isInteger(count) && count >= (name === '$limit' ? 1 : 0)) return count;
  throw new CommandError('Location51024', `invalid argument to ${name} stage`);
}
