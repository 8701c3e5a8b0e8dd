import type { Scope } from '../domain/scope.ts';
import type { Connection } from '../sync/client/connect.ts';

/** Asks for what the address shows while the scripts that show it are still on their way. */
export async function anticipate(connection: Connection, address: string): Promise<void> {
  const { project, scopes } = namedIn(address);
  if (project === undefined) return;
  const { anticipateProject } = await import('../sync/client/joinProject.ts');
  anticipateProject(connection, project, scopes);
}

const WITH_CONTENTS = ['architectures', 'pipelines', 'executions'];

interface Named {
  readonly project?: string;
  readonly scopes: readonly Scope[];
}

/** The living project that an address names, and the document whose contents it shows. */
export function namedIn(address: string): Named {
  const [, first, project, place = '', document] = address.split('/');
  const named = decoded(project);
  if (first !== 'p' || named === undefined || place === 'at') return { scopes: [] };
  const isDocument = WITH_CONTENTS.includes(place) && document !== undefined && document !== '';
  return { project: named, scopes: isDocument ? [document] : [] };
}

/** Undefined for what is no part of an address. */
function decoded(part = ''): string | undefined {
  try {
    return decodeURIComponent(part) || undefined;
  } catch {
    return undefined;
  }
}
