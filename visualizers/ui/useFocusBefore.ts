import { useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus back to what had it before; Radix does so for triggers of its own alone. It is looked at before the
 * portal shows the dialog, one of whose controls takes the focus at once.
 */
export function useFocusBefore(open: boolean) {
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement;
  }, [open]);
  return (event: Event) => {
    event.preventDefault();
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  };
}
