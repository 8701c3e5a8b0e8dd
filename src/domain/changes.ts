interface Item {
  readonly id: string;
}

/** What differs between two lists of values. */
export interface Changes<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly (readonly [before: T, now: T])[];
  /** Whether what is in both comes in the same order. */
  readonly inOrder: boolean;
  /** Whether both have the same ids at the same places. */
  readonly inPlace: boolean;
}

/** Values that did not change are the same objects, so that comparing ten thousand of them costs next to nothing. */
export function changesBetween<T extends Item>(before: readonly T[], now: readonly T[]): Changes<T> {
  if (before === now) return NO_CHANGES;
  const comparison = compared(before, now);
  return (comparison.changes ??= changesBy(comparison.counterpart, before, now)) as Changes<T>;
}

function changesBy<T extends Item>(
  counterpart: Int32Array,
  before: readonly T[],
  now: readonly T[],
): Changes<T> {
  const added: T[] = [];
  const changed: [T, T][] = [];
  const isKept = new Uint8Array(before.length);
  let last = -1;
  let inOrder = true;
  for (let place = 0; place < now.length; place += 1) {
    const item = now[place]!;
    const at = counterpart[place]!;
    if (at === NOWHERE) {
      added.push(item);
      continue;
    }
    isKept[at] = 1;
    if (at < last) inOrder = false;
    last = at;
    if (before[at] !== item) changed.push([before[at]!, item]);
  }
  const isSteady = added.length === 0 && before.length === now.length;
  const removed = isSteady ? NOTHING : before.filter((_, at) => isKept[at] === 0);
  return { added, removed, changed, inOrder, inPlace: isSteady && inOrder };
}

const NOTHING: readonly never[] = [];
const NO_CHANGES: Changes<never> = {
  added: NOTHING,
  removed: NOTHING,
  changed: NOTHING,
  inOrder: true,
  inPlace: true,
};

export const isNothing = ({ changed, inPlace }: Changes<unknown>) => inPlace && changed.length === 0;

export const NOWHERE = -1;

/** Where each item of one list stands in another, NOWHERE where it is new. */
export const counterparts = <T extends Item>(before: readonly T[], now: readonly T[]): Int32Array =>
  compared(before, now).counterpart;

interface Comparison {
  readonly before: readonly Item[];
  readonly counterpart: Int32Array;
  /** Once somebody wanted to know. */
  changes?: Changes<Item>;
}

/** Lists are values: one edit is looked at by many, and the lists on both sides of it are compared once. */
function compared(before: readonly Item[], now: readonly Item[]): Comparison {
  const known = comparisons.get(now);
  if (known?.before === before) return known;
  const comparison: Comparison = { before, counterpart: walkBoth(idOf, before, now) };
  comparisons.set(now, comparison);
  return comparison;
}

const comparisons = new WeakMap<readonly Item[], Comparison>();

/** The same of values that have other keys. */
export const counterpartsBy = <T>(
  keyOf: (item: T) => string,
  before: readonly T[],
  now: readonly T[],
): Int32Array => walkBoth(keyOf, before, now);

const idOf = ({ id }: Item) => id;

/**
 * An edit puts in and takes out a few items here and there: both lists are walked side by side, and only what is not
 * met on the way is looked up. Most items are the same objects, which are passed without a look inside them.
 */
function walkBoth<T>(keyOf: (item: T) => string, before: readonly T[], now: readonly T[]): Int32Array {
  const found = new Int32Array(now.length).fill(NOWHERE);
  const isSame = (at: number, place: number) =>
    before[at] === now[place] || keyOf(before[at]!) === keyOf(now[place]!);
  const ends = meetFromTheEnd(found, before, now);
  const missed: Missed = { before: [], now: [] };
  let at = 0;
  let place = 0;
  while (at < ends.before && place < ends.now) {
    if (before[at] === now[place] || isSame(at, place)) {
      found[place] = at;
      at += 1;
      place += 1;
    } else {
      const pass = detour(isSame, { before: at, now: place }, ends);
      for (const past = at + pass.before; at < past; at += 1) missed.before.push(at);
      for (const past = place + pass.now; place < past; place += 1) missed.now.push(place);
    }
  }
  for (; at < ends.before; at += 1) missed.before.push(at);
  for (; place < ends.now; place += 1) missed.now.push(place);
  if (missed.before.length === 0 || missed.now.length === 0) return found;
  const places = new Map(missed.before.map((one) => [keyOf(before[one]!), one]));
  for (const one of missed.now) found[one] = places.get(keyOf(now[one]!)) ?? NOWHERE;
  return found;
}

/** How far both lists end in the same objects, which have thereby been met. */
function meetFromTheEnd<T>(found: Int32Array, before: readonly T[], now: readonly T[]): Both {
  let at = before.length;
  let place = now.length;
  while (at > 0 && place > 0 && before[at - 1] === now[place - 1]) {
    at -= 1;
    place -= 1;
    found[place] = at;
  }
  return { before: at, now: place };
}

/** The places that were not met on the way. */
interface Missed {
  readonly before: number[];
  readonly now: number[];
}

/** One number for each of the two lists. */
interface Both {
  readonly before: number;
  readonly now: number;
}

/** How far is looked ahead for where the two lists go on alike. */
const SIGHT = 4;

/** How many items to pass for both to go on alike; one of each where that is not in sight. */
function detour(isSame: (at: number, place: number) => boolean, from: Both, ends: Both): Both {
  for (let ahead = 1; ahead <= SIGHT; ahead += 1) {
    const isFresh = from.now + ahead < ends.now && isSame(from.before, from.now + ahead);
    if (isFresh) return { before: 0, now: ahead };
    const isGone = from.before + ahead < ends.before && isSame(from.before + ahead, from.now);
    if (isGone) return { before: ahead, now: 0 };
  }
  return { before: 1, now: 1 };
}
