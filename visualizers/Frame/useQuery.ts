import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Asked for, and perhaps not yet in the address: the router gets there a little later. */
const wanted = new Map<string, string | null>();

/** One part of the view that lives in the address, so that a link opens the same view. */
export function useQuery(name: string): readonly [string | null, (value: string | null) => void] {
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string | null) => {
      if (wanted.size === 0) setTimeout(() => wanted.clear());
      wanted.set(name, value);
      setQuery(wantedQuery(), { replace: true });
    },
    [name, setQuery],
  );
  return [query.get(name), set];
}

/** The router would give what was last drawn, and of two changes in one moment the first would be lost. */
function wantedQuery(): URLSearchParams {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of wanted) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return query;
}
