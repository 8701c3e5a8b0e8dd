import { formatDuration } from './formatDuration.ts';
import type { EdgeFacts, GraphEdge, GraphNode, NodeStatus } from './types.ts';

/**
 * Everything that the graph says to a screen reader, or in words on screen, in one place. What was edited is said by
 * whoever keeps the edits.
 */
export const MESSAGES = {
  instructions:
    'Arrow keys walk along the connections. Enter opens a node. C connects, E walks over the connections of a node, Alt with an arrow moves one of several at an input, Delete removes, F shows everything. U unfolds and folds a block, I goes into it and O out of it. Escape, then Tab, leaves the graph.',
  readOnlyInstructions:
    'Arrow keys walk along the connections. Enter opens a node, E walks over its connections, F shows everything. U unfolds and folds a block, I goes into it and O out of it. Escape, then Tab, leaves the graph.',
  node: (node: GraphNode, position: string, detail?: string) =>
    [
      node.label,
      node.badge,
      node.subtitle,
      node.status && describeStatus(node.status),
      ...(node.problems ?? []).map((problem) => problem.message),
      node.note && `Note: ${node.note}`,
      ...(detail?.split('\n') ?? []),
      position,
    ]
      .filter(Boolean)
      .join(', '),
  position: (incoming: number, outgoing: number) =>
    `${plural(incoming, 'connection')} in, ${plural(outgoing, 'connection')} out`,
  inside: (frame: string) => `in ${frame}`,
  folded: 'folded',
  unfolded: (count: number) => `unfolded, holds ${plural(count, 'node')}`,
  edge: (
    edge: GraphEdge,
    { label, detail }: EdgeFacts,
    source: string,
    target: string,
    place?: { at: number; of: number },
  ) =>
    [
      `Connection from ${source} to ${target}`,
      place && `${place.at} of ${place.of} at its input`,
      label,
      edge.problem?.message,
      ...(detail?.split('\n') ?? []),
    ]
      .filter(Boolean)
      .join(', '),
  reordered: (at: number, of: number) => `Connection is now ${at} of ${of} at its input`,
  endOfOrder: 'The connection is at the end of its input',
  folding: (node: string, wasFrame: boolean) => `${wasFrame ? 'Folded' : 'Unfolded'} ${node}`,
  fold: (node: string) => `Fold ${node}`,
  unfold: (node: string) => `Unfold ${node}`,
  noFrame: (node: string) => `Nothing is unfolded in ${node}`,
  notInside: 'This is not inside a block',
  copied: 'Copied',
  cut: 'Cut',
  selected: (count: number) => (count === 0 ? 'Nothing selected' : `${plural(count, 'item')} selected`),
  choosePort: (node: string, port: string, position: number, count: number) =>
    `Connect ${node}: ${port}, port ${position} of ${count}. Arrow keys choose, Enter goes on, Escape cancels.`,
  chooseTarget: (node: string, port: string, place: { at: number; of: number }, joined: boolean) =>
    [...[node, port, joined && 'connected already', `${place.at} of ${place.of} that fit`]]
      .filter(Boolean)
      .join(', ') + '. Arrow keys choose, Enter connects, Escape cancels.',
  chooseByPointer: (node: string) => `Click what ${node} connects to. Escape cancels.`,
  noPorts: (node: string) => `${node} has no ports`,
  noTargets: 'Nothing fits this port',
  cancelled: 'Cancelled',
  edgeNode: 'No further node that way',
} as const;

export function describeStatus(status: NodeStatus): string {
  switch (status.kind) {
    case 'pending':
      return 'Waiting';
    case 'queued':
      return 'Queued';
    case 'running':
      return status.progress === undefined ? 'Running' : `Running, ${Math.round(status.progress * 100)} %`;
    case 'succeeded':
      return status.reused ? 'Reused' : `Succeeded in ${formatDuration(status.duration)}`;
    case 'failed':
      return `Failed: ${status.lastLine}`;
    case 'cancelled':
      return 'Cancelled';
    default:
      return status satisfies never;
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
