import { textOf, type Command } from '../command.ts';
import type { Engine } from '../engine.ts';
import { CommandError } from '../errors.ts';
import { findField } from '../bson.ts';
import { aggregates } from './aggregate.ts';
import { collections } from './collections.ts';
import { findAndModify } from './findAndModify.ts';
import { handshake } from './handshake.ts';
import { indexes } from './indexes.ts';
import { reads } from './reads.ts';
import type { Handler, Reply } from './registry.ts';
import { writes } from './writes.ts';

const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...handshake,
    ...reads,
    ...writes,
    ...findAndModify,
    ...aggregates,
    ...collections,
    ...indexes,
  }),
);

export function execute(command: Command, engine: Engine): Reply {
  const handler = HANDLERS.get(command.name);
  if (!handler) throw new CommandError('CommandNotFound', `no such command: '${command.name}'`);
  refuseTransactions(command);
  checkReadConcern(command);
  return { ...handler(command, engine), ok: 1 };
}

function refuseTransactions(command: Command): void {
  if (!command.value('txnNumber') && !command.value('startTransaction')) return;
  const message = 'Transaction numbers are only allowed on a replica set member or mongos';
  throw new CommandError('IllegalOperation', message);
}

/** There is one copy of the data and an answered write is durable: every level but "snapshot" is given. */
function checkReadConcern(command: Command): void {
  const concern = command.document('readConcern');
  const level = concern && findField(concern, 'level');
  if (level && textOf(level) === 'snapshot') {
    throw new CommandError('NotImplemented', 'read concern "snapshot" is not supported');
  }
}
