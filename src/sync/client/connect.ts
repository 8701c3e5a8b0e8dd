import { io } from 'socket.io-client';
import type { ClientSocket } from './socket.ts';

export interface Connection {
  readonly socket: ClientSocket;
  /** Calls when the list of projects changed, and when it may have while the connection was lost. */
  onProjects(listener: () => void): () => void;
  close(): void;
}

/** Connects to the gateway, and again whenever the connection is lost. */
export function connect(url: string, makeSocket: (url: string) => ClientSocket = overSocketIo): Connection {
  const socket = makeSocket(url);
  return {
    socket,
    onProjects: (listener) => {
      socket.on('projects', listener);
      socket.on('connect', listener);
      return () => {
        socket.off('projects', listener);
        socket.off('connect', listener);
      };
    },
    close: () => void socket.disconnect(),
  };
}

export function overSocketIo(url: string): ClientSocket {
  // The events are typed by ClientSocket; socket.io's own typing of them cannot be told the same.
  return io(url, { transports: ['websocket'], reconnectionDelayMax: 3_000 }) as unknown as ClientSocket;
}
