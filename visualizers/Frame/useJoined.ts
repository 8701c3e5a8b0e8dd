import { useMemo, useSyncExternalStore } from 'react';
import type { Connection } from '../../src/sync/client/connect.ts';
import { joinProject } from '../../src/sync/client/joinProject.ts';
import type { ProjectClient } from '../../src/sync/client/projectClient.ts';
import { useConnection } from './ConnectionContext.ts';

/** Joins the living branch of a project for as long as the component is there. */
export function useJoined(project: string): ProjectClient | undefined {
  const connection = useConnection();
  const joining = useMemo(() => joiningOf(connection, project), [connection, project]);
  return useSyncExternalStore(joining.subscribe, joining.client);
}

function joiningOf(connection: Connection, project: string) {
  let joined: ProjectClient | undefined;
  return {
    client: () => joined,
    subscribe: (listener: () => void) => {
      const client = joinProject(connection, project);
      joined = client;
      listener();
      return () => {
        joined = undefined;
        client.close();
      };
    },
  };
}
