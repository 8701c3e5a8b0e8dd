import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { RecordFor } from '../../meta/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { useProject } from '../../src/sync/client/hooks.ts';
import type { ProjectReader } from '../../src/sync/client/reader.ts';

/**
 * What `select` answers about the project as it is now. The component renders again only when the answer
 * differs; `select` must be the same function as long as it asks the same.
 */
export function useView<T>(select: (view: ProjectView) => T): T {
  const project = useProject();
  const subscribe = useCallback((listener: () => void) => project.subscribe('all', listener), [project]);
  const answer = useMemo(() => remembering(project, select), [project, select]);
  return useSyncExternalStore(subscribe, answer);
}

/** The record of the project itself; undefined until it is loaded. */
export const useRoot = (): RecordFor<'Project'> | undefined => useView(rootOf);

export const useProjectName = (): string => useRoot()?.name ?? '';

export function rootOf(view: ProjectView): RecordFor<'Project'> | undefined {
  return view.childrenOf(null).find((record) => record.concept === 'Project');
}

function remembering<T>(project: ProjectReader, select: (view: ProjectView) => T): () => T {
  let known: { readonly version: number; readonly answer: T } | undefined;
  return () => {
    if (known?.version !== project.version) {
      const next = select(project.view);
      const same = known && sameAnswer(known.answer, next);
      known = { version: project.version, answer: same && known ? known.answer : next };
    }
    return known.answer;
  };
}

/** Equal, or lists and plain objects of equal things. */
function sameAnswer(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
