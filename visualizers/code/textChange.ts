export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The one stretch in which two texts differ; undefined where they do not. */
export function textChange(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/**
 * What another person's edit changes in a text that one is editing too. Both began from `base`. Where both
 * changed the same stretch one's own stays, and is what gets saved.
 */
export function incomingChange(base: string, mine: string, theirs: string): TextChange | undefined {
  const other = textChange(base, theirs);
  const own = textChange(base, mine);
  if (!other || !own) return other;
  if (other.to <= own.from) return other;
  if (other.from < own.to) return undefined;
  const shift = mine.length - base.length;
  return { from: other.from + shift, to: other.to + shift, insert: other.insert };
}
