/**
 * Whether a value of one Python type may go where another is taken. `Any` fits everything both ways;
 * unions are written `A | B`; the last part of a dotted name may stand for the whole (`ndarray`).
 */
export function typeFits(given: string, taken: string): boolean {
  const offers = alternatives(given);
  const wanted = alternatives(taken);
  if (offers.includes('Any') || wanted.includes('Any')) return true;
  return offers.every((offer) => wanted.some((want) => sameType(offer, want)));
}

function alternatives(type: string): string[] {
  const parts = splitTopLevel(type.trim() || 'Any').map((part) => part.trim());
  return parts.map((part) => (part === 'typing.Any' || part === 'object' ? 'Any' : part));
}

/** Splits at `|` outside brackets: `list[int | str] | None` has two alternatives. */
function splitTopLevel(type: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of type) {
    if (character === '[') depth += 1;
    if (character === ']') depth -= 1;
    if (character === '|' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}

function sameType(offer: string, want: string): boolean {
  if (offer === want) return true;
  const [shorter, longer] = offer.length < want.length ? [offer, want] : [want, offer];
  return !shorter.includes('.') && longer.endsWith(`.${shorter}`);
}
