import type { ArgumentValue } from '../../../meta/catalogue/index.ts';

/** The value of a Python literal: numbers, texts, None, booleans, tuples and lists. Undefined for anything else. */
export function parsePythonLiteral(text: string): ArgumentValue | undefined {
  const tokens = tokenize(text);
  if (tokens === null) return undefined;
  const reader = new Reader(tokens);
  const value = reader.sequence();
  return reader.isAtEnd ? value : undefined;
}

const TOKEN =
  /\s*([()[\],]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|None|True|False)/y;

function tokenize(text: string): readonly string[] | null {
  const tokens: string[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match?.[1] === undefined) return null;
    tokens.push(match[1]);
  }
  return tokens.length === 0 ? null : tokens;
}

const NAMES: Readonly<Record<string, ArgumentValue>> = { None: null, True: true, False: false };
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

class Reader {
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  /** `1, 2` without parentheses is a tuple too. */
  sequence(): ArgumentValue | undefined {
    const first = this.#value();
    if (first === undefined || this.#peek() !== ',') return first;
    const rest = this.#items(undefined);
    return rest && [first, ...rest];
  }

  #peek = () => this.#tokens[this.#position];
  #take = () => this.#tokens[this.#position++];

  #value(): ArgumentValue | undefined {
    const token = this.#take();
    if (token === undefined) return undefined;
    const closing = CLOSING[token];
    if (closing !== undefined) return this.#group(token, closing);
    if (token in NAMES) return NAMES[token];
    if (/^['"]/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    const number = Number(token);
    return Number.isNaN(number) ? undefined : number;
  }

  /** Parentheses around one value without a comma are no tuple. */
  #group(opening: string, closing: string): ArgumentValue | undefined {
    if (this.#peek() === closing) {
      this.#position += 1;
      return [];
    }
    const first = this.#value();
    if (first === undefined) return undefined;
    const isTuple = opening === '[' || this.#peek() === ',';
    const rest = this.#items(closing);
    if (rest === undefined) return undefined;
    return isTuple ? [first, ...rest] : first;
  }

  /** What follows a first item, up to the closing token or the end. */
  #items(closing: string | undefined): ArgumentValue[] | undefined {
    const items: ArgumentValue[] = [];
    while (this.#peek() === ',') {
      this.#position += 1;
      if (this.#peek() === closing) break;
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return closing === undefined || this.#take() === closing ? items : undefined;
  }
}
