/** `Digits`, or the first of `Digits 2`, `Digits 3`, ... that no project has. */
export function freeTitle(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const title = `${wanted} ${String(number)}`;
    if (!taken.has(title)) return title;
  }
}
