import type { Direction, Point, Rect, Size } from '../types.ts';

/** The size is that of the card; of a node that others lie inside, that of its title. */
export interface LayoutNode extends Size {
  readonly id: string;
  readonly parent?: string;
  /** From the origin of its parent's content. */
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

export interface Layout extends FlatLayout {
  /** The nodes that others lie inside. */
  readonly frames: ReadonlyMap<string, Frame>;
  /** Only the first rows are in it: the whole is on its way. */
  readonly isBeginning?: true;
  /** What stands beside boxes that lie as they did. */
  readonly newcomers?: {
    readonly beside: ReadonlyMap<string, Rect>;
    readonly boxes: readonly (readonly [node: string, box: Rect])[];
  };
}

/** A layout with what it was made of. */
export interface LaidOut {
  readonly input: LayoutInput;
  readonly layout: Layout;
}

export interface Frame {
  /** Where its content counts from. It stays where it is on screen while the frame grows to any side. */
  readonly origin: Point;
  /** The height of its title, which is at the top of the box. */
  readonly title: number;
}

export interface FlatLayout {
  readonly direction: Direction;
  /** Whatever lies inside another comes after it. */
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
  frame: 24,
} as const;
