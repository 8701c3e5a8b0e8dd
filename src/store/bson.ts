import { BSON } from 'mongodb';

import { CommandError } from './errors.ts';

/**
 * Documents are handled as the bytes they came in: nothing is lost or reordered by a trip through
 * JavaScript objects (int 1 and double 1.0 differ, `{b, "1"}` keeps its order), and a stored document
 * goes back to a client without being rebuilt.
 */
export class Value {
  readonly type: number;
  readonly bytes: Buffer;

  constructor(type: number, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

export type Field = readonly [name: string, value: Value];

export const Type = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 180;
const SMALLEST_DOCUMENT = 5;

export const NULL = new Value(Type.null, Buffer.alloc(0));
export const UNDEFINED = new Value(Type.undefined, Buffer.alloc(0));

export function readFields(document: Buffer): Field[] {
  const fields: Field[] = [];
  visitFields(document, (name, value) => {
    fields.push([name, value]);
    return true;
  });
  return fields;
}

export function readElements(array: Value): Value[] {
  return readFields(array.bytes).map(([, value]) => value);
}

export function findField(document: Buffer, wanted: string): Value | undefined {
  let found: Value | undefined;
  visitFields(document, (name, value) => {
    if (name !== wanted) return true;
    found = value;
    return false;
  });
  return found;
}

export function writeDocument(fields: Iterable<Field>): Buffer {
  const parts: Buffer[] = [Buffer.alloc(4)];
  for (const [name, value] of fields) {
    parts.push(Buffer.from([value.type]), cstring(name), value.bytes);
  }
  parts.push(Buffer.alloc(1));
  const document = Buffer.concat(parts);
  document.writeInt32LE(document.length, 0);
  return document;
}

export function objectOf(fields: Iterable<Field>): Value {
  return new Value(Type.object, writeDocument(fields));
}

export function arrayOf(elements: readonly Value[]): Value {
  return new Value(Type.array, writeDocument(elements.map((value, index): Field => [String(index), value])));
}

/** A plain JavaScript value, which may contain `Value`s and documents as bytes at any depth. */
export function toValue(source: unknown): Value {
  if (source instanceof Value) return source;
  if (Buffer.isBuffer(source)) return new Value(Type.object, source);
  if (Array.isArray(source)) return arrayOf(source.map(toValue));
  if (isPlainObject(source)) return objectOf(toFields(source));
  return scalar(source);
}

export function toDocument(source: Readonly<Record<string, unknown>>): Buffer {
  return writeDocument(toFields(source));
}

export function toJs(value: Value): unknown {
  return BSON.deserialize(writeDocument([['v', value]]), { promoteBuffers: false })['v'];
}

export function sameBytes(a: Value, b: Value): boolean {
  return a.type === b.type && a.bytes.equals(b.bytes);
}

export function newObjectId(): Value {
  return scalar(new BSON.ObjectId());
}

export function typeName(value: Value): string {
  return Object.entries(Type).find(([, type]) => type === value.type)?.[0] ?? 'unknown';
}

/** Throws unless the bytes are one well-formed document down to its leaves. */
export function validateDocument(document: Buffer, depth = 0): void {
  if (depth > MAX_DEPTH) throw malformed(`nested deeper than ${MAX_DEPTH} levels`);
  visitFields(document, (_name, value) => {
    validateValue(value, depth);
    return true;
  });
}

function validateValue(value: Value, depth: number): void {
  const { type, bytes } = value;
  if (type === Type.object || type === Type.array) validateDocument(bytes, depth + 1);
  if (isStringLike(type) && bytes[bytes.length - 1] !== 0) throw malformed('a string has no end');
  if (type === Type.boolean && (bytes[0] ?? 2) > 1) throw malformed('a boolean is neither 0 nor 1');
}

function isStringLike(type: number): boolean {
  return type === Type.string || type === Type.symbol || type === Type.code;
}

function visitFields(document: Buffer, visit: (name: string, value: Value) => boolean): void {
  const end = documentEnd(document);
  let offset = 4;
  while (offset < end) {
    const type = document[offset] ?? 0;
    const nameEnd = cstringEnd(document, offset + 1, end);
    const start = nameEnd + 1;
    const length = valueLength(type, document, start, end);
    if (length < 0 || start + length > end) throw malformed('a value reaches past the end of its document');
    const name = document.toString('utf8', offset + 1, nameEnd);
    if (!visit(name, new Value(type, document.subarray(start, start + length)))) return;
    offset = start + length;
  }
}

function documentEnd(document: Buffer): number {
  const length = document.length < SMALLEST_DOCUMENT ? -1 : document.readInt32LE(0);
  if (length !== document.length || document[length - 1] !== 0) throw malformed('wrong document length');
  return length - 1;
}

function valueLength(type: number, document: Buffer, start: number, end: number): number {
  switch (type) {
    case Type.double:
    case Type.date:
    case Type.timestamp:
    case Type.long:
      return 8;
    case Type.int:
      return 4;
    case Type.boolean:
      return 1;
    case Type.objectId:
      return 12;
    case Type.decimal:
      return 16;
    case Type.null:
    case Type.undefined:
    case Type.minKey:
    case Type.maxKey:
      return 0;
    case Type.string:
    case Type.symbol:
    case Type.code:
      return prefixedLength(document, start, end, 4, 1);
    case Type.dbPointer:
      return prefixedLength(document, start, end, 16, 1);
    case Type.object:
    case Type.array:
      return prefixedLength(document, start, end, 0, SMALLEST_DOCUMENT);
    case Type.codeWithScope:
      return prefixedLength(document, start, end, 0, 14);
    case Type.binary:
      return prefixedLength(document, start, end, 5, 0);
    case Type.regex:
      return cstringEnd(document, cstringEnd(document, start, end) + 1, end) + 1 - start;
    default:
      throw malformed(`type ${type} does not exist`);
  }
}

function prefixedLength(document: Buffer, start: number, end: number, extra: number, least: number): number {
  if (start + 4 > end) throw malformed('a value reaches past the end of its document');
  const length = document.readInt32LE(start);
  if (length < least) throw malformed('a length is too small');
  return length + extra;
}

function cstringEnd(document: Buffer, start: number, end: number): number {
  const position = document.indexOf(0, start);
  if (position < 0 || position >= end) throw malformed('a name has no end');
  return position;
}

function cstring(text: string): Buffer {
  if (text.includes('\0')) throw new CommandError('BadValue', 'a field name contains a null character');
  return Buffer.from(`${text}\0`, 'utf8');
}

function malformed(reason: string): CommandError {
  return new CommandError('InvalidBSON', `Malformed BSON: ${reason}`);
}

function toFields(source: Readonly<Record<string, unknown>>): Field[] {
  return Object.entries(source)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): Field => [name, toValue(value)]);
}

function scalar(source: unknown): Value {
  const document = Buffer.from(BSON.serialize({ v: source }));
  const header = 4 + 1 + 'v\0'.length;
  return new Value(document[4] ?? 0, document.subarray(header, document.length - 1));
}

function isPlainObject(source: unknown): source is Record<string, unknown> {
  return typeof source === 'object' && source !== null && Object.getPrototypeOf(source) === Object.prototype;
}
