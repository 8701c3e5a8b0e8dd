import type { ArgumentValue, ArrayValue, NonFiniteValue } from '../../../meta/catalogue/index.ts';
import { formatShape, isArrayValue, isNonFinite, sizesOfItems } from '../../../src/domain/shapes/index.ts';
import type { Parsed } from '../../forms/index.ts';
import { readFraction } from './parseArgument.ts';
import { readLiteral, writeLiteral } from './pythonLiteral.ts';

type Items = ArrayValue['items'];

/** What was typed for an operand: a number, or an array of the kind that was there before. */
export function parseOperand(text: string, before: ArgumentValue | undefined): Parsed<ArgumentValue> {
  const typed = text.trim();
  const value = readLiteral(typed) ?? readFraction(typed);
  if (isNumber(value)) return { value };
  const kind = isArrayValue(before) ? before : FIRST_KIND;
  const items = Array.isArray(value) ? (value as Items) : undefined;
  const fault = items
    ? faultOfItems(items, kind.dtype)
    : 'a number such as 0.5, or lists of numbers such as [1, 2]';
  if (items && fault === undefined) return { value: { array: kind.array, dtype: kind.dtype, items } };
  return { fault: `Expected ${fault ?? ''}; received ${typed === '' ? 'nothing' : `“${typed}”`}.` };
}

/** Of an array that is typed where none was. */
const FIRST_KIND = { array: 'numpy', dtype: 'float32' } as const;

const isNumber = (value: ArgumentValue | undefined): value is number | boolean | NonFiniteValue =>
  typeof value === 'boolean' || isFloat(value);

const isFloat = (value: ArgumentValue | undefined): value is number | NonFiniteValue =>
  (typeof value === 'number' && Number.isFinite(value)) || isNonFinite(value);

function faultOfItems(items: Items, dtype: string): string | undefined {
  const sizes = sizesOfItems(items);
  if (!sizes || sizes.includes(0)) return 'lists of numbers, those of one depth of one length';
  return everyNumber(items, FITTING[kindOf(dtype)]) ? undefined : `numbers of ${dtype}`;
}

const FITTING = {
  bool: (item) => typeof item === 'boolean',
  int: (item) => Number.isSafeInteger(item),
  uint: (item) => Number.isSafeInteger(item) && Number(item) >= 0,
  float: isFloat,
} satisfies Record<string, (item: ArgumentValue) => boolean>;

const kindOf = (dtype: string): keyof typeof FITTING =>
  dtype === 'bool' ? 'bool' : dtype.startsWith('uint') ? 'uint' : dtype.startsWith('int') ? 'int' : 'float';

const everyNumber = (items: Items, fits: (item: ArgumentValue) => boolean): boolean =>
  items.every((item) => (Array.isArray(item) ? everyNumber(item as Items, fits) : fits(item)));

/** More numbers than this are looked at, and not typed. */
const MOST_TYPED = 64;

export const isTypable = (value: ArgumentValue | undefined): boolean =>
  !isArrayValue(value) || sizeOf(value) <= MOST_TYPED;

const sizeOf = ({ items }: ArrayValue) =>
  (sizesOfItems(items) ?? []).reduce((product, size) => product * size, 1);

/** `float32 (2, 3)`. */
export const kindInWords = ({ dtype, items }: ArrayValue): string =>
  `${dtype} ${formatShape(sizesOfItems(items) ?? [])}`;

/** As Python writes an operand: arrays as lists. */
export function writeOperand(value: ArgumentValue | undefined): string {
  if (value === undefined || value === null) return '';
  return isArrayValue(value) ? writeItems(value.items) : writeLiteral(value);
}

const writeItems = (items: Items): string =>
  `[${items.map((item) => (Array.isArray(item) ? writeItems(item as Items) : writeLiteral(item))).join(', ')}]`;

/** The numbers that an array begins with. */
export function firstItems({ items }: ArrayValue): string {
  return `${flat(items).slice(0, MOST_SHOWN).map(writeLiteral).join(', ')}, …`;
}

const flat = (items: Items): readonly ArgumentValue[] =>
  items.flatMap((item) => (Array.isArray(item) ? flat(item as Items) : [item]));

const MOST_SHOWN = 8;
