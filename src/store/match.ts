import { readElements, Type, type Value } from './bson.ts';
import { keyText, type Filter, type Test } from './filter.ts';
import { encodeKey, isNaNKey, Rank, rankOf } from './order.ts';
import { leavesAt, type Leaf } from './path.ts';
import type { Pattern } from './pattern.ts';

export function matches(filter: Filter, document: Buffer): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(part, document));
    case 'or':
      return filter.parts.some((part) => matches(part, document));
    case 'nor':
      return !filter.parts.some((part) => matches(part, document));
    case 'field':
      return passes(filter.test, leavesAt(document, filter.path));
    default:
      return filter satisfies never;
  }
}

/** Does a value that stands alone, such as an element of an array, pass all tests? */
export function valuePasses(tests: readonly Test[], value: Value): boolean {
  return tests.every((test) => passes(test, [value]));
}

function passes(test: Test, leaves: readonly Leaf[]): boolean {
  switch (test.op) {
    case 'not':
      return !test.tests.every((inner) => passes(inner, leaves));
    case 'exists':
      return leaves.some((leaf) => leaf !== undefined);
    case 'size':
      return arrays(leaves).some((array) => readElements(array).length === test.size);
    case 'elementIs':
      return arrays(leaves).some((array) =>
        readElements(array).some((item) => valuePasses(test.tests, item)),
      );
    case 'elementMatches':
      return arrays(leaves).some((array) =>
        readElements(array).some((item) => itemMatches(test.filter, item)),
      );
    case 'type':
      return candidates(leaves).some((value) => value !== undefined && test.types.has(value.type));
    case 'regex':
      return candidates(leaves).some((value) => fits(test.pattern, value));
    case 'in':
      return candidates(leaves).some((value) => isMember(test, value));
    case 'eq':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return candidates(leaves).some((value) => compares(test.op, leafKey(value), test.key));
    default:
      return test satisfies never;
  }
}

/** A test on an array asks the array as a whole and each of its elements. */
function candidates(leaves: readonly Leaf[]): Leaf[] {
  return leaves.flatMap((leaf) => (leaf?.type === Type.array ? [leaf, ...readElements(leaf)] : [leaf]));
}

function arrays(leaves: readonly Leaf[]): Value[] {
  return leaves.filter((leaf) => leaf !== undefined).filter((leaf) => leaf.type === Type.array);
}

function itemMatches(filter: Filter, item: Value): boolean {
  return (item.type === Type.object || item.type === Type.array) && matches(filter, item.bytes);
}

function isMember(test: Test & { op: 'in' }, value: Leaf): boolean {
  return test.members.has(keyText(leafKey(value))) || test.patterns.some((pattern) => fits(pattern, value));
}

function fits({ regex }: Pattern, value: Leaf): boolean {
  if (value?.type !== Type.string && value?.type !== Type.symbol) return false;
  return regex.test(value.bytes.toString('utf8', 4, value.bytes.length - 1));
}

const NULL_KEY = Buffer.from([Rank.null]);

function leafKey(value: Leaf): Buffer {
  if (!value || value.type === Type.undefined) return NULL_KEY;
  return encodeKey(value);
}

function compares(op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', key: Buffer, operand: Buffer): boolean {
  const order = Buffer.compare(key, operand);
  if (order === 0) return op === 'eq' || op === 'lte' || op === 'gte';
  if (op === 'eq' || !areComparable(key, operand)) return false;
  return op === 'lt' || op === 'lte' ? order < 0 : order > 0;
}

function areComparable(key: Buffer, operand: Buffer): boolean {
  const rank = rankOf(operand);
  if (rank === Rank.minKey || rank === Rank.maxKey) return true;
  return rankOf(key) === rank && !isNaNKey(key) && !isNaNKey(operand);
}
