import type { Point, PortRef } from '../types.ts';

/** What a person is in the middle of doing. Points are in the graph's coordinates. */
export type Interaction =
  | { readonly kind: 'idle' }
  | Dragging
  | Marking
  | Reordering
  | { readonly kind: 'choosePort'; readonly ports: readonly PortRef[]; readonly at: number }
  | Connecting;

export interface Dragging {
  readonly kind: 'drag';
  readonly ids: ReadonlySet<string>;
  /** What lies inside them goes with them. */
  readonly carried: ReadonlySet<string>;
  readonly offset: Point;
  /** Let go, and waiting for the layout to follow. */
  readonly dropped: boolean;
}

export interface Marking {
  readonly kind: 'marquee';
  /** The frame in which it began: only what lies directly in there is picked. */
  readonly inside: string | undefined;
  readonly from: Point;
  readonly to: Point;
}

/** One of several edges is dragged along the input that they share. */
export interface Reordering {
  readonly kind: 'reorder';
  readonly edge: string;
  /** As it would be if it were let go now. */
  readonly order: readonly string[];
}

export interface Connecting {
  readonly kind: 'connect';
  readonly by: 'drag' | 'click' | 'keyboard';
  readonly from: PortRef;
  readonly to: Point;
  /** What the edge would end at if it were let go now. */
  readonly target?: PortRef;
  /** The node under the pointer does not fit, and why. */
  readonly refusal?: { readonly node: string; readonly reason: string };
  readonly targets?: readonly PortRef[];
}

export const IDLE: Interaction = { kind: 'idle' };

export type Hit =
  /** With the frame whose empty part it is. */
  | { readonly kind: 'empty'; readonly inside?: string }
  | { readonly kind: 'node'; readonly id: string }
  /** With its end where there are several at one input. */
  | { readonly kind: 'edge'; readonly id: string; readonly end?: true }
  | { readonly kind: 'port'; readonly id: string; readonly port: PortRef };

export const MISS: Hit = { kind: 'empty' };

/** The node or the edge that is pointed at; a port belongs to its node. */
export function targetOf(hit: Hit): { readonly kind: 'node' | 'edge'; readonly id: string } | undefined {
  if (hit.kind === 'empty') return undefined;
  return { kind: hit.kind === 'edge' ? 'edge' : 'node', id: hit.id };
}

export function sameHit(a: Hit, b: Hit): boolean {
  if (a.kind === 'empty' || b.kind === 'empty') {
    return a.kind === 'empty' && b.kind === 'empty' && a.inside === b.inside;
  }
  if (a.kind === 'edge' && b.kind === 'edge' && a.end !== b.end) return false;
  if (a.kind === 'port' && b.kind === 'port') {
    return a.id === b.id && a.port.port === b.port.port && a.port.side === b.port.side;
  }
  return a.kind === b.kind && a.id === b.id;
}
