import type { ArgumentDescription, ArgumentType, ArgumentValue } from '../../../meta/catalogue/index.ts';
import { expectedOf, takesValue } from '../../../src/domain/shapes/argumentFlaw.ts';
import type { Parsed } from '../../forms/index.ts';
import { readLiteral } from './pythonLiteral.ts';

/** What was typed as a value of the argument, or what it should have been. */
export function parseArgument(argument: ArgumentDescription, text: string): Parsed<ArgumentValue> {
  const typed = text.trim();
  if (argument.nullable && (typed === '' || typed === 'None')) return { value: null };
  const value = read(argument.type, typed);
  if (value !== undefined && takesValue(argument, value)) return { value };
  return { fault: `Expected ${expectedOf(argument)}; received ${typed === '' ? 'nothing' : `“${typed}”`}.` };
}

/** The way up or down from a number: a step of its last digit, so that 0.5 becomes 0.6 and 0.99 becomes 1. */
export function stepNumber(kind: 'integer' | 'float', value: ArgumentValue, by: number): ArgumentValue {
  if (value !== null && typeof value !== 'number') return value;
  const from = value ?? 0;
  if (kind === 'integer') return from + by;
  const decimals = /\.(\d+)$/.exec(String(from))?.[1]?.length ?? 1;
  return Number((from + by * 10 ** -decimals).toFixed(decimals));
}

function read(type: ArgumentType, text: string): ArgumentValue | undefined {
  switch (type.kind) {
    case 'string':
    case 'dtype':
    case 'enum':
      return text === '' ? undefined : (unquoted(text) ?? text);
    case 'scalar':
      return text === '' ? undefined : (readLiteral(text) ?? text);
    case 'float':
      return readLiteral(text) ?? readFraction(text);
    case 'operand':
      return readLiteral(text) ?? readFraction(text);
    case 'tuple':
    case 'shape':
    case 'margins':
      return readList(type, text);
    default:
      return readLiteral(text);
  }
}

const unquoted = (text: string) => (/^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : undefined);

/** `1/255` is how people think of it. */
export function readFraction(text: string): number | undefined {
  const [whole, above, below] = /^(-?[\d.]+)\s*\/\s*([\d.]+)$/.exec(text) ?? [];
  const quotient = whole === undefined ? Number.NaN : Number(above) / Number(below);
  return Number.isFinite(quotient) ? quotient : undefined;
}

/** `3, 3` is what people type for `(3, 3)`. */
function readList(type: ArgumentType, text: string): ArgumentValue | undefined {
  const value = readLiteral(text) ?? readFraction(text);
  if (value === undefined && text.includes(',')) return readLiteral(`(${text})`);
  const isOne = typeof value === 'number';
  return isOne && type.kind === 'shape' && type.scalar !== true ? [value] : value;
}
