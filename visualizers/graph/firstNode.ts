import { least } from 'd3';
import type { Layout } from './layout/layoutGraph.ts';

/** Where reading begins: the node that is farthest up the flow. */
export function firstNode({ boxes, direction }: Pick<Layout, 'boxes' | 'direction'>): string | undefined {
  return least(boxes, ([, box]) => (direction === 'vertical' ? box.y : box.x))?.[0];
}
