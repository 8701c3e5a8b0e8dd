import type { ArgumentValue, ArrayValue } from '../../../meta/catalogue/index.ts';
import { sizesOfItems } from '../shapes/index.ts';
import { isObject } from './configured.ts';
import { plain } from './values.ts';

/** The classes under which Keras writes arrays. */
export const ARRAYS: ReadonlyMap<string, ArrayValue['array']> = new Map([
  ['__numpy__', 'numpy'],
  ['__tensor__', 'tensor'],
]);

/** What an architecture is to hold is typed by people; more numbers than this are weights. */
export const MOST_NUMBERS = 10_000;

const NUMERIC = /^(bool|u?int(8|16|32|64)|float(16|32|64)|bfloat16)$/;

/**
 * The array that a configuration holds; undefined where it is none, too large, or of integers beyond 2^53, which JSON
 * does not have.
 */
export function arrayIn(value: unknown): ArrayValue | undefined {
  if (!isObject(value) || typeof value['class_name'] !== 'string') return undefined;
  const array = ARRAYS.get(value['class_name']);
  const { value: given, dtype } = isObject(value['config']) ? value['config'] : {};
  if (!array || typeof dtype !== 'string' || !NUMERIC.test(dtype) || !Array.isArray(given)) return undefined;
  const items = plain(given) as readonly ArgumentValue[] | undefined;
  const sizes = items && sizesOfItems(items);
  if (!items || !sizes || sizes.reduce((product, size) => product * size, 1) > MOST_NUMBERS) return undefined;
  return dtype.includes('int') && !isExact(items) ? undefined : { array, dtype, items };
}

const isExact = (item: ArgumentValue | readonly ArgumentValue[]): boolean =>
  Array.isArray(item) ? (item as readonly ArgumentValue[]).every(isExact) : Number.isSafeInteger(item);
