import { encodeKey, after, invert, Rank, rankOf } from './order.ts';
import { EVERYTHING, type KeyRange } from './keyspace.ts';
import { toValue } from './bson.ts';
import type { Filter, Test } from './filter.ts';
import type { IndexField, SearchableIndex } from './secondaryIndex.ts';
import type { SortField } from './sort.ts';

/** Where to look for the documents of a query; the filter still has to be asked about each of them. */
export type Plan =
  | { readonly source: 'rows'; readonly sorted: boolean }
  | {
      readonly source: 'index';
      readonly index: SearchableIndex;
      readonly ranges: readonly KeyRange[];
      readonly backward: boolean;
      readonly sorted: boolean;
    };

/** Takes the index that narrows the search most; one that delivers in the wanted order is worth a little. */
export function planQuery(
  indexes: readonly SearchableIndex[],
  filter: Filter,
  sort: readonly SortField[],
): Plan {
  const tests = testsByPath(filter);
  const options = indexes.map((index) => weigh(index, tests, sort)).filter(({ score }) => score > 0);
  const best = options.toSorted((a, b) => b.score - a.score)[0];
  return best?.plan ?? { source: 'rows', sorted: sort.length === 0 };
}

const EQUALITY_SCORE = 10;
const RANGE_SCORE = 5;
const ORDER_SCORE = 3;

type TestsByPath = ReadonlyMap<string, readonly Test[]>;

/** The tests that every result passes: those of the fields joined by "and". */
function testsByPath(filter: Filter): TestsByPath {
  const found = new Map<string, Test[]>();
  const visit = (part: Filter): void => {
    if (part.kind === 'and') part.parts.forEach(visit);
    if (part.kind !== 'field') return;
    const name = part.path.join('.');
    found.set(name, [...(found.get(name) ?? []), part.test]);
  };
  visit(filter);
  return found;
}

function weigh(
  index: SearchableIndex,
  tests: TestsByPath,
  sort: readonly SortField[],
): { score: number; plan: Plan } {
  const prefix = equalityPrefix(index.fields, tests);
  const next = index.fields[prefix.length];
  const start = Buffer.concat(prefix);
  const ranges = next ? rangesOf(index, next, tests.get(next.name) ?? []) : undefined;
  const narrows = prefix.length > 0 || ranges !== undefined;
  const order = orderOf(index, prefix.length, sort);
  const sorted = sort.length === 0 || (order !== undefined && (ranges?.length ?? 1) === 1);
  const isComplete = narrows || (!index.sparse && !index.isMultikey);
  const usefulOrder = sort.length > 0 && sorted && isComplete;
  return {
    score: prefix.length * EQUALITY_SCORE + (ranges ? RANGE_SCORE : 0) + (usefulOrder ? ORDER_SCORE : 0),
    plan: {
      source: 'index',
      index,
      ranges: (ranges ?? [EVERYTHING]).map((range) => within(start, range, ranges !== undefined)),
      backward: order === 'backward',
      sorted,
    },
  };
}

function equalityPrefix(fields: readonly IndexField[], tests: TestsByPath): Buffer[] {
  const prefix: Buffer[] = [];
  for (const { name, direction } of fields) {
    const test = tests.get(name)?.find((candidate) => candidate.op === 'eq' && isIndexable(candidate.key));
    if (test?.op !== 'eq') break;
    prefix.push(direction === 1 ? test.key : invert(test.key));
  }
  return prefix;
}

/** Null also means "missing", arrays match as a whole or by element: those are left to the filter alone. */
function isIndexable(key: Buffer): boolean {
  const rank = rankOf(key);
  return rank > Rank.null && rank < Rank.maxKey && rank !== Rank.array;
}

function rangesOf(index: SearchableIndex, field: IndexField, tests: readonly Test[]): KeyRange[] | undefined {
  const member = tests.find((test) => test.op === 'in');
  if (member?.op === 'in' && member.patterns.length === 0 && member.keys.every(isIndexable)) {
    const keys = member.keys
      .toSorted((a, b) => Buffer.compare(a, b))
      .filter((key, at, all) => !all[at - 1]?.equals(key));
    return keys.map((key) => directed({ first: key, last: key }, field));
  }
  const bounds = tests.flatMap(boundsOf);
  // The elements of one array may satisfy two bounds separately, so only one of them may narrow the search.
  const usable = index.isMultikey ? bounds.slice(0, 1) : bounds;
  return usable.length > 0 ? [usable.map((bound) => directed(bound, field)).reduce(intersection)] : undefined;
}

/** Keys from those that start with `first` to those that start with `last`, ends included unless said. */
interface Bounds {
  readonly first: Buffer;
  readonly last: Buffer;
  readonly excludes?: 'first' | 'last';
}

function boundsOf(test: Test): Bounds[] {
  if (test.op === 'regex') return prefixBounds(test.pattern.prefix);
  if (test.op !== 'lt' && test.op !== 'lte' && test.op !== 'gt' && test.op !== 'gte') return [];
  if (!isIndexable(test.key)) return [];
  const sameRank = test.key.subarray(0, 1);
  switch (test.op) {
    case 'lt':
      return [{ first: sameRank, last: test.key, excludes: 'last' }];
    case 'lte':
      return [{ first: sameRank, last: test.key }];
    case 'gt':
      return [{ first: test.key, last: sameRank, excludes: 'first' }];
    case 'gte':
      return [{ first: test.key, last: sameRank }];
  }
}

function prefixBounds(prefix: string): Bounds[] {
  if (prefix === '') return [];
  const terminator = 2;
  const start = encodeKey(toValue(prefix)).subarray(0, -terminator);
  return [{ first: start, last: start }];
}

function directed({ first, last, excludes }: Bounds, { direction }: IndexField): KeyRange {
  if (direction === -1) {
    const from = excludes === 'last' ? after(invert(last)) : invert(last);
    return { from, to: excludes === 'first' ? invert(first) : after(invert(first)) };
  }
  return {
    from: excludes === 'first' ? after(first) : first,
    to: excludes === 'last' ? last : after(last),
  };
}

function intersection(a: KeyRange, b: KeyRange): KeyRange {
  return {
    from: Buffer.compare(a.from, b.from) > 0 ? a.from : b.from,
    to: Buffer.compare(a.to, b.to) < 0 ? a.to : b.to,
  };
}

function within(prefix: Buffer, range: KeyRange, isBounded: boolean): KeyRange {
  if (prefix.length === 0) return range;
  if (!isBounded) return { from: prefix, to: after(prefix) };
  return { from: Buffer.concat([prefix, range.from]), to: Buffer.concat([prefix, range.to]) };
}

function orderOf(
  index: SearchableIndex,
  fixed: number,
  sort: readonly SortField[],
): 'forward' | 'backward' | undefined {
  const settled = new Set(index.fields.slice(0, fixed).map(({ name }) => name));
  const wanted = sort.filter(({ name }) => !settled.has(name));
  const rest = index.fields.slice(fixed);
  if (index.isMultikey || wanted.length > rest.length) return undefined;
  if (wanted.some(({ name }, at) => rest[at]?.name !== name)) return undefined;
  if (wanted.every(({ direction }, at) => rest[at]?.direction === direction)) return 'forward';
  return wanted.every(({ direction }, at) => rest[at]?.direction === -direction) ? 'backward' : undefined;
}
