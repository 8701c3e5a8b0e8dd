/** The configuration in a text; or the sentence that says why there is none. */
export type Configuration =
  { readonly ok: true; readonly configuration: unknown } | { readonly ok: false; readonly fault: string };

/** A network of 10,000 layers takes some 10 MB. */
export const LARGEST_TEXT = 2 ** 26;
/** A few megabytes of text can hold millions of empty lists, each of which costs far more memory than it takes there. */
const MOST_VALUES = 8_000_000;
/** A model within a model takes four levels; what nests deeper than this would overflow the stack of whoever walks it. */
const DEEPEST = 200;

/** Reads JSON as Keras writes it, and looks at how much it holds before anything is made of it. */
export function readConfigurationText(
  text: string,
  notJson = 'its configuration is not JSON',
): Configuration {
  if (text.length > LARGEST_TEXT) return refuse('its configuration is too large');
  const { values, depth } = extentOf(text);
  if (values > MOST_VALUES) return refuse('its configuration holds too much');
  if (depth > DEEPEST) return refuse('its configuration nests too deep');
  const value = parse(text) ?? parse(withMarkedNumbers(text), unmarked);
  if (value === undefined) return refuse(notJson);
  // `to_json` saved with json.dump is JSON inside a JSON text.
  return typeof value === 'string'
    ? readConfigurationText(value, notJson)
    : { ok: true, configuration: value };
}

function extentOf(text: string): { values: number; depth: number } {
  let [values, depth, deepest] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === ',') values += 1;
    else if (character === '[' || character === '{') {
      values += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return { values, depth: deepest };
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** Python also writes numbers that JSON does not have. */
const withMarkedNumbers = (text: string) =>
  text.replace(
    /("[^"\\]*(?:\\.[^"\\]*)*")|-?\b(?:Infinity|NaN)\b/gs,
    (found, string?: string) => string ?? `{"${MARK}":"${found}"}`,
  );

const MARK = '__number__';

const unmarked = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && MARK in value ? Number(value[MARK]) : value;

function parse(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    return undefined;
  }
}

const refuse = (fault: string): Configuration => ({ ok: false, fault });
