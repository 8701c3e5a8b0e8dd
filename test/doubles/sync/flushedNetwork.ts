import type { ClientSocket, SocketEvents } from '../../../src/sync/client/socket.ts';
import type { SyncServer } from '../../../src/sync/server/gateway.ts';
import type { PeerSocket } from '../../../src/sync/server/peer.ts';

type Listener = (...details: never[]) => void;
type Delivery = () => void;

const copied = (details: readonly unknown[]) => JSON.parse(JSON.stringify(details)) as unknown[];

/** A network that moves nothing by itself: messages wait on each line, in order, until the test delivers them. */
export class FlushedNetwork implements SyncServer<ServerEnd> {
  readonly #welcomes = new Set<(socket: ServerEnd) => void>();
  readonly #ends = new Set<ServerEnd>();
  readonly #lines: Line[] = [];

  on(_event: 'connection', listener: (socket: ServerEnd) => void) {
    this.#welcomes.add(listener);
  }

  off(_event: 'connection', listener: (socket: ServerEnd) => void) {
    this.#welcomes.delete(listener);
  }

  to(room: string) {
    return {
      emit: (event: string, ...details: unknown[]) => {
        for (const end of this.#ends) if (end.rooms.has(room)) end.emit(event, ...details);
      },
    };
  }

  /** A browser's line, connected. */
  line(author: string): Line {
    const line = new Line(author, (end) => this.#attach(end));
    this.#lines.push(line);
    line.reconnect();
    return line;
  }

  /** Delivers everything, and what that brings about, until nothing moves any more. */
  async settle(): Promise<void> {
    do {
      for (const line of this.#lines) line.deliverAll();
      await new Promise(setImmediate);
    } while (this.#lines.some((line) => line.waiting > 0));
  }

  #attach(end: ServerEnd): () => void {
    this.#ends.add(end);
    for (const welcome of this.#welcomes) welcome(end);
    return () => void this.#ends.delete(end);
  }
}

/** The server's end of one connection. */
export class ServerEnd implements PeerSocket {
  readonly author: string;
  readonly rooms = new Set<string>();
  readonly #send: (delivery: { event: string; details: unknown[] }) => void;
  readonly #listeners = new Map<string, ((...details: unknown[]) => void)[]>();

  constructor(author: string, send: (delivery: { event: string; details: unknown[] }) => void) {
    this.author = author;
    this.#send = send;
  }

  on(event: string, listener: (...details: unknown[]) => void) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  emit(event: string, ...details: unknown[]) {
    this.#send({ event, details: copied(details) });
  }

  join(room: string) {
    this.rooms.add(room);
  }

  leave(room: string) {
    this.rooms.delete(room);
  }

  hear(event: string, details: unknown[]) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...details);
  }
}

/** One browser's connection, seen from the browser. */
export class Line implements ClientSocket {
  connected = false;
  readonly toServer: Delivery[] = [];
  readonly toClient: Delivery[] = [];
  readonly #author: string;
  readonly #attach: (end: ServerEnd) => () => void;
  readonly #listeners = new Map<string, Set<Listener>>();
  #end: ServerEnd | undefined;
  #detach: () => void = () => undefined;

  constructor(author: string, attach: (end: ServerEnd) => () => void) {
    this.#author = author;
    this.#attach = attach;
  }

  get waiting() {
    return this.toServer.length + this.toClient.length;
  }

  on<Event extends keyof SocketEvents>(event: Event, listener: SocketEvents[Event]) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  off<Event extends keyof SocketEvents>(event: Event, listener: SocketEvents[Event]) {
    this.#listeners.get(event)?.delete(listener);
  }

  emit(event: string, ...details: unknown[]) {
    const answer = details.at(-1);
    const end = this.#end;
    const given = typeof answer === 'function' ? details.slice(0, -1) : details;
    const sent = copied(given);
    if (typeof answer === 'function') {
      sent.push((...answered: unknown[]) => {
        const arrived = copied(answered);
        if (end === this.#end)
          this.toClient.push(() => (answer as (...given: unknown[]) => unknown)(...arrived));
      });
    }
    this.toServer.push(() => end?.hear(event, sent));
  }

  disconnect() {
    this.cut();
  }

  /** Loses the connection with all that is on its way. */
  cut() {
    if (!this.connected) return;
    this.connected = false;
    this.toServer.length = 0;
    this.toClient.length = 0;
    this.#detach();
    const end = this.#end;
    this.#end = undefined;
    end?.hear('disconnect', []);
    this.#tell('disconnect', []);
  }

  reconnect() {
    const end: ServerEnd = new ServerEnd(this.#author, ({ event, details }) => {
      if (end === this.#end) this.toClient.push(() => this.#tell(event, details));
    });
    this.#end = end;
    this.connected = true;
    this.#detach = this.#attach(end);
    this.#tell('connect', []);
  }

  /** Delivers the oldest message of one direction; false when there is none. */
  deliver(direction: 'toServer' | 'toClient'): boolean {
    const delivery = this[direction].shift();
    delivery?.();
    return delivery !== undefined;
  }

  deliverAll() {
    while (this.deliver('toServer') || this.deliver('toClient'));
  }

  #tell(event: string, details: unknown[]) {
    for (const listener of [...(this.#listeners.get(event) ?? [])])
      (listener as (...details: unknown[]) => void)(...details);
  }
}
