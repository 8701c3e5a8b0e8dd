import { useCallback, useMemo, useState } from 'react';

/** A sentence about what was just done, where the eye would not see it. */
export interface Notice {
  readonly text: string | undefined;
  /** Only spoken: whoever sees the graph knows it. */
  readonly isQuiet: boolean;
  readonly say: (text: string | undefined, isQuiet?: boolean) => void;
}

export function useNotice(): Notice {
  const [said, set] = useState<Pick<Notice, 'text' | 'isQuiet'>>({ text: undefined, isQuiet: false });
  const say = useCallback<Notice['say']>((text, isQuiet = false) => set({ text, isQuiet }), []);
  return useMemo(() => ({ ...said, say }), [said, say]);
}
