import { useEffect, useMemo } from 'react';
import type { ProjectInfo } from '../../src/sync/protocol/rest.ts';
import { useConnection } from '../Frame/ConnectionContext.ts';
import { Remote, useGateway, useRemote } from '../gateway/index.ts';

export interface Projects {
  readonly list: readonly ProjectInfo[] | undefined;
  readonly error: unknown;
  readonly refresh: () => Promise<void>;
  readonly expect: (change: (projects: readonly ProjectInfo[]) => readonly ProjectInfo[]) => void;
}

/** The projects, last changed first, kept fresh with what others do. */
export function useProjects(): Projects {
  const gateway = useGateway();
  const connection = useConnection();
  const remote = useMemo(() => new Remote(() => gateway.projects()), [gateway]);
  const state = useRemote(remote);
  useEffect(() => {
    return connection.onProjects(() => void remote.refresh());
  }, [connection, remote]);
  const value = state.status === 'ready' ? state.value : undefined;
  const list = useMemo(() => value?.toSorted((a, b) => b.modifiedAt - a.modifiedAt), [value]);
  return {
    list,
    error: state.status === 'loading' ? undefined : state.error,
    refresh: remote.refresh,
    expect: remote.expect,
  };
}
