import { useEffect } from 'react';
import { useSaveStatus } from '../project/index.ts';

/** Asks before the tab is closed while something has not reached the store. */
export function useLeaveWarning(): void {
  const { state } = useSaveStatus();
  useEffect(() => {
    if (state === 'saved') return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [state]);
}
