import type { JobRecord } from '../../meta/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import type { GraphEdge, GraphNode, NodeStatus } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { BANDS, toEdge, type Graph } from '../PipelineEditor/pipelineGraph.ts';

/** The drawing of an execution: that of its pipeline, with the state of each job. */
export function executionGraphOf(execution: string): (view: ProjectView) => Graph {
  const nodes = stableList<GraphNode>();
  const edges = stableList<GraphEdge>();
  return (view) => ({
    nodes: nodes(childrenOf(view, execution, 'Job').sort(byName).map(jobNode)),
    edges: edges(childrenOf(view, execution, 'Connection').sort(byId).map(toEdge)),
  });
}

function jobNode(job: JobRecord): GraphNode {
  const ports = (side: 'input' | 'output') =>
    job.interface.ports
      .filter(({ direction }) => direction === side)
      .map(({ id, name, type }) => ({ id, label: name, type }));
  return {
    id: job.id,
    label: job.name,
    band: BANDS[job.role],
    inputs: ports('input'),
    outputs: ports('output'),
    status: statusOf(job),
    ...(job.operation !== job.name ? { subtitle: job.operation } : {}),
    ...(job.position ? { pinned: job.position } : {}),
  };
}

export function statusOf(job: JobRecord): NodeStatus {
  switch (job.status) {
    case 'running':
      return { kind: 'running', since: job.startedAt ?? job.queuedAt ?? 0 };
    case 'succeeded':
      return { kind: 'succeeded', duration: (job.endedAt ?? 0) - (job.startedAt ?? job.endedAt ?? 0) };
    case 'failed':
      return { kind: 'failed', lastLine: job.error ? `${job.error.type}: ${job.error.message}` : job.reason };
    case 'pending':
    case 'queued':
    case 'cancelled':
      return { kind: job.status };
    default:
      return job.status satisfies never;
  }
}

const byName = (a: JobRecord, b: JobRecord) => a.name.localeCompare(b.name) || byId(a, b);
const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
