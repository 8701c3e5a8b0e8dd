import type { ArgumentDescription, ArgumentType, ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { Parsed } from '../../forms/index.ts';
import { readLiteral } from './pythonLiteral.ts';

/** What was typed as a value of the argument, or what it should have been. */
export function parseArgument({ type, nullable }: ArgumentDescription, text: string): Parsed<ArgumentValue> {
  const typed = text.trim();
  if (nullable && (typed === '' || typed === 'None')) return { value: null };
  const value = isText(type) ? (readQuoted(typed) ?? typed) : listed(type, typed);
  const expected = describeType(type);
  const fits = value !== undefined && fitsType(type, value);
  return fits
    ? { value }
    : { fault: `Expected ${expected}${nullable ? ' or None' : ''}; received “${typed}”.` };
}

const isText = ({ kind }: ArgumentType) => kind === 'string' || kind === 'dtype' || kind === 'enum';

const readQuoted = (text: string) => (/^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : undefined);

/** `3, 3` is what people type for `(3, 3)`. */
function listed(type: ArgumentType, text: string): ArgumentValue | undefined {
  const value = readLiteral(text);
  const takesList = type.kind === 'tuple' || type.kind === 'shape' || type.kind === 'margins';
  if (value === undefined && takesList && text.includes(',')) return readLiteral(`(${text})`);
  return takesList && type.kind === 'shape' && typeof value === 'number' ? [value] : value;
}

function fitsType(type: ArgumentType, value: ArgumentValue): boolean {
  switch (type.kind) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'string':
    case 'dtype':
      return typeof value === 'string';
    case 'enum':
      return typeof value === 'string' && type.choices.includes(value);
    case 'shape':
      return Array.isArray(value) && value.every((item) => item === null || isWhole(item));
    case 'tuple':
      return fitsTuple(type, value);
    case 'margins':
      return isWhole(value) || (Array.isArray(value) && value.length === type.length);
    default:
      return true;
  }
}

function fitsTuple(type: Extract<ArgumentType, { kind: 'tuple' }>, value: ArgumentValue): boolean {
  const fitsItem = (item: ArgumentValue) =>
    type.item === 'string'
      ? typeof item === 'string'
      : type.item === 'integer'
        ? isWhole(item)
        : isNumber(item);
  if (!Array.isArray(value)) return type.scalar === true && fitsItem(value);
  return (type.length === undefined || value.length === type.length) && value.every(fitsItem);
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isWhole = (value: unknown) => isNumber(value) && Number.isInteger(value);

function describeType(type: ArgumentType): string {
  switch (type.kind) {
    case 'integer':
      return 'a whole number';
    case 'float':
      return 'a number';
    case 'enum':
      return `one of ${type.choices.join(', ')}`;
    case 'shape':
      return 'a shape such as (28, 28, 1)';
    case 'tuple':
      return describeTuple(type);
    case 'margins':
      return `a whole number or a tuple of ${String(type.length)}`;
    case 'string':
    case 'dtype':
      return 'text';
    default:
      return 'a value as Python writes it';
  }
}

function describeTuple({ item, length, scalar }: Extract<ArgumentType, { kind: 'tuple' }>): string {
  const items = { integer: 'whole numbers', float: 'numbers', string: 'texts' }[item];
  const one = { integer: 'a whole number or ', float: 'a number or ', string: 'a text or ' }[item];
  return `${scalar ? one : ''}a tuple of ${length === undefined ? '' : `${String(length)} `}${items}`;
}
