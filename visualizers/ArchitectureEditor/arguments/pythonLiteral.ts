import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { isNonFinite } from '../../../src/domain/shapes/index.ts';

/** Reads a value as Python writes it: numbers, None, True, 'text', tuples and lists. Undefined where it is none. */
export function readLiteral(text: string): ArgumentValue | undefined {
  const reader = new LiteralReader(text);
  const value = reader.value();
  return value !== undefined && reader.atEnd() ? value : undefined;
}

/** A value as Python writes it. */
export function writeLiteral(value: ArgumentValue | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'object' && 'function' in value) return value.function;
  if (typeof value === 'object' && 'layer' in value) return value.layer;
  if (typeof value === 'object' && 'array' in value) return writeLiteral(value.items);
  if (isNonFinite(value)) return value.number;
  // A class of somebody's own may take a table.
  if (typeof value === 'object' && !Array.isArray(value)) return '{…}';
  if (typeof value === 'object') return tuple((value as readonly ArgumentValue[]).map(writeLiteral));
  return typeof value === 'string' ? value : String(value);
}

const tuple = (items: readonly string[]) =>
  items.length === 1 ? `(${items[0] ?? ''},)` : `(${items.join(', ')})`;

const WORDS: Readonly<Record<string, ArgumentValue>> = {
  None: null,
  True: true,
  False: false,
  nan: { number: 'nan' },
  inf: { number: 'inf' },
  '-inf': { number: '-inf' },
};
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): ArgumentValue | undefined {
    this.#skipSpace();
    const closing = CLOSING[this.#text[this.#at] ?? ''];
    if (closing !== undefined) return this.#list(closing);
    // None is a value, so only undefined means that another kind is to be tried.
    const quoted = this.#take(/'([^'\\]*)'|"([^"\\]*)"/y, (whole) => whole.slice(1, -1));
    if (quoted !== undefined) return quoted;
    const word = this.#take(/(None|True|False|nan|-?inf)\b/y, (name) => WORDS[name]);
    return word === undefined ? this.#number() : word;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  #list(closing: string): ArgumentValue | undefined {
    this.#at += 1;
    const items: ArgumentValue[] = [];
    while (!this.#skip(closing)) {
      const item = this.value();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#skip(',')) return this.#skip(closing) ? items : undefined;
    }
    return items;
  }

  #number() {
    return this.#take(/[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?/y, (digits) =>
      Number(digits.replaceAll('_', '')),
    );
  }

  #take(pattern: RegExp, convert: (whole: string) => ArgumentValue | undefined): ArgumentValue | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return convert(found[0]);
  }

  #skip(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace() {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}
