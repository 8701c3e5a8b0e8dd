import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router';

/**
 * What was written over a location and may not have arrived in the address yet. One gesture can write several parts
 * of it, such as a double click that selects and unfolds: each must see what the one before it wrote.
 */
let written: { readonly over: string; readonly query: URLSearchParams } | undefined;

/** One part of the view that lives in the address, so that a link opens the same view. */
export function useQuery(name: string): readonly [string | null, (value: string | null) => void] {
  const { key } = useLocation();
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(written?.over === key ? written.query : query);
      if (value === null) next.delete(name);
      else next.set(name, value);
      written = { over: key, query: next };
      setQuery(next, { replace: true });
    },
    [name, key, query, setQuery],
  );
  return [query.get(name), set];
}
