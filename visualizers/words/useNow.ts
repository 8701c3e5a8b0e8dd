import { useSyncExternalStore } from 'react';

/** The present time, moving on every `interval`; all who ask for the same interval share one timer. */
export function useNow(interval: number): number {
  const clock = clockOf(interval);
  return useSyncExternalStore(clock.subscribe, clock.now);
}

interface Clock {
  readonly subscribe: (listener: () => void) => () => void;
  readonly now: () => number;
}

const clocks = new Map<number, Clock>();

function clockOf(interval: number): Clock {
  const known = clocks.get(interval);
  if (known) return known;
  const clock = makeClock(interval);
  clocks.set(interval, clock);
  return clock;
}

function makeClock(interval: number): Clock {
  const listeners = new Set<() => void>();
  let time = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    time = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    now: () => time,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        time = Date.now();
        timer = setInterval(tick, interval);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}
