import { checkConnection, facingPorts, orient, type CanConnect } from './connecting.ts';
import { centreOf } from './geometry.ts';
import { edgesAt, type GraphIndex } from './GraphIndex.ts';
import type { PortRef, Rect } from './types.ts';

/** Nobody walks through more nodes than this by arrow keys; the nearest are what a person means. */
const MOST_NODES = 500;

/**
 * Where a connection from a port could end, in the order in which a person is likely to mean it: at ports that nothing
 * is connected to yet, then at others, and last where it ends already; each time the nearest first.
 */
export function targetsFrom(
  from: PortRef,
  index: GraphIndex,
  boxes: ReadonlyMap<string, Rect>,
  canConnect: CanConnect,
): readonly PortRef[] {
  const distance = distanceFrom(boxes.get(from.node)!, boxes);
  return [...index.nodes.values()]
    .filter((node) => node.id !== from.node && boxes.has(node.id))
    .sort((a, b) => distance(a.id) - distance(b.id))
    .slice(0, MOST_NODES)
    .flatMap((node) => facingPorts(node, from))
    .filter((port) => checkConnection(from, port, canConnect) === true)
    .map((port) => ({ port, turn: turnOf(index, from, port) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ port }) => port);
}

/** Whether an edge runs between the two: some inputs take the same thing twice. */
export function areJoined(index: GraphIndex, a: PortRef, b: PortRef): boolean {
  const wanted = orient(a, b);
  return edgesAt(index, a.node).some(
    ({ source, target }) =>
      source.node === wanted?.source.node &&
      source.port === wanted.source.port &&
      target.node === wanted.target.node &&
      target.port === wanted.target.port,
  );
}

function turnOf(index: GraphIndex, from: PortRef, to: PortRef): number {
  if (areJoined(index, from, to)) return 2;
  return isLoose(index, to) ? 0 : 1;
}

function isLoose({ incoming, outgoing }: GraphIndex, { node, port, side }: PortRef): boolean {
  return side === 'input'
    ? !incoming.get(node)?.some(({ target }) => target.port === port)
    : !outgoing.get(node)?.some(({ source }) => source.port === port);
}

function distanceFrom(box: Rect, boxes: ReadonlyMap<string, Rect>): (node: string) => number {
  const origin = centreOf(box);
  return (node) => {
    const { x, y } = centreOf(boxes.get(node)!);
    return Math.hypot(x - origin.x, y - origin.y);
  };
}
