import { least } from 'd3';
import type { Layout } from './layout/layoutGraph.ts';

/** Where reading begins: the node, of all or of some, that is farthest up the flow. */
export function firstNode(
  { boxes, direction }: Pick<Layout, 'boxes' | 'direction'>,
  among: Iterable<string> = boxes.keys(),
): string | undefined {
  return least(among, (id) => {
    const box = boxes.get(id);
    return box && (direction === 'vertical' ? box.y : box.x);
  });
}
