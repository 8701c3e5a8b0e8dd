import { createContext, useContext } from 'react';
import type { Connection } from '../../src/sync/client/connect.ts';

/** The one socket of the app; pages join branches over it. */
export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('This belongs inside a ConnectionContext');
  return connection;
}
