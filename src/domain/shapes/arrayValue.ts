import type { ArgumentValue, ArrayValue } from '../../../meta/catalogue/index.ts';
import { isNonFinite } from './nonFinite.ts';

export const isArrayValue = (value: ArgumentValue | undefined): value is ArrayValue =>
  typeof value === 'object' && value !== null && 'array' in value && 'items' in value && 'dtype' in value;

/** The sizes of lists in lists; undefined where those of one depth differ, or hold what is no number. */
export function sizesOfItems(items: readonly ArgumentValue[]): readonly number[] | undefined {
  const [first] = items;
  if (!Array.isArray(first)) {
    return items.every((item) => typeof item === 'number' || typeof item === 'boolean' || isNonFinite(item))
      ? [items.length]
      : undefined;
  }
  const sizes = items.map((item) =>
    Array.isArray(item) ? sizesOfItems(item as readonly ArgumentValue[]) : undefined,
  );
  const [inner] = sizes;
  return inner && sizes.every((one) => String(one) === String(inner)) ? [items.length, ...inner] : undefined;
}
