import type { Connection } from './connect.ts';
import { ProjectClient } from './projectClient.ts';

/** Joins the living branch of a project; `close` of what it returns leaves it. */
export const joinProject = ({ socket }: Connection, project: string): ProjectClient =>
  new ProjectClient(socket, { project, branch: 'master' });
