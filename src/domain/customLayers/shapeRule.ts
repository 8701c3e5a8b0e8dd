/**
 * A shape rule as a class states it: `shapes = "(batch, time, features) -> (batch, time, 2 * units)"`.
 * Names stand for dimensions of the inputs or for arguments of the constructor, `...` for any leading dimensions,
 * `_` for a dimension that does not matter. Several tensors have a comma or semicolon between them.
 */
export interface ShapeRule {
  readonly inputs: readonly TensorPattern[];
  readonly outputs: readonly TensorPattern[];
}

export interface TensorPattern {
  /** As written, for messages. */
  readonly text: string;
  readonly dimensions: readonly Term[];
}

/** What stands for a dimension; `...` for any number of them. */
export type Term = number | Name | Calculation | '...' | '_';

export interface Name {
  readonly name: string;
}

export interface Calculation {
  readonly operator: '+' | '-' | '*' | '//';
  readonly left: Term;
  readonly right: Term;
}

/** Why a text is no shape rule. */
export class ShapeRuleFault extends Error {}

export function parseShapes(text: string): ShapeRule | ShapeRuleFault {
  const known = parsed.get(text);
  if (known) return known;
  const rule = parse(text);
  if (parsed.size > MOST_REMEMBERED) parsed.clear();
  parsed.set(text, rule);
  return rule;
}

const parsed = new Map<string, ShapeRule | ShapeRuleFault>();
const MOST_REMEMBERED = 500;

function parse(text: string): ShapeRule | ShapeRuleFault {
  try {
    return new Parser(text).rule();
  } catch (fault) {
    if (fault instanceof ShapeRuleFault) return fault;
    throw fault;
  }
}

/** The names in the outputs that no input binds: they must be arguments. */
export function freeNames({ inputs, outputs }: ShapeRule): string[] {
  const bound = new Set(inputs.flatMap(namesIn));
  return [...new Set(outputs.flatMap(namesIn))].filter((name) => !bound.has(name));
}

const namesIn = ({ dimensions }: TensorPattern) => dimensions.flatMap(namesOf);

function namesOf(term: Term): string[] {
  if (typeof term !== 'object') return [];
  return 'name' in term ? [term.name] : [...namesOf(term.left), ...namesOf(term.right)];
}

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(->|\.\.\.|\/\/|[-+*(),;]|\d+|[\p{L}_][\p{L}\p{N}_]*|\S)/uy;

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(source: string) {
    this.#source = source;
    TOKEN.lastIndex = 0;
    const trimmed = source.trimEnd();
    const tokens: Token[] = [];
    for (let match = TOKEN.exec(trimmed); match?.[1] !== undefined; match = TOKEN.exec(trimmed)) {
      tokens.push({ text: match[1], at: TOKEN.lastIndex - match[1].length });
      if (TOKEN.lastIndex >= trimmed.length) break;
    }
    this.#tokens = tokens;
  }

  rule(): ShapeRule {
    const inputs = this.#tensors();
    this.#expect('->');
    const outputs = this.#tensors();
    if (this.#peek() !== undefined) throw this.#unexpected('the end');
    for (const input of inputs) mustBind(input);
    const rests = inputs.filter(({ dimensions }) => dimensions.includes('...'));
    const homeless = outputs.find(({ dimensions }) => dimensions.includes('...'));
    if (homeless && rests.length === 0) {
      throw new ShapeRuleFault(
        `Expected "..." in an input too. Received: ${homeless.text} among the outputs`,
      );
    }
    const careless = outputs.find(({ dimensions }) => dimensions.includes('_'));
    if (careless) throw new ShapeRuleFault(`Expected a size for every output. Received: ${careless.text}`);
    return { inputs, outputs };
  }

  #tensors(): TensorPattern[] {
    const tensors = [this.#tensor()];
    while (this.#peek() === ',' || this.#peek() === ';') {
      this.#next += 1;
      tensors.push(this.#tensor());
    }
    return tensors;
  }

  #tensor(): TensorPattern {
    const from = this.#tokens[this.#next]?.at ?? 0;
    this.#expect('(');
    const dimensions: Term[] = [];
    while (this.#peek() !== ')') {
      dimensions.push(this.#dimension());
      if (this.#peek() !== ')') this.#expect(',');
    }
    const to = (this.#tokens[this.#next]?.at ?? from) + 1;
    this.#expect(')');
    const text = this.#source.slice(from, to);
    if (dimensions.filter((term) => term === '...').length > 1) {
      throw new ShapeRuleFault(`Expected "..." once in a shape. Received: ${text}`);
    }
    return { text, dimensions };
  }

  #dimension(): Term {
    if (this.#peek() === '...' || this.#peek() === '_') return this.#take() as '...' | '_';
    return this.#sum();
  }

  #sum(): Term {
    let term = this.#product();
    for (let next = this.#peek(); next === '+' || next === '-'; next = this.#peek()) {
      this.#next += 1;
      term = { operator: next, left: term, right: this.#product() };
    }
    return term;
  }

  #product(): Term {
    let term = this.#factor();
    for (let next = this.#peek(); next === '*' || next === '//'; next = this.#peek()) {
      this.#next += 1;
      term = { operator: next, left: term, right: this.#factor() };
    }
    return term;
  }

  #factor(): Term {
    const token = this.#peek() ?? '';
    if (token === '(') {
      this.#next += 1;
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    if (/^\d+$/.test(token)) return Number(this.#take());
    if (/^[\p{L}_]/u.test(token) && token !== '_') return { name: this.#take() };
    throw this.#unexpected('a name or a number');
  }

  #peek = () => this.#tokens[this.#next]?.text;

  #take(): string {
    const token = this.#tokens[this.#next]?.text ?? '';
    this.#next += 1;
    return token;
  }

  #expect(text: string): void {
    if (this.#peek() !== text) throw this.#unexpected(`"${text}"`);
    this.#next += 1;
  }

  #unexpected(expected: string): ShapeRuleFault {
    const token = this.#tokens[this.#next];
    const received = token ? `"${token.text}" at character ${String(token.at + 1)}` : 'the end';
    return new ShapeRuleFault(`Expected ${expected}. Received: ${received}`);
  }
}

/** An input gives sizes to names; nothing can be solved for. */
function mustBind({ text, dimensions }: TensorPattern): void {
  if (dimensions.some((term) => typeof term === 'object' && 'operator' in term)) {
    throw new ShapeRuleFault(`Expected names and numbers in an input. Received a calculation: ${text}`);
  }
}
