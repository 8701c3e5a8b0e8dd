import { Type, type Value } from './bson.ts';
import { CommandError } from './errors.ts';

/** A regular expression and the literal text that every match must start with, which an index can use. */
export interface Pattern {
  readonly regex: RegExp;
  readonly prefix: string;
}

export function parsePattern(operand: Value, options?: Value): Pattern {
  const source = sourceOf(operand);
  const flags = options ? textOf('$options', options) : source.flags;
  return { regex: compile(source.pattern, flags), prefix: flags === '' ? literalPrefix(source.pattern) : '' };
}

function sourceOf(operand: Value): { pattern: string; flags: string } {
  if (operand.type !== Type.regex) return { pattern: textOf('$regex', operand), flags: '' };
  const end = operand.bytes.indexOf(0);
  return {
    pattern: operand.bytes.toString('utf8', 0, end),
    flags: operand.bytes.toString('utf8', end + 1, operand.bytes.length - 1),
  };
}

function textOf(name: string, operand: Value): string {
  if (operand.type === Type.string) return operand.bytes.toString('utf8', 4, operand.bytes.length - 1);
  throw new CommandError('BadValue', `${name} has to be a string`);
}

function compile(pattern: string, flags: string): RegExp {
  if (!/^[ims]*$/.test(flags))
    throw new CommandError('Location51091', `unsupported $regex options: ${flags}`);
  try {
    return new RegExp(pattern, [...new Set(flags)].join(''));
  } catch (error) {
    throw new CommandError('Location51091', `Regular expression is invalid: ${String(error)}`);
  }
}

/** Of `^\*[a-z]+$` it is `*`; an alternative at the top could start differently, so it has none. */
function literalPrefix(pattern: string): string {
  if (!pattern.startsWith('^') || pattern.includes('|')) return '';
  const literal = /^\^((?:[\w\-#/ ]|\\[^\w])*)/.exec(pattern)?.[1] ?? '';
  const next = pattern.charAt(1 + literal.length);
  const certain = '*?{'.includes(next) && next !== '' ? literal.replace(/\\?.$/s, '') : literal;
  return certain.replace(/\\(.)/gs, '$1');
}
