import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** One part of the view that lives in the address, so that a link opens the same view. */
export function useQuery(name: string): readonly [string | null, (value: string | null) => void] {
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string | null) => {
      const next = (now: URLSearchParams) => {
        const changed = new URLSearchParams(now);
        if (value === null) changed.delete(name);
        else changed.set(name, value);
        return changed;
      };
      setQuery(next, { replace: true });
    },
    [name, setQuery],
  );
  return [query.get(name), set];
}
