import { useCallback, useState } from 'react';
import type { Direction } from '../graph/index.ts';

/** Which way a network is drawn: a matter of the person and the network, and of no commit. */
export function useDirection(architecture: string): readonly [Direction, (direction: Direction) => void] {
  const key = `deepforge.direction.${architecture}`;
  const [direction, setDirection] = useState<Direction>(() =>
    localStorage.getItem(key) === 'horizontal' ? 'horizontal' : 'vertical',
  );
  const change = useCallback(
    (next: Direction) => {
      localStorage.setItem(key, next);
      setDirection(next);
    },
    [key],
  );
  return [direction, change];
}
