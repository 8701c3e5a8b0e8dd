import { useCallback, useEffect, useEffectEvent, useRef } from 'react';

const PAUSE = 1200;

/** Hands over what is typed after a pause, when the field is left and when the page is: commits follow pauses. */
export function useSavedText(save: (text: string) => void) {
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>(undefined);
  const commit = useEffectEvent(save);
  const flushing = useRef<() => void>(() => undefined);
  useEffect(() => {
    flushing.current = () => {
      const { current } = waiting;
      if (!current) return;
      clearTimeout(current.timer);
      waiting.current = undefined;
      commit(current.text);
    };
    const flush = () => flushing.current();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  const onEdit = useCallback((text: string) => {
    clearTimeout(waiting.current?.timer);
    waiting.current = { text, timer: setTimeout(() => flushing.current(), PAUSE) };
  }, []);
  const onLeave = useCallback(() => flushing.current(), []);
  return { onEdit, onLeave };
}
