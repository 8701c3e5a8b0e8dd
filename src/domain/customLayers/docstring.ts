import type { LayerDocumentation } from '../../../meta/catalogue/index.ts';

/** What a docstring in Google's style says: the text before its sections, and a text for each argument. */
export function readDocstring(doc: string): LayerDocumentation {
  const lines = dedented(doc);
  const end = lines.findIndex((line) => SECTION.test(line));
  const summary = lines.slice(0, end === -1 ? lines.length : end);
  return { doc: paragraphs(summary), arguments: argumentsIn(lines) };
}

const SECTION = /^[A-Z][A-Za-z ]*:\s*$/;
const ARGUMENTS = /^(Args|Arguments|Parameters):\s*$/;
const ENTRY = /^\*{0,2}(\w+)(?:\s*\([^)]*\))?\s*:\s*(.*)$/;

function argumentsIn(lines: readonly string[]): Record<string, string> {
  const start = lines.findIndex((line) => ARGUMENTS.test(line));
  if (start === -1) return {};
  const found: Record<string, string> = {};
  const inner = Math.min(
    ...lines
      .slice(start + 1)
      .filter(Boolean)
      .map(indentOf)
      .filter((indent) => indent > 0),
  );
  let current: string | undefined;
  for (const line of lines.slice(start + 1)) {
    if (line !== '' && indentOf(line) === 0) break;
    const entry = indentOf(line) === inner ? ENTRY.exec(line.trim()) : null;
    if (entry?.[1] !== undefined) {
      current = entry[1];
      found[current] = entry[2] ?? '';
    } else if (current !== undefined) {
      found[current] = `${found[current] ?? ''} ${line.trim()}`.trim();
    }
  }
  return found;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** As Python's `inspect.cleandoc`: the first line has no margin, the others have a common one. */
function dedented(doc: string): string[] {
  const [first = '', ...rest] = doc.replaceAll('\t', '    ').split('\n');
  const margin = Math.min(...rest.filter((line) => line.trim() !== '').map(indentOf));
  return [first.trim(), ...rest.map((line) => line.slice(margin).trimEnd())];
}

const paragraphs = (lines: readonly string[]) =>
  lines
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '))
    .join('\n\n');
