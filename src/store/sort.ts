import { readFields, type Value } from './bson.ts';
import { CommandError } from './errors.ts';
import { invert, isNumber, numberOf } from './order.ts';
import { keysAt, parsePath, type Path } from './path.ts';

export interface SortField {
  readonly name: string;
  readonly path: Path;
  readonly direction: 1 | -1;
}

export function parseSort(document: Buffer | undefined): SortField[] {
  if (!document) return [];
  return readFields(document).map(([name, value]) => ({
    name,
    path: parsePath(name),
    direction: parseDirection(name, value),
  }));
}

/** Of an array, the least element counts when ascending and the greatest when descending. */
export function sortKey(fields: readonly SortField[], document: Buffer): Buffer {
  return Buffer.concat(fields.map(({ path, direction }) => extremeKey(keysAt(document, path), direction)));
}

function extremeKey(keys: readonly Buffer[], direction: 1 | -1): Buffer {
  const extreme = keys.reduce((best, key) => (Buffer.compare(key, best) * direction < 0 ? key : best));
  return direction === 1 ? extreme : invert(extreme);
}

function parseDirection(name: string, value: Value): 1 | -1 {
  if (!isNumber(value))
    throw new CommandError('Location15974', `Illegal key in $sort specification: ${name}`);
  const direction = Number(numberOf(value));
  if (direction === 1 || direction === -1) return direction;
  throw new CommandError(
    'Location15975',
    '$sort key ordering must be 1 (for ascending) or -1 (for descending)',
  );
}
