import { useEffect, useState } from 'react';
import type { ProjectClient } from '../../src/sync/client/projectClient.ts';
import { useConnection } from './ConnectionContext.ts';

/** Joins the living branch of a project for as long as the component is there. */
export function useJoined(project: string): ProjectClient | undefined {
  const connection = useConnection();
  const [client, setClient] = useState<ProjectClient>();
  useEffect(() => {
    const joined = connection.join(project);
    setClient(joined);
    return () => joined.close();
  }, [connection, project]);
  return client;
}
