import type { Change } from '../../domain/change.ts';
import type { Command } from '../../domain/command.ts';
import { pointersOf } from '../../domain/state.ts';
import type { ModelRecord } from '../../../meta/index.ts';

/** The things, by id, that an edit speaks of: they must be loaded before it can be decided. */
export interface Mentions {
  readonly things: readonly string[];
  /** Those among them that it takes away. */
  readonly removed: readonly string[];
}

export function mentionsOf(command: Command): Mentions {
  switch (command.type) {
    case 'insert': {
      const { records, replaces = [] } = command;
      return { things: [...needsOf(records), ...replaces], removed: replaces };
    }
    case 'assign':
      return { things: command.values.map(({ id }) => id), removed: [] };
    case 'connect':
      return { things: [command.parent, command.source, command.target], removed: [] };
    case 'remove':
      return { things: command.ids, removed: command.ids };
    case 'revert':
      return mentionsOfChanges(command.changes);
    default:
      return command satisfies never;
  }
}

export function mentionsOfChanges(changes: readonly Change[]): Mentions {
  const added = changes.flatMap((change) => (change.op === 'put' ? [change.record] : []));
  const set = changes.flatMap((change) => (change.op === 'set' ? [change.id] : []));
  const removed = changes.flatMap((change) => (change.op === 'remove' ? [change.id] : []));
  return { things: [...needsOf(added), ...set, ...removed], removed };
}

/** What the records hang on and point to, other than each other. */
function needsOf(records: readonly ModelRecord[]): string[] {
  const arriving = new Set(records.map(({ id }) => id));
  const needed = new Set(records.flatMap((record) => [record.parent ?? [], pointersOf(record)].flat()));
  return [...needed].filter((id) => !arriving.has(id));
}
