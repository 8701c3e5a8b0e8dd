import type { Collection, StoredDocument } from './collection.ts';
import type { Filter } from './filter.ts';
import { matches } from './match.ts';
import { planQuery, type Plan } from './plan.ts';
import { sortKey, type SortField } from './sort.ts';

/** The documents that match, in order. They are read one by one, as the caller asks for them. */
export function* search(
  collection: Collection,
  filter: Filter,
  sort: readonly SortField[] = [],
): Generator<StoredDocument> {
  const plan = planQuery([collection.byId, ...collection.indexes], filter, sort);
  const found = matching(collection, filter, plan);
  yield* plan.sorted ? found : sorted(collection, found, sort);
}

function* matching(collection: Collection, filter: Filter, plan: Plan): Generator<StoredDocument> {
  for (const row of candidates(collection, plan)) {
    const body = collection.read(row);
    if (body && matches(filter, body)) yield { row, body };
  }
}

function candidates(collection: Collection, plan: Plan): Iterable<number> {
  if (plan.source === 'rows') return collection.rows();
  const rows = rowsOf(plan);
  return plan.index.isMultikey ? distinct(rows) : rows;
}

function* rowsOf(plan: Plan & { source: 'index' }): Generator<number> {
  for (const range of plan.ranges) yield* plan.index.rows(range, plan.backward);
}

function* distinct(rows: Iterable<number>): Generator<number> {
  const seen = new Set<number>();
  for (const row of rows) {
    if (!seen.has(row)) yield row;
    seen.add(row);
  }
}

/** Only keys and row numbers are held while sorting, not the documents. */
function* sorted(
  collection: Collection,
  found: Iterable<StoredDocument>,
  sort: readonly SortField[],
): Generator<StoredDocument> {
  const entries = Array.from(found, ({ row, body }) => ({ row, key: sortKey(sort, body) }));
  entries.sort((a, b) => Buffer.compare(a.key, b.key) || a.row - b.row);
  for (const { row } of entries) {
    const body = collection.read(row);
    if (body) yield { row, body };
  }
}
