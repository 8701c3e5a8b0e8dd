import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { afterPaint } from '../ui/afterPaint.ts';

interface Written {
  /** The location that it was written over. */
  readonly over: string;
  readonly query: URLSearchParams;
}

/**
 * What was written over a location and has not arrived in the address yet, which comes after the picture. The next
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
  const [query] = useSearchParams();
  const ahead = useSyncExternalStore(subscribe, latest);
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(written?.over === key ? written.query : query);
      if (value === null) next.delete(name);
      else next.set(name, value);
      write({ over: key, query: next });
    },
    [name, key, query],
  );
  return [(ahead?.over === key ? ahead.query : query).get(name), set];
}

/** Brings what was written into the address once it is on screen; whoever has gone elsewhere since takes it along no more. */
export function useAddressFollowing(): void {
  const { key } = useLocation();
  const [, setQuery] = useSearchParams();
  const ahead = useSyncExternalStore(subscribe, latest);
  useEffect(() => {
    if (ahead?.over !== key) return undefined;
    return afterPaint(() => setQuery(ahead.query, { replace: true }));
  }, [ahead, key, setQuery]);
}
