import type { Connection } from '../sync/client/connect.ts';
import { namedIn } from '../sync/protocol/address.ts';

/** Asks for what the address shows while the scripts that show it are still on their way. */
export async function anticipate(connection: Connection, address: string): Promise<void> {
  const { project, scopes } = namedIn(address);
  if (project === undefined) return;
  const { anticipateProject } = await import('../sync/client/joinProject.ts');
  anticipateProject(connection, project, scopes);
}
