import type { Scope } from '../../domain/scope.ts';

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
