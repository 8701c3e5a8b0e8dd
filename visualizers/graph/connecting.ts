import type { GraphIndex } from './GraphIndex.ts';
import type { EdgeEnd, GraphNode, PortRef } from './types.ts';

/** True, or the reason why not, in words for the person. */
export type CanConnect = (source: EdgeEnd, target: EdgeEnd) => true | string;

export interface Connection {
  readonly source: EdgeEnd;
  readonly target: EdgeEnd;
}

/** The rules of the host, and that an edge does not leave its frame. */
export function rulesFor(
  { parents }: Pick<GraphIndex, 'parents'>,
  canConnect: CanConnect | undefined,
): CanConnect {
  const rules = canConnect ?? (() => true as const);
  if (parents.size === 0) return rules;
  return (source, target) =>
    parents.get(source.node) === parents.get(target.node)
      ? rules(source, target)
      : 'A connection does not lead into a block or out of it';
}

/** People draw edges from either end; an edge runs from an output to an input. */
export function orient(a: PortRef, b: PortRef): Connection | undefined {
  if (a.side === b.side) return undefined;
  const [output, input] = a.side === 'output' ? [a, b] : [b, a];
  return { source: endOf(output), target: endOf(input) };
}

export function checkConnection(from: PortRef, to: PortRef, canConnect: CanConnect): true | string {
  const connection = orient(from, to);
  if (!connection) {
    return from.side === 'output' ? 'An output connects to an input' : 'An input connects to an output';
  }
  return canConnect(connection.source, connection.target);
}

/** The ports that an edge from here could end at. */
export function facingPorts(node: GraphNode, from: PortRef): readonly PortRef[] {
  return from.side === 'output' ? portsOf(node, 'input') : portsOf(node, 'output');
}

export function portsOf(node: GraphNode, side: PortRef['side']): readonly PortRef[] {
  const ports = side === 'input' ? node.inputs : node.outputs;
  return ports.map((port) => ({ node: node.id, port: port.id, side }));
}

export type NodeFit =
  { readonly fits: true; readonly port: PortRef } | { readonly fits: false; readonly reason: string };

/** Whether a drop anywhere on the node makes an edge, and at which port; the first that fits. */
export function fitNode(node: GraphNode, from: PortRef, canConnect: CanConnect): NodeFit {
  if (node.id === from.node) return { fits: false, reason: 'A node does not connect to itself' };
  let reason: string | undefined;
  for (const port of facingPorts(node, from)) {
    const answer = checkConnection(from, port, canConnect);
    if (answer === true) return { fits: true, port };
    reason ??= answer;
  }
  return {
    fits: false,
    reason: reason ?? `${node.label} has no ${from.side === 'output' ? 'inputs' : 'outputs'}`,
  };
}

export function samePort(a: PortRef | undefined, b: PortRef | undefined): boolean {
  return a?.node === b?.node && a?.port === b?.port && a?.side === b?.side;
}

const endOf = ({ node, port }: PortRef): EdgeEnd => ({ node, port });
