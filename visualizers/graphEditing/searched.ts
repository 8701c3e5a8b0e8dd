import { rank, type Findable } from '../words/index.ts';

export interface Searched {
  /** From 0 (not found) to 1. */
  readonly score: number;
  /** What was typed behind the name. */
  readonly rest: string;
}

/** Whether an item has a place for what was typed behind its name. */
export type Takes = (id: string, rest: string) => boolean;

const NOT_FOUND: Searched = { score: 0, rest: '' };

/** How well an item answers what was typed: by all of it, or by its beginning when it can take the rest. */
export function searched(
  text: string,
  item: Findable & { readonly id: string },
  takes: Takes | undefined,
): Searched {
  const whole = rank(text, item);
  if (whole > 0 || !takes) return { score: whole, rest: '' };
  for (const [name, rest] of partsOf(text)) {
    const score = rank(name, item);
    if (score > 0 && takes(item.id, rest)) return { score, rest };
  }
  return NOT_FOUND;
}

/** The ways to part it into a name and what stands behind, the longest name first. */
function partsOf(text: string): (readonly [name: string, rest: string])[] {
  const call = text.indexOf('(');
  const end = call < 0 ? text.length : call;
  const gaps = [...text.slice(0, end).matchAll(/\s+/g)].map(({ index }) => index).filter((at) => at > 0);
  return [...gaps, ...(call > 0 ? [call] : [])]
    .toReversed()
    .map((at) => [text.slice(0, at), text.slice(at).trim()] as const);
}
