/** The small part of Markdown that the documentation of Keras is written in. Nothing in it becomes markup by itself. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly text: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly code: string };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

export function parseMarkdown(source: string): readonly Block[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, next } = blockAt(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

/** Words, code between backticks, what stands between two pairs of asterisks, and links to pages of the web. */
export function parseInline(source: string): readonly Inline[] {
  return source
    .split(/(``.+?``|`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(\s*https?:[^\s)]+\s*\))/s)
    .filter((piece) => piece !== '')
    .map(inlineOf);
}

/** The first sentence, for a line below a field. */
export function firstSentence(source: string): string {
  const paragraph =
    source
      .split(/\n(?=\n|[-*] |```)/)[0]
      ?.replaceAll(/\s+/g, ' ')
      .trim() ?? '';
  return /^(?:`[^`]*`|[^`])*?[.:](?=\s+[A-Z`"'(]|$)/.exec(paragraph)?.[0].replace(/:$/, '.') ?? paragraph;
}

interface Step {
  readonly block?: Block;
  readonly next: number;
}

const FENCE = /^\s*```/;
const ITEM = /^\s*(?:[-*]|\d+[.)])\s+/;
const HEADING = /^#{1,6}\s+/;
const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';

function blockAt(lines: readonly string[], at: number): Step {
  const line = lines[at] ?? '';
  if (isBlank(line)) return { next: at + 1 };
  if (FENCE.test(line)) return codeAt(lines, at);
  if (ITEM.test(line)) return listAt(lines, at);
  if (HEADING.test(line)) {
    return { block: { kind: 'heading', text: parseInline(line.replace(HEADING, '')) }, next: at + 1 };
  }
  const end = endOf(lines, at, (next) => isBlank(next) || FENCE.test(next) || ITEM.test(next));
  return { block: { kind: 'paragraph', text: parseInline(joined(lines.slice(at, end))) }, next: end };
}

function codeAt(lines: readonly string[], at: number): Step {
  const end = endOf(lines, at, (line) => FENCE.test(line));
  return { block: { kind: 'code', code: lines.slice(at + 1, end).join('\n') }, next: end + 1 };
}

function listAt(lines: readonly string[], at: number): Step {
  const items: string[] = [];
  let next = at;
  while (next < lines.length && ITEM.test(lines[next] ?? '')) {
    const end = endOf(lines, next, (line) => isBlank(line) || ITEM.test(line) || FENCE.test(line));
    items.push(joined(lines.slice(next, end)).replace(ITEM, ''));
    next = end;
  }
  return { block: { kind: 'list', items: items.map(parseInline) }, next };
}

/** The line after `at` where something else begins. */
function endOf(lines: readonly string[], at: number, isEnd: (line: string) => boolean): number {
  let end = at + 1;
  while (end < lines.length && !isEnd(lines[end] ?? '')) end += 1;
  return end;
}

const joined = (lines: readonly string[]) => lines.map((line) => line.trim()).join(' ');

function inlineOf(piece: string): Inline {
  if (piece.startsWith('``') && piece.length > 4) return { kind: 'code', text: piece.slice(2, -2).trim() };
  if (piece.startsWith('`') && piece.length > 2) return { kind: 'code', text: piece.slice(1, -1) };
  if (piece.startsWith('**') && piece.length > 4) return { kind: 'strong', text: piece.slice(2, -2) };
  const [, text, address] = /^\[(.+)\]\(\s*(https?:\S+?)\s*\)$/s.exec(piece) ?? [];
  if (text !== undefined && address !== undefined) return { kind: 'link', text, address };
  return { kind: 'text', text: piece };
}
