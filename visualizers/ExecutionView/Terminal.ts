/** How a stretch of output looks: colours of the ANSI palette, 0 to 15. */
export interface Style {
  readonly colour?: number;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

interface Cell {
  readonly character: string;
  readonly style: Style;
}

const PLAIN: Style = {};
const CONTROL = /\x1b\[([0-9;?]*)([A-Za-z])|\x1b[^[]|[\r\n\b]/g; // eslint-disable-line no-control-regex -- it reads terminals
const LONGEST_LINE = 4000;

/** What a terminal would show of an output: carriage returns overwrite, colours are kept, the rest is left out. */
export class Terminal {
  readonly #lines: Line[] = [];
  #cells: Cell[] = [];
  #column = 0;
  #style = PLAIN;
  /** An escape that has not arrived whole. */
  #rest = '';

  get count() {
    return this.#lines.length + (this.#cells.length > 0 ? 1 : 0);
  }

  line(index: number): Line {
    return this.#lines[index] ?? spans(this.#cells);
  }

  text(): string {
    return Array.from({ length: this.count }, (_, index) => plain(this.line(index))).join('\n');
  }

  write(output: string) {
    const text = this.#rest + output;
    const cut = unfinishedEscape(text);
    this.#rest = text.slice(cut);
    let from = 0;
    for (const match of text.slice(0, cut).matchAll(CONTROL)) {
      this.#print(text.slice(from, match.index));
      this.#obey(match);
      from = match.index + match[0].length;
    }
    this.#print(text.slice(from, cut));
  }

  #print(text: string) {
    for (const character of text) {
      if (this.#column >= LONGEST_LINE) return;
      this.#cells[this.#column] = { character, style: this.#style };
      this.#column += 1;
    }
  }

  #obey([sequence, parameters = '', command]: RegExpMatchArray) {
    if (sequence === '\n') this.#endLine();
    else if (sequence === '\r') this.#column = 0;
    else if (sequence === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (command === 'm') this.#style = restyled(this.#style, parameters);
    else if (command === 'K') this.#cells.length = Math.min(this.#cells.length, this.#column);
  }

  #endLine() {
    this.#lines.push(spans(this.#cells));
    this.#cells = [];
    this.#column = 0;
  }
}

export const plain = (line: Line) => line.map(({ text }) => text).join('');

function unfinishedEscape(text: string): number {
  const at = text.lastIndexOf('\x1b');
  if (at < 0 || text.length - at > 20) return text.length;
  // eslint-disable-next-line no-control-regex -- it reads terminals
  return /^\x1b(\[[0-9;?]*)?$/.test(text.slice(at)) ? at : text.length;
}

function restyled(style: Style, parameters: string): Style {
  return parameters
    .split(';')
    .map(Number)
    .reduce<Style>((now, code) => {
      if (code === 0) return PLAIN;
      if (code === 1) return { ...now, bold: true };
      if (code === 2) return { ...now, dim: true };
      if (code === 22) return { ...now, bold: false, dim: false };
      if (code === 39) return { bold: now.bold === true, dim: now.dim === true };
      if (code >= 30 && code <= 37) return { ...now, colour: code - 30 };
      if (code >= 90 && code <= 97) return { ...now, colour: code - 82 };
      return now;
    }, style);
}

function spans(cells: readonly (Cell | undefined)[]): Line {
  const found: { text: string; style: Style }[] = [];
  for (const cell of Array.from(cells)) {
    const { character, style } = cell ?? { character: ' ', style: PLAIN };
    const last = found.at(-1);
    if (last?.style === style) last.text += character;
    else found.push({ text: character, style });
  }
  return found;
}
