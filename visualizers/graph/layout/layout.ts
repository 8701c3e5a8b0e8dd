import type { Direction, Point, Rect, Size } from '../types.ts';

export interface LayoutNode extends Size {
  readonly id: string;
  readonly pinned?: Point;
}

export interface LayoutEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** How far from the centre of its nodes, across the flow, the edge leaves and arrives. */
  readonly exit: number;
  readonly enter: number;
}

export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  readonly direction: Direction;
  /** What the person sees now; the new layout departs from it as little as it can. */
  readonly previous?: Layout;
}

export interface Layout {
  readonly direction: Direction;
  readonly boxes: ReadonlyMap<string, Rect>;
  /** The points that an edge passes between its ends; an edge that needs none is absent. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
  readonly bounds: Rect;
}

export const SPACING = {
  node: 28,
  lane: 14,
  laneWidth: 10,
  row: { vertical: 40, horizontal: 72 },
  component: 56,
} as const;
