import type { ArgumentValue } from '../../../meta/catalogue/index.ts';

/** How padding or cropping is written: one number, one for each dimension, or a pair for each. */
export type MarginsForm = 'same' | 'by-dimension' | 'by-side';

type Sides = readonly [before: number, after: number];

export function formOfMargins(value: ArgumentValue, length: number): MarginsForm {
  if (!isList(value)) return 'same';
  if (length === 1) return 'by-side';
  return value.some(isList) ? 'by-side' : 'by-dimension';
}

/** What it comes to before and after each dimension. */
export function sidesOf(value: ArgumentValue, length: number): readonly Sides[] {
  const items = isList(value) ? (length === 1 ? [value] : value) : Array.from({ length }, () => value);
  return Array.from({ length }, (_, index) => pairOf(items[index] ?? 0));
}

/** The same margins in another form; what the form cannot say is taken from the first. */
export function inForm(value: ArgumentValue, length: number, form: MarginsForm): ArgumentValue {
  const sides = sidesOf(value, length);
  if (form === 'same') return sides[0]?.[0] ?? 0;
  if (form === 'by-dimension') return sides.map(([before]) => before);
  return length === 1 ? [...(sides[0] ?? [0, 0])] : sides.map((pair) => [...pair]);
}

/** With one side changed, in the form that it has. */
export function withSide(
  value: ArgumentValue,
  length: number,
  dimension: number,
  side: number,
  margin: number,
): ArgumentValue {
  const form = formOfMargins(value, length);
  if (form === 'same') return margin;
  const sides = sidesOf(value, length).map((pair, index) =>
    index === dimension
      ? pair.map((one, at) => (at === side || form === 'by-dimension' ? margin : one))
      : pair,
  );
  if (form === 'by-dimension') return sides.map(([before = 0]) => before);
  return length === 1 ? [...(sides[0] ?? [])] : sides.map((pair) => [...pair]);
}

const isList = (value: ArgumentValue): value is readonly ArgumentValue[] => Array.isArray(value);
const numberOf = (value: ArgumentValue | undefined) => (typeof value === 'number' ? value : 0);

function pairOf(value: ArgumentValue): Sides {
  return isList(value) ? [numberOf(value[0]), numberOf(value[1])] : [numberOf(value), numberOf(value)];
}
