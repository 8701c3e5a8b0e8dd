import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ConceptName, ModelRecord, RecordFor } from '../../../meta/index.ts';
import type { Scope } from '../../domain/scope.ts';
import { find } from '../../domain/state.ts';
import { ProjectClient, type Run, type SaveStatus } from './projectClient.ts';
import type { ProjectReader, ScopeStatus } from './reader.ts';
import type { Topic } from './topics.ts';

const ReaderContext = createContext<ProjectReader | undefined>(undefined);

/** Gives what is inside it the project to show. */
export const ProjectProvider = ReaderContext.Provider;

/** The project that is shown: the present one, or one from history. */
export function useProject(): ProjectReader {
  const reader = useContext(ReaderContext);
  if (!reader) throw new Error('useProject must be used inside ProjectProvider');
  return reader;
}

/** The project as something that can be edited; undefined when a commit of the past is shown. */
export function useProjectClient(): ProjectClient | undefined {
  const reader = useProject();
  return reader instanceof ProjectClient ? reader : undefined;
}

/** A record, whenever it changes; undefined while there is none. */
export function useRecord(id: string | undefined): ModelRecord | undefined;
export function useRecord<Name extends ConceptName>(
  id: string | undefined,
  concept: Name,
): RecordFor<Name> | undefined;
export function useRecord(id = '', concept?: ConceptName): ModelRecord | undefined {
  const { view } = useProject();
  return useWatched({ id }, () => (concept ? find(view, concept, id) : view.get(id)));
}

/** What something contains, of one concept or of all; the same array until one of them changes. */
export function useChildren(parent: string): readonly ModelRecord[];
export function useChildren<Name extends ConceptName>(
  parent: string,
  concept: Name,
): readonly RecordFor<Name>[];
export function useChildren(parent: string, concept?: ConceptName): readonly ModelRecord[] {
  const project = useProject();
  return useWatched({ childrenOf: parent }, () =>
    concept ? project.children(parent, concept) : project.children(parent),
  );
}

/** Keeps a scope loaded while the component is there. */
export function useScope(scope: Scope): ScopeStatus {
  const project = useProject();
  useEffect(() => project.open(scope), [project, scope]);
  const status = useWatched({ scope }, () => project.scopeStatus(scope));
  return status === 'closed' ? 'opening' : status;
}

/** Keeps several scopes loaded; what can be told of all of them together. */
export function useScopes(scopes: readonly Scope[]): ScopeStatus {
  const project = useProject();
  const key = scopes.join(' ');
  const all = useMemo(() => key.split(' ').filter((scope) => scope !== ''), [key]);
  useEffect(() => releasing(all.map((scope) => project.open(scope))), [project, all]);
  const subscribe = useCallback(
    (listener: () => void) => releasing(all.map((scope) => project.subscribe({ scope }, listener))),
    [project, all],
  );
  return useSyncExternalStore(subscribe, () => {
    const states = all.map((scope) => project.scopeStatus(scope));
    if (states.includes('failed')) return 'failed';
    return states.every((state) => state === 'open') ? 'open' : 'opening';
  });
}

const releasing = (releases: readonly (() => void)[]) => () => {
  for (const release of releases) release();
};

const SAVED: SaveStatus = { state: 'saved' };

export function useSaveStatus(): SaveStatus {
  const client = useProjectClient();
  return useWatched('status', () => client?.status ?? SAVED);
}

export interface Undo {
  /** What would be taken back or done again, in the words of history; undefined when there is nothing. */
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  readonly undo: () => Run | undefined;
  readonly redo: () => Run | undefined;
}

export function useUndo(): Undo {
  const client = useProjectClient();
  const undoLabel = useWatched('undo', () => client?.undoLabel('undo'));
  const redoLabel = useWatched('undo', () => client?.undoLabel('redo'));
  const undo = useCallback(() => client?.undo(), [client]);
  const redo = useCallback(() => client?.redo(), [client]);
  return { undoLabel, redoLabel, undo, redo };
}

function useWatched<T>(topic: Topic, read: () => T): T {
  const project = useProject();
  // A topic is made anew at each rendering; what it says is what counts.
  const key = JSON.stringify(topic);
  const subscribe = useCallback(
    (listener: () => void) => project.subscribe(JSON.parse(key) as Topic, listener),
    [project, key],
  );
  return useSyncExternalStore(subscribe, read, read);
}
