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
  const counterpart = counterparts(before, now);
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

/**
 * Where each item of one list stands in another, NOWHERE where it is new. What was put in or taken out lies between
 * a beginning and an end that both have, and only what lies there is looked up.
 */
export function counterparts<T extends Item>(before: readonly T[], now: readonly T[]): Int32Array {
  const most = Math.min(before.length, now.length);
  const shift = before.length - now.length;
  let start = 0;
  while (start < most && isCounterpart(before[start]!, now[start]!)) start += 1;
  let end = now.length;
  while (end > now.length - most + start && isCounterpart(before[end + shift - 1]!, now[end - 1]!)) end -= 1;
  const between = new Map<string, number>();
  for (let at = start; at < end + shift; at += 1) between.set(before[at]!.id, at);
  const found = new Int32Array(now.length);
  for (let place = 0; place < start; place += 1) found[place] = place;
  for (let place = start; place < end; place += 1) found[place] = between.get(now[place]!.id) ?? NOWHERE;
  for (let place = end; place < now.length; place += 1) found[place] = place + shift;
  return found;
}

const isCounterpart = (a: Item, b: Item) => a === b || a.id === b.id;
