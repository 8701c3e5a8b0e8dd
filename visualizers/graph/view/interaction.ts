import type { Point, PortRef } from '../types.ts';

/** What a person is in the middle of doing. Points are in the graph's coordinates. */
export type Interaction =
  | { readonly kind: 'idle' }
  | Dragging
  | { readonly kind: 'marquee'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'choosePort'; readonly ports: readonly PortRef[]; readonly at: number }
  | Connecting;

export interface Dragging {
  readonly kind: 'drag';
  readonly ids: ReadonlySet<string>;
  readonly offset: Point;
  /** Let go, and waiting for the layout to follow. */
  readonly dropped: boolean;
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
  | { readonly kind: 'empty' }
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'port'; readonly id: string; readonly port: PortRef };

export const MISS: Hit = { kind: 'empty' };

export function sameHit(a: Hit, b: Hit): boolean {
  if (a.kind === 'empty' || b.kind === 'empty') return a.kind === b.kind;
  if (a.kind === 'port' && b.kind === 'port') {
    return a.id === b.id && a.port.port === b.port.port && a.port.side === b.port.side;
  }
  return a.kind === b.kind && a.id === b.id;
}
