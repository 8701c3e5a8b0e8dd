import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import { argumentsOf, ownerOf } from '../architecture/ports.ts';
import { layerTypeIn } from '../customLayers/index.ts';
import { isNonFinite } from '../shapes/index.ts';
import { resolveArguments } from '../shapes/resolveArguments.ts';
import type { ProjectView } from '../state.ts';

/** What `findLayers` looks through beside the layers themselves. */
export interface Findable {
  readonly layer: LayerRecord;
  /** What is wrong with it. */
  readonly problems: readonly string[];
}

/**
 * The layers that every word of a query speaks of: their name, type, comment, the values of their arguments
 * (`filters=64`, whether written or by default) or their problems (`problem` finds all that have one). What is called
 * like the query comes first.
 */
export function findLayers<T extends Findable>(view: ProjectView, layers: readonly T[], query: string): T[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const found = layers.filter((one) => words.every((word) => speaksOf(view, one, word)));
  const name = query.trim().toLowerCase();
  const isNamed = ({ layer }: T) => Number(layer.name.toLowerCase() === name);
  return found.sort((a, b) => isNamed(b) - isNamed(a));
}

/** Spaces around `=`, and within brackets and quotes, part no words. */
const wordsOf = (query: string): string[] =>
  query
    .toLowerCase()
    .replace(/\s*=\s*/g, '=')
    .match(/(?:\([^)]*\)?|\[[^\]]*\]?|"[^"]*"?|'[^']*'?|[^\s])+/g) ?? [];

function speaksOf(view: ProjectView, { layer, problems }: Findable, word: string): boolean {
  const [, name, value] = /^([a-z_0-9]+)=(.*)$/.exec(word) ?? [];
  const owner = ownerOf(view, layer);
  if (name !== undefined && value !== undefined) return hasArgument(view, owner, name, value);
  if (PROBLEM_WORDS.has(word)) return problems.length > 0;
  const aliases = layerTypeIn(view, owner.type)?.aliases ?? [];
  const written = Object.values(argumentsOf(owner)).map(inWords);
  return [layer.name, owner.type, ...aliases, layer.note, ...problems, ...written].some((text) =>
    text.toLowerCase().includes(word),
  );
}

const PROBLEM_WORDS: ReadonlySet<string> = new Set(['problem', 'problems', 'error', 'errors']);

function hasArgument(view: ProjectView, layer: LayerRecord, name: string, wanted: string): boolean {
  const type = layerTypeIn(view, layer.type);
  const args = type ? resolveArguments(type, argumentsOf(layer)) : argumentsOf(layer);
  if (!Object.hasOwn(args, name)) return false;
  const value = compact(inWords(args[name]));
  const search = compact(wanted);
  return value === search || (search !== '' && Number.isNaN(Number(search)) && value.includes(search));
}

/** Quotes, brackets and spaces are not what people look for: `kernel_size=(3, 3)` is `3,3`. */
const compact = (text: string) => text.toLowerCase().replace(/["'()[\]\s]/g, '');

function inWords(value: ArgumentValue | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  if (isNonFinite(value)) return value.number;
  if ('function' in value) return value.function;
  if ('layer' in value) return value.layer;
  return ('array' in value ? value.items : value).map(inWords).join(', ');
}
