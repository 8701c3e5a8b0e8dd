import {
  arrayOf,
  objectOf,
  readElements,
  readFields,
  Type,
  writeDocument,
  type Field,
  type Value,
} from './bson.ts';
import { CommandError } from './errors.ts';
import { isNumber, numberOf } from './order.ts';
import { parsePath } from './path.ts';

export type Project = (document: Buffer) => Buffer;

/** Which fields to keep or to leave out: a tree of names, a leaf stands for all that is below it. */
interface Fields {
  get(name: string): Fields | undefined;
  readonly size: number;
}

interface MutableFields extends Fields {
  get(name: string): MutableFields | undefined;
  set(name: string, below: MutableFields): unknown;
  delete(name: string): boolean;
}

const ALL: Project = (document) => document;

export function parseProjection(document: Buffer | undefined): Project {
  const choices = document ? readFields(document).map(parseChoice) : [];
  if (choices.length === 0) return ALL;
  const others = choices.filter(({ name }) => name !== '_id');
  const keepsId = choices.find(({ name }) => name === '_id')?.keeps;
  const keeps = others[0]?.keeps ?? keepsId ?? true;
  const misfit = others.find((choice) => choice.keeps !== keeps);
  if (misfit) throw mixed(misfit.name, keeps);
  const tree = toTree(others.map(({ name }) => name));
  if ((keepsId ?? true) === keeps) tree.set('_id', new Map() as MutableFields);
  return keeps ? (source) => writeDocument(include(readFields(source), tree)) : excluding(tree, keepsId);
}

function mixed(name: string, keeps: boolean): CommandError {
  return keeps
    ? new CommandError('Location31254', `Cannot do exclusion on field ${name} in inclusion projection`)
    : new CommandError('Location31253', `Cannot do inclusion on field ${name} in exclusion projection`);
}

function excluding(tree: MutableFields, keepsId: boolean | undefined): Project {
  if (keepsId !== false) tree.delete('_id');
  return (source) => writeDocument(exclude(readFields(source), tree));
}

function parseChoice([name, value]: Field): { name: string; keeps: boolean } {
  const unsupported =
    name.startsWith('$') || name.split('.').some((part) => part === '' || part.startsWith('$'));
  const isFlag = isNumber(value) || value.type === Type.boolean;
  if (unsupported || !isFlag) throw new CommandError('BadValue', `unsupported projection of '${name}'`);
  return { name, keeps: isNumber(value) ? Number(numberOf(value)) !== 0 : value.bytes[0] === 1 };
}

function toTree(names: readonly string[]): MutableFields {
  const tree = new Map() as MutableFields;
  for (const name of names) {
    let node = tree;
    for (const part of parsePath(name)) {
      const child = node.get(part) ?? (new Map() as MutableFields);
      node.set(part, child);
      node = child;
    }
  }
  return tree;
}

function include(fields: readonly Field[], tree: Fields): Field[] {
  return fields.flatMap(([name, value]): Field[] => {
    const below = tree.get(name);
    if (!below) return [];
    const kept = below.size === 0 ? value : includeBelow(value, below);
    return kept ? [[name, kept]] : [];
  });
}

function includeBelow(value: Value, tree: Fields): Value | undefined {
  if (value.type === Type.object) return objectOf(include(readFields(value.bytes), tree));
  if (value.type !== Type.array) return undefined;
  return arrayOf(readElements(value).flatMap((element) => includeBelow(element, tree) ?? []));
}

function exclude(fields: readonly Field[], tree: Fields): Field[] {
  return fields.flatMap(([name, value]): Field[] => {
    const below = tree.get(name);
    if (!below) return [[name, value]];
    return below.size === 0 ? [] : [[name, excludeBelow(value, below)]];
  });
}

function excludeBelow(value: Value, tree: Fields): Value {
  if (value.type === Type.object) return objectOf(exclude(readFields(value.bytes), tree));
  if (value.type !== Type.array) return value;
  return arrayOf(readElements(value).map((element) => excludeBelow(element, tree)));
}
