import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Something with a place in a list; an empty `order` leaves the place to its name, behind those that have one. */
export interface Ordered {
  readonly id: string;
  readonly order: string;
}

/**
 * The new orders that put one of a list before another of it, or last. Only the one that moves gets a new order
 * where that is possible, so that two people who move different things both succeed.
 */
export function moved(list: readonly Ordered[], id: string, before: string | undefined): Ordered[] {
  const others = list.filter((item) => item.id !== id);
  const found = before === undefined ? -1 : others.findIndex((item) => item.id === before);
  const at = found < 0 ? others.length : found;
  if (others.length === list.length || before === id || list[at]?.id === id) return [];
  const order = keyBetween(others[at - 1]?.order, others[at]?.order);
  if (order !== undefined) return [{ id, order }];
  const keys = generateNKeysBetween(null, null, list.length);
  const wanted = [...others.slice(0, at), { id, order: '' }, ...others.slice(at)];
  return wanted.map((item, index) => ({ id: item.id, order: keys[index] ?? '' }));
}

/** Undefined where there is no room: between equals, behind what has no order, or beside an order that is none. */
function keyBetween(left: string | undefined, right: string | undefined): string | undefined {
  if (left === '') return undefined;
  try {
    return generateKeyBetween(left ?? null, right === undefined || right === '' ? null : right);
  } catch {
    return undefined;
  }
}
