import { readElements, readFields, Type, type Value } from './bson.ts';
import { CommandError } from './errors.ts';

/**
 * MongoDB's order of values as bytes: comparing the keys of two values compares the values, and equal
 * values (int 1, long 1, double 1.0) have equal keys. Every key is free of prefixes, so keys can be
 * concatenated for compound indexes, and inverted bit by bit for descending ones.
 */
export function encodeKey(value: Value): Buffer {
  const parts: Buffer[] = [];
  appendKey(parts, value);
  return Buffer.concat(parts);
}

/** Types are ordered by rank; only values of one rank are compared by `$lt` and its kin. */
export const Rank = {
  minKey: 0x02,
  undefined: 0x08,
  null: 0x0a,
  number: 0x10,
  string: 0x18,
  object: 0x20,
  array: 0x28,
  binary: 0x30,
  objectId: 0x38,
  boolean: 0x40,
  date: 0x48,
  timestamp: 0x50,
  regex: 0x58,
  maxKey: 0xf0,
} as const;

export function rankOf(key: Buffer): number {
  return key[0] ?? 0;
}

export function isNumber(value: Value): boolean {
  return value.type === Type.int || value.type === Type.long || value.type === Type.double;
}

export function numberOf(value: Value): number | bigint {
  if (value.type === Type.int) return value.bytes.readInt32LE(0);
  return value.type === Type.long ? value.bytes.readBigInt64LE(0) : value.bytes.readDoubleLE(0);
}

export function isNaNKey(key: Buffer): boolean {
  return key.equals(NAN_KEY);
}

export function invert(key: Buffer): Buffer {
  return Buffer.from(key.map((byte) => ~byte & 0xff));
}

/** The first byte string after everything that starts with this prefix. */
export function after(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix);
  for (let at = next.length - 1; at >= 0; at--) {
    const byte = next[at] ?? 0xff;
    if (byte < 0xff) {
      next[at] = byte + 1;
      return next.subarray(0, at + 1);
    }
  }
  return Buffer.from([0xff, 0xff]);
}

const NAN_KEY = Buffer.concat([Buffer.from([Rank.number]), Buffer.alloc(10)]);
const END = Buffer.from([0x00]);

function appendKey(parts: Buffer[], value: Value): void {
  const rank = rankByType(value.type);
  parts.push(Buffer.from([rank]));
  switch (rank) {
    case Rank.number:
      parts.push(numberBody(numberOf(value)));
      return;
    case Rank.string:
      parts.push(...terminated(value.bytes.subarray(4, -1)));
      return;
    case Rank.object:
      appendObject(parts, value);
      return;
    case Rank.array:
      appendArray(parts, value);
      return;
    case Rank.binary:
      parts.push(...binaryBody(value.bytes));
      return;
    case Rank.date:
      parts.push(signedBody(value.bytes.readBigInt64LE(0)));
      return;
    case Rank.timestamp:
      parts.push(Buffer.from(value.bytes).reverse());
      return;
    case Rank.regex:
      appendRegex(parts, value.bytes);
      return;
    default:
      parts.push(value.bytes);
  }
}

function rankByType(type: number): number {
  const rank = RANKS.get(type);
  if (rank === undefined) {
    throw new CommandError('NotImplemented', `The embedded store cannot compare values of BSON type ${type}`);
  }
  return rank;
}

const RANKS: ReadonlyMap<number, number> = new Map([
  [Type.minKey, Rank.minKey],
  [Type.undefined, Rank.undefined],
  [Type.null, Rank.null],
  [Type.int, Rank.number],
  [Type.long, Rank.number],
  [Type.double, Rank.number],
  [Type.string, Rank.string],
  [Type.symbol, Rank.string],
  [Type.object, Rank.object],
  [Type.array, Rank.array],
  [Type.binary, Rank.binary],
  [Type.objectId, Rank.objectId],
  [Type.boolean, Rank.boolean],
  [Type.date, Rank.date],
  [Type.timestamp, Rank.timestamp],
  [Type.regex, Rank.regex],
  [Type.maxKey, Rank.maxKey],
]);

/**
 * The nearest double, then what a 64-bit integer lost by becoming one: longs and doubles fall into one
 * exact order.
 */
function numberBody(number: number | bigint): Buffer {
  const body = Buffer.alloc(10);
  if (Number.isNaN(number)) return body;
  const nearest = Number(number) + 0;
  body.writeDoubleBE(nearest === 0 ? 0 : nearest, 0);
  if (nearest < 0) for (let at = 0; at < 8; at++) body[at] = ~(body[at] ?? 0) & 0xff;
  else body[0] = (body[0] ?? 0) | 0x80;
  const lost = typeof number === 'bigint' ? Number(number - BigInt(nearest)) : 0;
  body.writeUInt16BE(0x8000 + lost, 8);
  return body;
}

function signedBody(number: bigint): Buffer {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt.asUintN(64, number) ^ (1n << 63n));
  return body;
}

/** A zero byte inside becomes 00 FF and the end is 00 01, so that a shorter string comes first. */
function terminated(text: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let zero = text.indexOf(0); zero >= 0; zero = text.indexOf(0, start)) {
    parts.push(text.subarray(start, zero), Buffer.from([0x00, 0xff]));
    start = zero + 1;
  }
  parts.push(text.subarray(start), Buffer.from([0x00, 0x01]));
  return parts;
}

/** MongoDB compares two fields by type, then by name, then by value. */
function appendObject(parts: Buffer[], object: Value): void {
  for (const [name, field] of readFields(object.bytes)) {
    parts.push(Buffer.from([rankByType(field.type)]), ...terminated(Buffer.from(name, 'utf8')));
    appendKey(parts, field);
  }
  parts.push(END);
}

function appendArray(parts: Buffer[], array: Value): void {
  for (const element of readElements(array)) appendKey(parts, element);
  parts.push(END);
}

function binaryBody(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.readInt32LE(0));
  return [length, bytes.subarray(4)];
}

function appendRegex(parts: Buffer[], bytes: Buffer): void {
  const patternEnd = bytes.indexOf(0);
  parts.push(...terminated(bytes.subarray(0, patternEnd)), ...terminated(bytes.subarray(patternEnd + 1, -1)));
}
