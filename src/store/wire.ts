import { findField, readFields, toDocument, toValue, validateDocument, type Value } from './bson.ts';
import { Command } from './command.ts';

/** MongoDB's wire protocol: OP_MSG for everything, OP_QUERY only for a driver's first greeting. */
export const MAX_MESSAGE_BYTES = 48_000_000;

export interface Request {
  readonly id: number;
  readonly command: Command;
  readonly isLegacy: boolean;
  /** The client has said that it does not listen for an answer. */
  readonly isOneWay: boolean;
}

/** What cannot be understood at all: the connection ends, as there is no telling where the next message starts. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const OpCode = { reply: 1, query: 2004, message: 2013 } as const;
const HEADER_BYTES = 16;
const MORE_TO_COME = 1 << 1;
const EXHAUST_ALLOWED = 1 << 16;

/** Cuts the stream of bytes of one connection into messages. */
export class Frames {
  #chunks: Buffer[] = [];
  #length = 0;

  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: Buffer[] = [];
    for (let frame = this.#cut(); frame; frame = this.#cut()) frames.push(frame);
    return frames;
  }

  #cut(): Buffer | undefined {
    if (this.#length < 4) return undefined;
    const length = this.#header().readInt32LE(0);
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
      throw new MalformedMessage(`a message of ${length} bytes`);
    }
    if (this.#length < length) return undefined;
    const [first] = this.#chunks;
    const all = first && first.length >= length ? first : Buffer.concat(this.#chunks);
    const rest = all === first ? this.#chunks.slice(1) : [];
    this.#chunks = all.length > length ? [all.subarray(length), ...rest] : rest;
    this.#length -= length;
    return all.subarray(0, length);
  }

  #header(): Buffer {
    const first = this.#chunks[0];
    if (first && first.length >= 4) return first;
    this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(4);
  }
}

export function decodeRequest(frame: Buffer): Request {
  try {
    const code = frame.readInt32LE(12);
    if (code === OpCode.message) return decodeMessage(frame);
    if (code === OpCode.query) return decodeQuery(frame);
    throw new MalformedMessage(`operation ${code} is not supported`);
  } catch (error) {
    throw error instanceof MalformedMessage ? error : new MalformedMessage(String(error));
  }
}

export function encodeReply(request: Request, reply: Readonly<Record<string, unknown>>): Buffer {
  const document = toDocument(reply);
  return request.isLegacy
    ? frameOf(OpCode.reply, request.id, [legacyReplyHeader(), document])
    : frameOf(OpCode.message, request.id, [Buffer.alloc(4), Buffer.alloc(1), document]);
}

function decodeMessage(frame: Buffer): Request {
  const flags = frame.readUInt32LE(HEADER_BYTES);
  if ((flags & ~(MORE_TO_COME | EXHAUST_ALLOWED)) !== 0) throw new MalformedMessage(`unknown flags ${flags}`);
  const sequences = new Map<string, readonly Buffer[]>();
  let body: Buffer | undefined;
  let offset = HEADER_BYTES + 4;
  while (offset < frame.length) {
    const kind = frame[offset];
    const section = sliceSized(frame, offset + 1);
    if (kind === 0 && !body) body = section;
    else if (kind === 1) sequences.set(...decodeSequence(section));
    else throw new MalformedMessage(`unexpected section of kind ${kind}`);
    offset += 1 + section.length;
  }
  if (!body) throw new MalformedMessage('a message without a body');
  validateDocument(body);
  return {
    id: frame.readInt32LE(4),
    command: new Command(new Map(readFields(body)), sequences),
    isLegacy: false,
    isOneWay: (flags & MORE_TO_COME) !== 0,
  };
}

function decodeSequence(section: Buffer): [string, Buffer[]] {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new MalformedMessage('a sequence without a name');
  const documents: Buffer[] = [];
  for (let offset = nameEnd + 1; offset < section.length;) {
    const document = sliceSized(section, offset);
    validateDocument(document);
    documents.push(document);
    offset += document.length;
  }
  return [section.toString('utf8', 4, nameEnd), documents];
}

function sliceSized(source: Buffer, offset: number): Buffer {
  const length = source.readInt32LE(offset);
  if (length < 5 || offset + length > source.length) throw new MalformedMessage(`a part of ${length} bytes`);
  return source.subarray(offset, offset + length);
}

function decodeQuery(frame: Buffer): Request {
  const nameStart = HEADER_BYTES + 4;
  const nameEnd = frame.indexOf(0, nameStart);
  const namespace = frame.toString('utf8', nameStart, nameEnd);
  if (!namespace.endsWith('.$cmd')) throw new MalformedMessage('OP_QUERY is only for greetings');
  const query = sliceSized(frame, nameEnd + 1 + 8);
  validateDocument(query);
  const body = findField(query, '$query')?.bytes ?? query;
  const database: [string, Value] = ['$db', toValue(namespace.slice(0, -'.$cmd'.length))];
  const fields = new Map([...readFields(body), database]);
  return {
    id: frame.readInt32LE(4),
    command: new Command(fields, new Map()),
    isLegacy: true,
    isOneWay: false,
  };
}

function legacyReplyHeader(): Buffer {
  const header = Buffer.alloc(20);
  header.writeInt32LE(1, 16);
  return header;
}

function frameOf(code: number, responseTo: number, parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(code, 12);
  const frame = Buffer.concat([header, ...parts]);
  frame.writeInt32LE(frame.length, 0);
  return frame;
}
