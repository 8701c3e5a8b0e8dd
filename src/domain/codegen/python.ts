/*
 * Pieces of Python source, laid out as `ruff format` does. Text becomes code only through `text` and `Identifiers`, so
 * nothing a person types can escape from a literal or pose as a statement.
 */

const WIDTH = 88;

/** Python source that can be broken over lines between its parts. */
export type Expression = string | Call | Bracketed | Keyword;

export interface Call {
  /** A name, or a call whose result is called in turn. */
  readonly callee: string | Call;
  readonly args: readonly Expression[];
}

export interface Bracketed {
  readonly brackets: 'list' | 'tuple';
  readonly items: readonly Expression[];
}

export interface Keyword {
  readonly keyword: string;
  readonly value: Expression;
}

export const call = (callee: string | Call, ...args: Expression[]): Call => ({ callee, args });
export const list = (items: readonly Expression[]): Bracketed => ({ brackets: 'list', items });
export const tuple = (items: readonly Expression[]): Bracketed => ({ brackets: 'tuple', items });
export const keyword = (name: string, value: Expression): Keyword => ({ keyword: name, value });

/** A string literal. JSON's escapes are a subset of Python's; the quotes are those that need fewer escapes. */
export function text(value: string): string {
  const literal = JSON.stringify(value);
  const count = (quote: string) => value.split(quote).length - 1;
  if (count('"') <= count("'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** As people write it, for the same double; integers keep their point where a float is meant. */
export function float(value: number): string {
  const literal = Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
  const short = literal.length > LONGEST_FLOAT ? fraction(value) : undefined;
  if (short !== undefined) return short;
  if (Math.abs(value) < SMALL && value !== 0) return value.toExponential();
  return /[.e]/.test(literal) ? literal : `${literal}.0`;
}

const LONGEST_FLOAT = 12;
const SMALL = 0.001;

/** `1 / 255`, of which nobody writes the sixteen digits. */
function fraction(value: number): string | undefined {
  const denominator = Math.round(2 / value) / 2;
  return denominator > 0 && denominator < 10_000 && 1 / denominator === value
    ? `1 / ${String(denominator)}`
    : undefined;
}

/** `targets = value` on as many lines as it takes. */
export function assignment(targets: readonly string[], value: Expression, indent: number): string {
  const left = `${targets.join(', ')} = `;
  const begins = indent + widthOf(left) + widthOf(beginningOf(value)) <= WIDTH;
  if (begins) return left + render(value, indent, indent + widthOf(left), 0);
  const inner = ' '.repeat(indent + 4);
  if (targets.length > 1) {
    const opened = `(\n${targets.map((target) => `${inner}${target},\n`).join('')}${' '.repeat(indent)}) = `;
    return opened + render(value, indent, indent + 4, 0);
  }
  const whole = flat(value);
  if (indent + 4 + widthOf(whole) <= WIDTH) return `${left}(\n${inner}${whole}\n${' '.repeat(indent)})`;
  return left + render(value, indent, indent + widthOf(left), 0);
}

/** An expression that starts at `column` of a line with this indentation; `after` is what must fit behind it. */
export function render(expression: Expression, indent: number, column: number, after: number): string {
  const whole = flat(expression);
  if (typeof expression === 'string' || column + widthOf(whole) + after <= WIDTH) return whole;
  if ('keyword' in expression) {
    const { keyword: name, value } = expression;
    return `${name}=${render(value, indent, column + name.length + 1, after)}`;
  }
  return 'brackets' in expression
    ? renderItems(expression, indent)
    : renderCall(expression, indent, column, after);
}

function renderItems({ brackets, items }: Bracketed, indent: number): string {
  const [open, close] = BRACKETS[brackets];
  if (items.length === 0) return open + close;
  const inner = indent + 4;
  const lone = items.length === 1 && brackets === 'list';
  const lines = items.map((item) => ' '.repeat(inner) + render(item, inner, inner, lone ? 0 : 1));
  return `${open}\n${lines.join(',\n')}${lone ? '' : ','}\n${' '.repeat(indent)}${close}`;
}

function renderCall({ callee, args }: Call, indent: number, column: number, after: number): string {
  const behind = args.length === 0 ? 2 + after : 1;
  const head = typeof callee === 'string' ? callee : render(callee, indent, column, behind);
  if (args.length === 0) return `${head}()`;
  const lastLine = head.slice(head.lastIndexOf('\n') + 1);
  const reached = lastLine.length === head.length ? column + widthOf(head) : widthOf(lastLine);
  return head + renderArguments(args, indent, reached, after);
}

/** On the line, else together on a line of their own, else each on one. */
function renderArguments(args: readonly Expression[], indent: number, column: number, after: number): string {
  const together = args.map(flat).join(', ');
  if (column + widthOf(together) + 2 + after <= WIDTH) return `(${together})`;
  const inner = indent + 4;
  const margin = ' '.repeat(inner);
  const end = `\n${' '.repeat(indent)})`;
  if (inner + widthOf(together) <= WIDTH) return `(\n${margin}${together}${end}`;
  const lone = args.length === 1;
  const lines = args.map((arg) => margin + render(arg, inner, inner, lone ? 0 : 1));
  return `(\n${lines.join(',\n')}${lone ? '' : ','}${end}`;
}

function flat(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  if ('keyword' in expression) return `${expression.keyword}=${flat(expression.value)}`;
  if ('brackets' in expression) {
    const [open, close] = BRACKETS[expression.brackets];
    const items = expression.items.map(flat).join(', ');
    return `${open}${items}${expression.brackets === 'tuple' && expression.items.length === 1 ? ',' : ''}${close}`;
  }
  const { callee, args } = expression;
  return `${flat(callee)}(${args.map(flat).join(', ')})`;
}

const BRACKETS = { list: ['[', ']'], tuple: ['(', ')'] } as const;

/** What cannot be moved to another line. */
function beginningOf(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  if ('keyword' in expression) return `${expression.keyword}=${beginningOf(expression.value)}`;
  return 'brackets' in expression ? '(' : `${beginningOf(expression.callee)}(`;
}

/** As wide as an editor shows it: ideographs and emoji take two columns. */
function widthOf(source: string): number {
  if (/^[\x20-\x7e]*$/.test(source)) return source.length;
  let width = 0;
  for (const character of source) width += WIDE.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

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

const LONGEST_IDENTIFIER = 60;

/** Letters, digits and underscores in lower case; what else there is becomes an underscore. */
export function identifierFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, LONGEST_IDENTIFIER)
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `x_${plain}`.replace(/_$/, '');
}

const PYTHON_WORDS = (
  'False None True and as assert async await break case class continue def del elif else except finally for from ' +
  'global if import in is lambda match nonlocal not or pass raise range return str try type while with yield'
).split(' ');
