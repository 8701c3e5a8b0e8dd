import { CommandError } from './errors.ts';

/** A collection's full name. */
export interface Namespace {
  readonly database: string;
  readonly name: string;
}

export function fullName({ database, name }: Namespace): string {
  return `${database}.${name}`;
}

const MAX_NAMESPACE_BYTES = 255;

export function parseNamespace(text: string): Namespace {
  const dot = text.indexOf('.');
  return checkedNamespace(text.slice(0, Math.max(dot, 0)), text.slice(dot + 1));
}

export function checkedNamespace(database: string, name: string): Namespace {
  const namespace = { database, name };
  const isDatabase = database !== '' && !/[/\\. "$\0]/.test(database);
  const isCollection = name !== '' && !name.startsWith('.') && !name.endsWith('.') && !/[$\0]/.test(name);
  const fits = Buffer.byteLength(fullName(namespace)) <= MAX_NAMESPACE_BYTES;
  if (!isDatabase || !isCollection || !fits) {
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${fullName(namespace)}'`);
  }
  return namespace;
}
