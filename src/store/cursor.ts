import { randomBytes } from 'node:crypto';

import { MAX_DOCUMENT_BYTES } from './bson.ts';
import { fullName, type Namespace } from './namespace.ts';
import { CommandError } from './errors.ts';

export type Documents = Iterator<Buffer, unknown, undefined>;

const FIRST_BATCH = 101;
const IDLE_MS = 10 * 60 * 1000;

/** The results that clients have not fetched yet. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The reply to a query: its first batch, and a cursor for the rest unless there is none. */
  start(namespace: Namespace, documents: Documents, size = FIRST_BATCH, isSingle = false): CursorReply {
    this.#closeIdle();
    const cursor = new Cursor(namespace, documents, this.#now());
    const batch = cursor.take(size);
    const isOver = isSingle || cursor.isOver;
    const id = isOver ? 0n : this.#keep(cursor);
    return { cursor: { firstBatch: batch, id, ns: fullName(namespace) } };
  }

  continue(namespace: Namespace, id: bigint, size = Infinity): CursorReply {
    const cursor = this.#open.get(id);
    if (!cursor || fullName(cursor.namespace) !== fullName(namespace)) {
      throw new CommandError('CursorNotFound', `cursor id ${id} not found`);
    }
    cursor.usedAt = this.#now();
    const batch = cursor.take(size === 0 ? Infinity : size);
    if (cursor.isOver) this.#open.delete(id);
    return { cursor: { nextBatch: batch, id: cursor.isOver ? 0n : id, ns: fullName(namespace) } };
  }

  kill(id: bigint): boolean {
    return this.#open.delete(id);
  }

  /** Cursors do not outlive what they read from. */
  killAll(namespace: Namespace): void {
    this.#killWhere((cursor) => fullName(cursor.namespace) === fullName(namespace));
  }

  #closeIdle(): void {
    const latest = this.#now() - IDLE_MS;
    this.#killWhere((cursor) => cursor.usedAt < latest);
  }

  #killWhere(isDoomed: (cursor: Cursor) => boolean): void {
    for (const [id, cursor] of this.#open) if (isDoomed(cursor)) this.#open.delete(id);
  }

  #keep(cursor: Cursor): bigint {
    const id = randomBytes(8).readBigInt64LE(0) || 1n;
    this.#open.set(id, cursor);
    return id;
  }
}

export interface CursorReply extends Readonly<Record<string, unknown>> {
  readonly cursor: {
    readonly firstBatch?: readonly Buffer[];
    readonly nextBatch?: readonly Buffer[];
    readonly id: bigint;
    readonly ns: string;
  };
}

/** Reads one document ahead, to know whether it has reached the end. */
class Cursor {
  readonly namespace: Namespace;
  usedAt: number;
  readonly #documents: Documents;
  #ahead: Buffer | undefined;

  constructor(namespace: Namespace, documents: Documents, usedAt: number) {
    this.namespace = namespace;
    this.usedAt = usedAt;
    this.#documents = documents;
    this.#advance();
  }

  get isOver(): boolean {
    return this.#ahead === undefined;
  }

  take(size: number): Buffer[] {
    const batch: Buffer[] = [];
    let bytes = 0;
    while (this.#ahead && batch.length < size) {
      bytes += this.#ahead.length;
      if (bytes > MAX_DOCUMENT_BYTES && batch.length > 0) break;
      batch.push(this.#ahead);
      this.#advance();
    }
    return batch;
  }

  #advance(): void {
    const next = this.#documents.next();
    this.#ahead = next.done ? undefined : next.value;
  }
}
