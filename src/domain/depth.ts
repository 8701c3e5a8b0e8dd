/** Nothing people make nests deeper; what does would overflow the stack of whoever walks it. */
const DEEPEST = 200;
/** As long as the code of an operation may be; several of them still fit into one document of the store. */
const LONGEST_TEXT = 2_000_000;

export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap(contentsOf);
  }
  return false;
}

/** For values that do not nest too deep. */
export function hasOverlongText(value: unknown): boolean {
  return typeof value === 'string' ? value.length > LONGEST_TEXT : contentsOf(value).some(hasOverlongText);
}

const contentsOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [];
