import type { ArgumentValue, NonFiniteValue } from '../../../meta/catalogue/index.ts';

/** NaN and the infinities, which JSON does not have. */
const NUMBERS: Readonly<Record<NonFiniteValue['number'], number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

export const isNonFinite = (value: unknown): value is NonFiniteValue =>
  typeof value === 'object' &&
  value !== null &&
  'number' in value &&
  Object.hasOwn(NUMBERS, String(value.number)) &&
  Object.keys(value).length === 1;

/** A number as an argument holds it. */
export function asValue(number: number): number | NonFiniteValue {
  if (Number.isFinite(number)) return number;
  return { number: Number.isNaN(number) ? 'nan' : number > 0 ? 'inf' : '-inf' };
}

/** As the rules compute with it. */
export const asNumber = (value: ArgumentValue): ArgumentValue =>
  isNonFinite(value) ? NUMBERS[value.number] : value;
