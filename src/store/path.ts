import { findField, NULL, readElements, readFields, Type, UNDEFINED, type Value } from './bson.ts';
import { encodeKey } from './order.ts';

export type Path = readonly string[];

/** What a path leads to; undefined stands for "not there", which counts as null in comparisons. */
export type Leaf = Value | undefined;

export function parsePath(dotted: string): Path {
  return dotted.split('.');
}

/** On its way a path enters every document of an array, as MongoDB does, and an element by its number. */
export function leavesAt(document: Buffer, path: Path, depth = 0): Leaf[] {
  const value = findField(document, path[depth] ?? '');
  return value ? descend(value, path, depth + 1) : [undefined];
}

/** The keys under which a document is indexed and sorted by this path: each element of an array counts. */
export function keysAt(document: Buffer, path: Path): Buffer[] {
  const keys = leavesAt(document, path).flatMap(leafKeys);
  const distinct = new Map(keys.map((key) => [key.toString('latin1'), key]));
  return distinct.size > 0 ? [...distinct.values()] : [encodeKey(NULL)];
}

function descend(value: Value, path: Path, depth: number): Leaf[] {
  if (depth === path.length) return [value];
  if (value.type === Type.object) return leavesAt(value.bytes, path, depth);
  if (value.type === Type.array) return enterArray(value, path, depth);
  return [undefined];
}

function enterArray(array: Value, path: Path, depth: number): Leaf[] {
  return readFields(array.bytes).flatMap(([index, element]) => [
    ...(element.type === Type.object ? leavesAt(element.bytes, path, depth) : []),
    ...(index === path[depth] ? descend(element, path, depth + 1) : []),
  ]);
}

function leafKeys(leaf: Leaf): Buffer[] {
  if (!leaf) return [encodeKey(NULL)];
  if (leaf.type !== Type.array) return [encodeKey(leaf)];
  const elements = readElements(leaf);
  return elements.length > 0 ? elements.map(encodeKey) : [encodeKey(UNDEFINED)];
}
