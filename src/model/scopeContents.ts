import { CONCEPTS } from '../../meta/index.ts';
import type { ScopeContents } from './tree.ts';

/**
 * What was kept, or undefined where it is something else. The gateway itself wrote it, so it is enough to see that
 * it is whole: a schema would take as long for twenty thousand records as all the rest.
 */
export function parseContents(text: string): ScopeContents | undefined {
  const found = JSON.parse(text) as unknown;
  if (!isObject(found)) return undefined;
  const { records, paths, buckets } = found;
  const isWhole =
    Array.isArray(records) &&
    records.every(isRecord) &&
    isTexts(paths) &&
    paths.length === records.length &&
    isObject(buckets) &&
    isTexts(buckets['branches']) &&
    isLeaves(buckets['leaves']);
  return isWhole ? (found as unknown as ScopeContents) : undefined;
}

type Found = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Found => typeof value === 'object' && value !== null;

const isText = (value: unknown): value is string => typeof value === 'string';

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

const isRecord = (value: unknown) =>
  isObject(value) &&
  isText(value['id']) &&
  isText(value['parent']) &&
  isText(value['concept']) &&
  Object.hasOwn(CONCEPTS, value['concept']);

const isLeaves = (value: unknown) =>
  Array.isArray(value) &&
  value.every((leaf) => Array.isArray(leaf) && isText(leaf[0]) && Number.isInteger(leaf[1]));
