import type { ClientToServer, ServerToClient } from '../protocol/socket.ts';

interface Lifecycle {
  connect: () => void;
  disconnect: () => void;
  connect_error: () => void;
}

export type SocketEvents = ServerToClient & Lifecycle;

/** What is used of a socket.io client; it connects again by itself. */
export interface ClientSocket {
  readonly connected: boolean;
  on<Event extends keyof SocketEvents>(event: Event, listener: SocketEvents[Event]): unknown;
  off<Event extends keyof SocketEvents>(event: Event, listener: SocketEvents[Event]): unknown;
  emit<Event extends keyof ClientToServer>(
    event: Event,
    ...details: Parameters<ClientToServer[Event]>
  ): unknown;
  disconnect(): unknown;
}
