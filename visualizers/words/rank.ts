/** What an item of a palette can be found by. */
export interface Findable {
  readonly label: string;
  readonly keywords?: readonly string[];
  /** What it is for, in words. */
  readonly about?: string;
}

/**
 * How well an item answers a search, from 0 (not at all) to 1. Every word that is searched for must speak of it: by
 * its name first, then by its other names, then by what it is for.
 */
export function rank(search: string, item: Findable): number {
  const words = wordsOf(search).filter((word) => !STOP_WORDS.has(word));
  if (words.length === 0) return wordsOf(search).length === 0 ? 1 : 0;
  const joined = words.join('');
  const whole = nameRank(joined, item.label);
  const scores = words.map((word) => wordRank(word, item));
  if (scores.includes(0)) return whole;
  return Math.max(whole, scores.reduce((sum, score) => sum + score, 0) / words.length);
}

function wordRank(word: string, { label, keywords = [], about = '' }: Findable): number {
  const names = keywords.map((keyword) => 0.97 * nameRank(word, keyword));
  const inflected = 0.98 * nameRank(stemOf(word), label);
  return Math.max(nameRank(word, label), inflected, ...names, aboutRank(word, about));
}

const EXACT = 1;
const BEGINS = 0.9;
const WITHIN = 0.7;
const PURPOSE = 0.6;
const LETTERS = 0.3;

function nameRank(word: string, name: string): number {
  const text = wordsOf(name).join('');
  // Of two names that begin alike the shorter is meant.
  const closeness = 0.05 * Math.min(1, word.length / Math.max(text.length, 1));
  if (text === word) return EXACT;
  if (text.startsWith(word)) return BEGINS + closeness;
  if (text.includes(word)) return WITHIN + closeness;
  return word.length > 2 && hasLettersInOrder(word, text) ? LETTERS + closeness : 0;
}

function aboutRank(word: string, about: string): number {
  const stem = stemOf(word);
  const found = wordsOf(about).findIndex((one) => one === word || stemOf(one) === stem);
  if (found >= 0) return PURPOSE;
  return word.length > 2 && wordsOf(about).some((one) => one.startsWith(word)) ? PURPOSE - 0.1 : 0;
}

function hasLettersInOrder(word: string, text: string): boolean {
  let at = text[0] === word[0] ? 0 : -1;
  for (const letter of at < 0 ? '' : word.slice(1)) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return at >= 0;
}

/** British and American spelling are the same. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/is(e|es|ed|ing|ation)\b/g, 'iz$1')
    .match(/[a-z0-9]+/g) ?? [];

/** `words` and `word`, `pooling` and `pool`. */
const stemOf = (word: string) => word.replace(/(?<=...)(ing|ed|es|s|e)$/, '');

const STOP_WORDS: ReadonlySet<string> = new Set([
  'a',
  'an',
  'and',
  'for',
  'in',
  'of',
  'on',
  'the',
  'to',
  'with',
]);
