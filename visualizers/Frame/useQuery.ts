import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation, useSearchParams, type Location } from 'react-router';
import { afterPaint } from '../ui/afterPaint.ts';

interface Written {
  /** The visit during which it was written. */
  readonly visit: string;
  readonly query: URLSearchParams;
}

/**
 * What was written during a visit and has perhaps not arrived in the address yet, which comes after the picture. The
 * next gesture must already see it: a double click selects and unfolds, and who adds two layers adds one to the other.
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

/**
 * A visit goes on while the address only follows what is written: what is written while an address is on its way is
 * newer than that address. Each bears the key of the one with which the visit began.
 */
function visitOf({ key, state }: Location): string {
  const followed = state as { readonly visit?: string } | null;
  return followed?.visit ?? key;
}

/** One part of the view that lives in the address, so that a link opens the same view. */
export function useQuery(name: string): readonly [string | null, (value: string | null) => void] {
  const visit = visitOf(useLocation());
  const [query] = useSearchParams();
  const ahead = useSyncExternalStore(subscribe, latest);
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(written?.visit === visit ? written.query : query);
      if (value === null) next.delete(name);
      else next.set(name, value);
      write({ visit, query: next });
    },
    [name, visit, query],
  );
  return [(ahead?.visit === visit ? ahead.query : query).get(name), set];
}

/** Brings what was written into the address once it is on screen; whoever has gone elsewhere since takes it along no more. */
export function useAddressFollowing(): void {
  const visit = visitOf(useLocation());
  const [query, setQuery] = useSearchParams();
  const ahead = useSyncExternalStore(subscribe, latest);
  useEffect(() => {
    if (ahead?.visit !== visit || ahead.query.toString() === query.toString()) return undefined;
    return afterPaint(() => setQuery(ahead.query, { replace: true, state: { visit } }));
  }, [ahead, visit, query, setQuery]);
}
