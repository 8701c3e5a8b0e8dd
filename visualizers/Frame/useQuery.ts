import { useCallback, useSyncExternalStore } from 'react';
import { useLocation, useSearchParams } from 'react-router';

interface Written {
  /** The location that it was written over. */
  readonly over: string;
  readonly query: URLSearchParams;
}

/**
 * What was written over a location and may not have arrived in the address yet, which React may put off. The next
 * gesture must already see it: a double click selects and unfolds, and who adds two layers adds one to the other.
 */
let written: Written | undefined;
const listeners = new Set<() => void>();

function write(next: Written): void {
  written = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const latest = () => written;

/** One part of the view that lives in the address, so that a link opens the same view. */
export function useQuery(name: string): readonly [string | null, (value: string | null) => void] {
  const { key } = useLocation();
  const [query, setQuery] = useSearchParams();
  const ahead = useSyncExternalStore(subscribe, latest);
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(written?.over === key ? written.query : query);
      if (value === null) next.delete(name);
      else next.set(name, value);
      write({ over: key, query: next });
      setQuery(next, { replace: true });
    },
    [name, key, query, setQuery],
  );
  return [(ahead?.over === key ? ahead.query : query).get(name), set];
}
