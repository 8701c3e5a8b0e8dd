import { checkConnection, fitNode, orient, samePort, type CanConnect } from '../connecting.ts';
import { MESSAGES } from '../messages.ts';
import type { Point, PortRef } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import { IDLE, type Connecting, type Hit } from './interaction.ts';
import { clientPoint } from './pointing.ts';

const ANYTHING: CanConnect = () => true;

export function rulesOf(context: GraphContext): CanConnect {
  return context.handlers.canConnect ?? ANYTHING;
}

/** The connection being drawn, with its loose end at a point and what lies there. */
export function aim(context: GraphContext, connecting: Connecting, to: Point, hit: Hit): Connecting {
  const { kind, by, from } = connecting;
  const base: Connecting = { kind, by, from, to };
  if (hit.kind === 'empty' || hit.kind === 'edge') return base;
  if (hit.id === from.node) return base;
  const node = context.scene.index.nodes.get(hit.id);
  if (!node) return base;
  if (hit.kind === 'port' && hit.port.side !== from.side) {
    const answer = checkConnection(from, hit.port, rulesOf(context));
    return answer === true
      ? { ...base, target: hit.port }
      : { ...base, refusal: { node: hit.id, reason: answer } };
  }
  const fit = fitNode(node, from, rulesOf(context));
  return fit.fits
    ? { ...base, target: fit.port }
    : { ...base, refusal: { node: hit.id, reason: fit.reason } };
}

/** Lets the loose end go: an edge, an offer of what fits here, or nothing. */
export function release(context: GraphContext, connecting: Connecting, hit: Hit): void {
  context.interaction.set(IDLE);
  if (connecting.target) connect(context, connecting.from, connecting.target);
  else if (hit.kind === 'empty' || hit.kind === 'edge') {
    const screen = clientPoint(context, connecting.to);
    context.handlers.onConnectToEmpty?.(connecting.from, connecting.to, screen);
  } else if (connecting.refusal) context.announce(connecting.refusal.reason);
}

export function connect(context: GraphContext, from: PortRef, to: PortRef): void {
  const connection = orient(from, to);
  if (!connection || samePort(from, to)) return;
  context.handlers.onConnect?.(connection);
  const label = (id: string) => context.scene.index.nodes.get(id)?.label ?? '';
  context.announce(MESSAGES.connected(label(connection.source.node), label(connection.target.node)));
}
