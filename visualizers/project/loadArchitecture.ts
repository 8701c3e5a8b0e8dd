import { withBlocks } from '../../src/domain/architecture/withBlocks.ts';
import type { Scope } from '../../src/domain/scope.ts';
import type { ProjectReader } from '../../src/sync/client/reader.ts';

/** Loads an architecture with all that its blocks stand for, as far as that can be loaded; the release lets it go again. */
export async function loadArchitecture(project: ProjectReader, id: string): Promise<() => void> {
  const releases = new Map<Scope, () => void>();
  const missing = () => withBlocks(project.view, [id]).filter((scope) => !releases.has(scope));
  for (let scopes = missing(); scopes.length > 0; scopes = missing()) {
    for (const scope of scopes) releases.set(scope, project.open(scope));
    await Promise.all(scopes.map((scope) => settled(project, scope)));
  }
  return () => {
    for (const release of releases.values()) release();
  };
}

function settled(project: ProjectReader, scope: Scope): Promise<void> {
  const isSettled = () => ['open', 'failed'].includes(project.scopeStatus(scope));
  return new Promise((resolve) => {
    if (isSettled()) {
      resolve();
      return;
    }
    const stop = project.subscribe({ scope }, () => {
      if (!isSettled()) return;
      stop();
      resolve();
    });
  });
}
