/** The value below which this part of all of them lies. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? Number.NaN;
}

/** The value in the middle: one measurement that was disturbed does not move it. */
export const median = (values: readonly number[]) => quantile(values, 0.5);
