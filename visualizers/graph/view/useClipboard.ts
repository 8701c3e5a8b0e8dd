import { useEffect } from 'react';
import { MESSAGES } from '../messages.ts';
import type { GraphTools } from './GraphTools.ts';

/**
 * The browser's own clipboard events, which need no permission. Without a text selection they go to the document
 * rather than to what has the focus.
 */
export function useClipboard({ context }: GraphTools): void {
  useEffect(() => {
    const receive = (event: ClipboardEvent) => {
      const now = context.get();
      if (!now || event.defaultPrevented || document.activeElement !== now.root) return;
      const { handlers, readOnly, announce } = now;
      if (event.type === 'paste') {
        const text = event.clipboardData?.getData('text/plain');
        if (readOnly || !text || !handlers.onPaste) return;
        handlers.onPaste(text);
      } else {
        const cut = event.type === 'cut';
        const text = cut && readOnly ? undefined : cut ? handlers.onCut?.() : handlers.onCopy?.();
        if (text === undefined) return;
        event.clipboardData?.setData('text/plain', text);
        announce(cut ? MESSAGES.cut : MESSAGES.copied);
      }
      event.preventDefault();
    };
    const kinds = ['copy', 'cut', 'paste'] as const;
    for (const kind of kinds) document.addEventListener(kind, receive);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, receive);
    };
  }, [context]);
}
