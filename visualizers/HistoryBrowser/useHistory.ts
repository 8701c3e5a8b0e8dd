import { useCallback, useMemo, useState } from 'react';
import type { CommitInfo } from '../../src/sync/protocol/rest.ts';
import { useGateway, type HistoryPage } from '../gateway/index.ts';

export interface HistoryPages {
  readonly commits: readonly CommitInfo[];
  /** The beginning of history is reached. */
  readonly end: boolean;
  readonly error: unknown;
  readonly more: () => void;
  readonly refresh: () => void;
}

interface Loaded {
  readonly pages: readonly HistoryPage[];
  readonly error?: unknown;
}

const NOTHING: Loaded = { pages: [] };

export function useHistory(project: string): HistoryPages {
  const gateway = useGateway();
  const [{ pages, error }, setLoaded] = useState(NOTHING);
  const next = pages.at(-1)?.next;
  const more = useCallback(() => {
    gateway.history(project, next ?? undefined).then(
      (page) => setLoaded((loaded) => ({ pages: [...loaded.pages, page] })),
      (failure: unknown) => setLoaded((loaded) => ({ ...loaded, error: failure })),
    );
  }, [gateway, project, next]);
  const refresh = useCallback(() => {
    gateway.history(project).then(
      (page) => setLoaded({ pages: [page] }),
      (failure: unknown) => setLoaded((loaded) => ({ ...loaded, error: failure })),
    );
  }, [gateway, project]);
  const commits = useMemo(() => distinct(pages), [pages]);
  return { commits, end: error !== undefined || next === null, error, more, refresh };
}

/** While somebody edits, a page may begin where the one before has moved to. */
function distinct(pages: readonly HistoryPage[]): readonly CommitInfo[] {
  const byHash = new Map(pages.flatMap(({ commits }) => commits).map((commit) => [commit.hash, commit]));
  return [...byHash.values()];
}
