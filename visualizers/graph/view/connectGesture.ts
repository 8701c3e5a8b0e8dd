import { checkConnection, fitNode, orient, rulesFor, samePort, type CanConnect } from '../connecting.ts';
import { besideOf } from '../GraphIndex.ts';
import type { Point, PortRef } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import { IDLE, type Connecting, type Hit } from './interaction.ts';
import { clientPoint } from './pointing.ts';

export function rulesOf({ scene, handlers }: GraphContext): CanConnect {
  return rulesFor(scene.index, handlers.canConnect);
}

/** The connection being drawn, with its loose end at a point and what lies there. */
export function aim(context: GraphContext, connecting: Connecting, to: Point, hit: Hit): Connecting {
  const { kind, by, from, targets } = connecting;
  const base: Connecting = { kind, by, from, to, ...(targets && { targets }) };
  const { index } = context.scene;
  const pointed = hit.kind === 'empty' ? hit.inside : hit.kind === 'edge' ? undefined : hit.id;
  if (pointed === undefined) return base;
  // Anywhere in a frame is the frame for an edge that comes from beside it.
  const reached = besideOf(index, pointed, from.node) ?? (hit.kind === 'empty' ? from.node : pointed);
  const node = index.nodes.get(reached);
  if (reached === from.node || !node) return base;
  if (hit.kind === 'port' && hit.id === reached && hit.port.side !== from.side) {
    const answer = checkConnection(from, hit.port, rulesOf(context));
    return answer === true
      ? { ...base, target: hit.port }
      : { ...base, refusal: { node: hit.id, reason: answer } };
  }
  const fit = fitNode(node, from, rulesOf(context));
  return fit.fits
    ? { ...base, target: fit.port }
    : { ...base, refusal: { node: reached, reason: fit.reason } };
}

/** Lets the loose end go: an edge, an offer of what fits here, or nothing. */
export function release(context: GraphContext, connecting: Connecting, hit: Hit): void {
  context.interaction.set(IDLE);
  if (connecting.target) connect(context, connecting.from, connecting.target);
  else if (connecting.refusal) context.announce(connecting.refusal.reason);
  else if (hit.kind === 'empty' || hit.kind === 'edge') {
    const { from, to } = connecting;
    const at = context.scene.local(to, context.scene.index.parents.get(from.node));
    context.handlers.onConnectToEmpty?.(from, at, clientPoint(context, to));
  }
}

export function connect(context: GraphContext, from: PortRef, to: PortRef): void {
  const connection = orient(from, to);
  if (!connection || samePort(from, to)) return;
  context.handlers.onConnect?.(connection);
}
