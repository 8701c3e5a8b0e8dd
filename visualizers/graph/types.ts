export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Point, Size {}

export type Direction = 'vertical' | 'horizontal';

export interface Port {
  readonly id: string;
  readonly label: string;
  /** What flows through it, in words: "Tensor (None, 32, 32, 3)". */
  readonly type?: string;
  /** Most nodes of its kind have nothing there. */
  readonly optional?: boolean;
}

export type PortSide = 'input' | 'output';

export interface PortRef {
  readonly node: string;
  readonly port: string;
  readonly side: PortSide;
}

export interface EdgeEnd {
  readonly node: string;
  readonly port: string;
}

export interface GraphProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Times are milliseconds of the epoch; durations are milliseconds. */
export type NodeStatus =
  | { readonly kind: 'pending' }
  | { readonly kind: 'queued' }
  | { readonly kind: 'running'; readonly since: number; readonly progress?: number }
  | { readonly kind: 'succeeded'; readonly duration: number; readonly reused?: boolean }
  | { readonly kind: 'failed'; readonly lastLine: string }
  | { readonly kind: 'cancelled' };

export interface NodeRow {
  readonly label: string;
  readonly value: string;
}

export interface GraphNode {
  readonly id: string;
  /** The node that it is drawn inside. What has children is drawn as a frame around them. */
  readonly parent?: string;
  /** It holds a graph of its own: folded it offers to be unfolded, and unfolded to be folded. */
  readonly foldable?: boolean;
  readonly label: string;
  readonly subtitle?: string;
  /** Short facts on the folded card, one line each. */
  readonly rows?: readonly NodeRow[];
  /** The category; coloured by the token `--band-<band>`. */
  readonly band?: string;
  /** A stack of cards says that the node holds others, a pill that it is an end of the graph. */
  readonly shape?: 'card' | 'stack' | 'pill';
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly status?: NodeStatus;
  readonly problems?: readonly GraphProblem[];
  /** What a person wrote about it: a mark on the card, the text when it is pointed at. */
  readonly note?: string;
  /** It is one of those that are meant just now, such as what a search found. */
  readonly marked?: boolean;
  /** A word on its name's line, such as ×3. */
  readonly badge?: string;
  /** Where a person put its top left corner, from the origin of its parent's content; it stays exactly there. */
  readonly pinned?: Point;
}

/** It joins nodes of one parent. Edges at the same input come in the order in which they are given. */
export interface GraphEdge {
  readonly id: string;
  readonly source: EdgeEnd;
  readonly target: EdgeEnd;
  readonly problem?: GraphProblem;
}

/**
 * What is told of nodes and edges where they are in sight. It changes more often than the graph does, so it is no
 * part of the graph, and is asked for when it is shown. An object that is the same tells the same.
 */
export interface GraphFacts {
  /** More about a node, a line each: shown when it is pointed at, and spoken. */
  readonly node?: (node: GraphNode) => string | undefined;
  readonly edge?: (edge: GraphEdge) => EdgeFacts | undefined;
}

export interface EdgeFacts {
  /** Stands on the edge where there is room. */
  readonly label?: string;
  /** What flows along it, a line each: shown when it is pointed at, and spoken. */
  readonly detail?: string;
}

export interface Placement extends Point {
  readonly id: string;
}
