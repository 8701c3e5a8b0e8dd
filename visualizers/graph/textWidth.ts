/**
 * Widths in em of an interface font, by class of character. An estimate, so that a node has a size before
 * there is a document: it errs on the wide side by a few per cent.
 */
const CLASSES: readonly (readonly [characters: string, em: number])[] = [
  ["iljI|!'.,:;`", 0.31],
  ['frt()[]{}/\\-"° ·', 0.4],
  ['mwMW@%', 0.96],
  ['ABCDEFGHJKLNOPQRSTUVXYZ&', 0.72],
  ['0123456789', 0.64],
  ['×÷+=<>~_', 0.76],
];

const WIDTHS = new Map(
  CLASSES.flatMap(([characters, em]) => Array.from(characters, (c) => [c, em] as const)),
);
const LOWER_CASE = 0.62;
const OTHER_SCRIPT = 1.04;
const BOLD = 1.1;

export function textWidth(text: string, fontSize: number, bold = false): number {
  let em = 0;
  for (const character of text) em += characterWidth(character);
  return em * fontSize * (bold ? BOLD : 1);
}

/** The longest beginning that fits, with an ellipsis where something is left out. */
export function truncate(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let room = width - fontSize;
  let kept = '';
  for (const character of text) {
    room -= characterWidth(character) * fontSize;
    if (room < 0) break;
    kept += character;
  }
  return kept === '' ? '' : `${kept.trimEnd()}…`;
}

function characterWidth(character: string): number {
  return WIDTHS.get(character) ?? ((character.codePointAt(0) ?? 0) > 0x2e7f ? OTHER_SCRIPT : LOWER_CASE);
}
