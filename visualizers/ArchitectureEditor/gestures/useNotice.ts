import { useMemo, useState } from 'react';

/** A sentence about what was just done, where the eye would not see it. */
export interface Notice {
  readonly text: string | undefined;
  /** Only spoken: whoever sees the graph knows it. */
  readonly isQuiet: boolean;
  readonly say: (text: string | undefined, isQuiet?: boolean) => void;
}

export function useNotice(): Notice {
  const [{ text, isQuiet }, set] = useState<{ text: string | undefined; isQuiet: boolean }>(SILENCE);
  return useMemo(
    () => ({ text, isQuiet, say: (next, quiet = false) => set({ text: next, isQuiet: quiet }) }),
    [text, isQuiet],
  );
}

const SILENCE = { text: undefined, isQuiet: false };
