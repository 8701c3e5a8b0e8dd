import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { connect, type Connection } from '../../../src/sync/client/connect.ts';
import { joinProject } from '../../../src/sync/client/joinProject.ts';
import type { ProjectClient } from '../../../src/sync/client/projectClient.ts';
import type { Scope } from '../../../src/domain/scope.ts';
import type { BranchStore } from '../../../src/sync/server/branchStore.ts';
import { attachSync, SOCKET_OPTIONS } from '../../../src/sync/server/gateway.ts';
import { SessionRegistry } from '../../../src/sync/server/registry.ts';
import { noJobs } from './editing.ts';

export interface Loopback {
  readonly url: string;
  readonly registry: SessionRegistry;
  /** What went wrong inside the gateway. */
  readonly errors: unknown[];
  close(): Promise<void>;
}

/** Branch sessions behind a real socket.io server on the loopback address. */
export async function loopback(storeOf: (project: string) => Promise<BranchStore>): Promise<Loopback> {
  const http = createServer();
  const io = new Server(http, SOCKET_OPTIONS);
  const errors: unknown[] = [];
  const registry = new SessionRegistry(storeOf);
  attachSync(io, registry, {
    authorOf: () => 'somebody',
    jobOutputs: noJobs,
    mayOpen: (_socket, project) => project !== 'forbidden',
    report: (error) => errors.push(error),
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    registry,
    errors,
    close: async () => {
      await io.close();
      await registry.close();
    },
  };
}

/** Waits for something that is told of by `subscribe`. */
export async function until(
  holds: () => boolean,
  subscribe: (listener: () => void) => () => void,
): Promise<void> {
  if (holds()) return;
  let stop: () => void = () => undefined;
  await new Promise<void>((resolve) => {
    stop = subscribe(() => holds() && resolve());
  });
  stop();
}

export interface RemotePerson {
  readonly connection: Connection;
  readonly client: ProjectClient;
}

/** Somebody in a browser of their own, with scopes open. */
export async function person(url: string, project: string, scopes: readonly Scope[]): Promise<RemotePerson> {
  const connection = connect(url);
  const client = joinProject(connection, project);
  for (const scope of scopes) {
    client.open(scope);
    await until(
      () => client.isOpen(scope),
      (listener) => client.subscribe({ scope }, listener),
    );
  }
  return { connection, client };
}

export const whenSaved = (client: ProjectClient) =>
  until(
    () => client.status.state === 'saved',
    (listener) => client.subscribe('status', listener),
  );
