import { formatIndex, type IndexPart } from '../shapes/indexing.ts';
import { isObject, isOperation, type Configured } from './configured.ts';

/** Whether it stands for `x[...]`. */
export const isIndexing = (entry: Configured) => isOperation(entry) && entry.class_name === 'GetItem';

/** The calls of `x[...]` with what stands in the brackets as text, where that is made of numbers alone. */
export function withIndexAsText(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return nodes;
  return nodes.map((node: unknown) => {
    if (!isObject(node) || !Array.isArray(node['args'])) return node;
    const [tensor, key] = node['args'] as unknown[];
    const text = textOf(key);
    return text === undefined ? node : { args: [tensor], kwargs: { key: text } };
  });
}

function textOf(key: unknown): string | undefined {
  const items = isObject(key) && key['class_name'] === '__tuple__' ? key['items'] : key;
  const parts = Array.isArray(items) ? items.map(partOf) : [partOf(items)];
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return formatIndex({ parts: parts as IndexPart[], isBare: typeof items === 'number' });
}

function partOf(value: unknown): IndexPart | undefined {
  if (value === null || Number.isSafeInteger(value)) return value as number | null;
  if (!isObject(value)) return undefined;
  if (value['class_name'] === '__ellipsis__') return '...';
  if (value['class_name'] !== '__slice__' || !isObject(value['config'])) return undefined;
  const { start = null, stop = null, step = null } = value['config'];
  const ends = [start, stop, step];
  if (!ends.every((end) => end === null || Number.isSafeInteger(end))) return undefined;
  return { start, stop, step } as IndexPart;
}
