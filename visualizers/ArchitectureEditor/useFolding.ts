import { useCallback, useMemo } from 'react';
import { useQuery } from '../Frame/index.ts';
import type { Unfolded } from './architectureGraph.ts';
import { blocksAround } from './nodePath.ts';

export interface Folding {
  readonly unfolded: Unfolded;
  readonly fold: (block: string, isFolded: boolean) => void;
  /** Unfolds whatever hides a node. */
  readonly reveal: (node: string) => void;
}

/** Which blocks show their layers: how somebody looks at the network, so it lies in the address and not in the model. */
export function useFolding(): Folding {
  const [text, setText] = useQuery('unfold');
  const unfolded = useMemo(() => new Set(text === null ? [] : text.split(',')), [text]);
  const set = useCallback((next: Iterable<string>) => setText([...next].join(',') || null), [setText]);
  const fold = useCallback(
    (block: string, isFolded: boolean) =>
      set(
        isFolded
          ? [...unfolded].filter((one) => one !== block && !one.startsWith(`${block}/`))
          : new Set([...unfolded, block]),
      ),
    [unfolded, set],
  );
  const reveal = useCallback(
    (node: string) => {
      const around = blocksAround(node);
      if (around.some((block) => !unfolded.has(block))) set(new Set([...unfolded, ...around]));
    },
    [unfolded, set],
  );
  return useMemo(() => ({ unfolded, fold, reveal }), [unfolded, fold, reveal]);
}
