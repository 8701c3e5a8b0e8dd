/*
 * Pieces of Python source. Text becomes code only through `text` and `name`, so nothing a person types can escape
 * from a literal or pose as a statement.
 */

const WIDTH = 88;

/** A Python string literal with double quotes. JSON's escapes are a subset of Python's. */
export const text = (value: string): string => JSON.stringify(value);

/** A float literal that Python reads as the same double; integers keep their point where a float is meant. */
export function float(value: number): string {
  const literal = String(value);
  return /[.e]/.test(literal) ? literal : `${literal}.0`;
}

export const tuple = (items: readonly string[]): string =>
  items.length === 1 ? `(${items[0] ?? ''},)` : `(${items.join(', ')})`;

/** A call as formatters write it: on one line, else its arguments on a line of their own, else one argument a line. */
export function call(callee: string, args: readonly string[], indent: number, rest = 0): string {
  const line = `${callee}(${args.join(', ')})`;
  if (!line.includes('\n') && indent + line.length + rest <= WIDTH) return line;
  if (args.length === 0) return line;
  const inner = ' '.repeat(indent + 4);
  const together = inner + args.join(', ');
  if (!together.includes('\n') && together.length <= WIDTH)
    return `${callee}(\n${together}\n${' '.repeat(indent)})`;
  const lines = args.map((arg) => `${inner}${arg},\n`);
  return `${callee}(\n${lines.join('')}${' '.repeat(indent)})`;
}

/** Hands out identifiers made from names, each once; what Python or the module uses already is avoided. */
export class Identifiers {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set([...PYTHON_WORDS, ...reserved]);
  }

  take(name: string): string {
    const stem = identifierFrom(name);
    let candidate = stem;
    for (let number = 2; this.#taken.has(candidate); number += 1) candidate = `${stem}_${String(number)}`;
    this.#taken.add(candidate);
    return candidate;
  }
}

/** Letters, digits and underscores in lower case; what else there is becomes an underscore. */
export function identifierFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `x_${plain}`.replace(/_$/, '');
}

const PYTHON_WORDS = (
  'False None True and as assert async await break case class continue def del elif else except finally for from ' +
  'global if import in is lambda match nonlocal not or pass raise return try type while with yield'
).split(' ');
