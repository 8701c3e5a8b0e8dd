import { createContext, useContext, useSyncExternalStore } from 'react';
import { Gateway } from './Gateway.ts';
import type { Remote, RemoteState } from './Remote.ts';

export const GatewayContext = createContext(new Gateway());

export const useGateway = () => useContext(GatewayContext);

export function useRemote<T>(remote: Remote<T>): RemoteState<T> {
  return useSyncExternalStore(remote.subscribe, remote.state);
}
