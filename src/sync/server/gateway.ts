import type { BranchName, ServerToClient } from '../protocol/socket.ts';
import type { JobOutputs } from './jobOutputs.ts';
import { Peer, roomOf, type PeerSocket } from './peer.ts';
import type { SessionRegistry } from './registry.ts';
import type { BranchSession } from './session.ts';

/** What is used of a socket.io server. */
export interface SyncServer<Socket extends PeerSocket> {
  on(event: 'connection', listener: (socket: Socket) => void): unknown;
  off(event: 'connection', listener: (socket: Socket) => void): unknown;
  to(room: string): { emit(event: string, ...details: unknown[]): unknown };
}

export interface SyncPorts<Socket> {
  /** Who sits behind a socket: the author of what it sends. */
  readonly authorOf: (socket: Socket) => string;
  readonly jobOutputs: JobOutputs;
  readonly mayOpen?: (socket: Socket, project: string) => boolean | Promise<boolean>;
  readonly report?: (error: unknown) => void;
}

/** Options for the socket.io server: a pasted network of 10,000 layers passes, a flood does not. */
export const SOCKET_OPTIONS = { maxHttpBufferSize: 32_000_000 } as const;

/** Lets browsers edit together over a socket.io server. The release takes no new browsers. */
export function attachSync<Socket extends PeerSocket>(
  io: SyncServer<Socket>,
  registry: SessionRegistry,
  ports: SyncPorts<Socket>,
): () => void {
  const report = ports.report ?? ((error) => console.error(error));
  const announce = broadcaster(io);
  const welcome = (socket: Socket) => {
    const peer = new Peer(socket, {
      author: ports.authorOf(socket),
      mayOpen: async (project) => (await ports.mayOpen?.(socket, project)) ?? true,
      open: async ({ project, branch }) => {
        const held = await registry.open(project, branch);
        announce(held.session, { project, branch });
        return held;
      },
      jobOutputs: ports.jobOutputs,
      report,
    });
    peer.listen();
  };
  io.on('connection', welcome);
  return () => void io.off('connection', welcome);
}

/** Sends what a session says to everybody on its branch, encoded once for all of them. */
function broadcaster<Socket extends PeerSocket>(io: SyncServer<Socket>) {
  const announced = new WeakSet<BranchSession>();
  return (session: BranchSession, name: BranchName) => {
    if (announced.has(session)) return;
    announced.add(session);
    const send = <Event extends keyof ServerToClient>(
      event: Event,
      ...details: Parameters<ServerToClient[Event]>
    ) => io.to(roomOf(name)).emit(event, ...details);
    session.subscribe({
      patches: (list) => send('patches', { ...name, list }),
      reset: () => send('reset', name),
    });
  };
}
