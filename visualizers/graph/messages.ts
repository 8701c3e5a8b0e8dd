import { formatDuration } from './formatDuration.ts';
import type { GraphEdge, GraphNode, NodeStatus } from './types.ts';

/** Everything that the graph says to a screen reader, or in words on screen, in one place. */
export const MESSAGES = {
  instructions:
    'Arrow keys walk along the connections. Enter opens a node. C connects, E walks over the connections of a node, Delete removes, F shows everything. Escape, then Tab, leaves the graph.',
  readOnlyInstructions:
    'Arrow keys walk along the connections. Enter opens a node, F shows everything. Escape, then Tab, leaves the graph.',
  node: (node: GraphNode, position: string) =>
    [
      node.label,
      node.subtitle,
      node.status && describeStatus(node.status),
      ...(node.problems ?? []).map((problem) => problem.message),
      position,
    ]
      .filter(Boolean)
      .join(', '),
  position: (incoming: number, outgoing: number) =>
    `${plural(incoming, 'connection')} in, ${plural(outgoing, 'connection')} out`,
  edge: (edge: GraphEdge, source: string, target: string) =>
    [`Connection from ${source} to ${target}`, edge.label, edge.problem?.message].filter(Boolean).join(', '),
  selected: (count: number) => (count === 0 ? 'Nothing selected' : `${plural(count, 'item')} selected`),
  choosePort: (node: string, port: string, position: number, count: number) =>
    `Connect ${node}: ${port}, port ${position} of ${count}. Arrow keys choose, Enter goes on, Escape cancels.`,
  chooseTarget: (node: string, port: string, position: number, count: number) =>
    `${node}, ${port}, ${position} of ${count} that fit. Enter connects.`,
  noPorts: (node: string) => `${node} has no ports`,
  noTargets: 'Nothing fits this port',
  connected: (source: string, target: string) => `Connected ${source} to ${target}`,
  cancelled: 'Cancelled',
  moved: (node: string) => `Moved ${node}`,
  removed: (count: number) => `Removed ${plural(count, 'item')}`,
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
