import type { Connection } from './connect.ts';
import type { Scope } from '../../domain/scope.ts';
import { ProjectClient } from './projectClient.ts';

const anticipated = new WeakMap<Connection, ProjectClient>();

/** Joins what will be joined as soon as the page is there. */
export function anticipateProject(connection: Connection, project: string, expected: readonly Scope[]): void {
  anticipated.get(connection)?.close();
  anticipated.set(connection, join(connection, project, expected));
}

/** Joins the living branch of a project; `close` of what it returns leaves it. */
export function joinProject(connection: Connection, project: string): ProjectClient {
  const early = anticipated.get(connection);
  anticipated.delete(connection);
  if (early?.name.project === project) return early;
  early?.close();
  return join(connection, project);
}

const join = ({ socket }: Connection, project: string, expected: readonly Scope[] = []) =>
  new ProjectClient(socket, { project, branch: 'master' }, { expected });
