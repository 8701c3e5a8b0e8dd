import type { PortRecord } from '../../meta/index.ts';
import { connectionsTo } from '../../src/domain/commands/connect.ts';
import { portsOf } from '../../src/domain/pipeline/check.ts';
import { typeFits } from '../../src/domain/pipeline/types.ts';
import { find, type ProjectView } from '../../src/domain/state.ts';
import type { Connection, Point, PortRef } from '../graph/index.ts';

/** What a new step is put next to, or where. */
export type StepAnchor =
  | { readonly kind: 'port'; readonly port: PortRef }
  | { readonly kind: 'edge'; readonly edge: string }
  | { readonly kind: 'place'; readonly at: Point };

export interface StepLinks {
  readonly connections: readonly Connection[];
  /** The connections that give way. */
  readonly replaces: string[];
}

const NONE: StepLinks = { connections: [], replaces: [] };

/** How a new step of an operation is connected where it is put, by the first ports of it that fit. */
export function linksOf(view: ProjectView, operation: string, step: string, anchor: StepAnchor): StepLinks {
  switch (anchor.kind) {
    case 'place':
      return NONE;
    case 'edge':
      return linksOnEdge(view, operation, step, anchor.edge);
    case 'port':
      return linksAtPort(view, operation, step, anchor.port);
    default:
      return anchor satisfies never;
  }
}

/** Whether an operation can stand there. */
export function fitsAt(view: ProjectView, operation: string, anchor: StepAnchor): boolean {
  const wanted = anchor.kind === 'edge' ? 2 : 1;
  return anchor.kind === 'place' || linksOf(view, operation, '', anchor).connections.length === wanted;
}

function linksOnEdge(view: ProjectView, operation: string, step: string, id: string): StepLinks {
  const edge = find(view, 'Connection', id);
  const input = edge && inputFor(view, operation, edge.sourcePort);
  const output = edge && outputFor(view, operation, edge.targetPort);
  if (!edge || !input || !output) return NONE;
  return {
    connections: [
      { source: { node: edge.source, port: edge.sourcePort }, target: { node: step, port: input.id } },
      { source: { node: step, port: output.id }, target: { node: edge.target, port: edge.targetPort } },
    ],
    replaces: [edge.id],
  };
}

function linksAtPort(view: ProjectView, operation: string, step: string, from: PortRef): StepLinks {
  const { node, port } = from;
  if (from.side === 'output') {
    const input = inputFor(view, operation, port);
    if (!input) return NONE;
    return {
      connections: [{ source: { node, port }, target: { node: step, port: input.id } }],
      replaces: [],
    };
  }
  const output = outputFor(view, operation, port);
  if (!output) return NONE;
  return {
    connections: [{ source: { node: step, port: output.id }, target: { node, port } }],
    replaces: connectionsTo(view, node, port).map(({ id }) => id),
  };
}

function inputFor(view: ProjectView, operation: string, source: string): PortRecord | undefined {
  const type = typeOf(view, source);
  return portsOf(view, operation, 'input').find((port) => typeFits(type, port.type));
}

function outputFor(view: ProjectView, operation: string, target: string): PortRecord | undefined {
  const type = typeOf(view, target);
  return portsOf(view, operation, 'output').find((port) => typeFits(port.type, type));
}

const typeOf = (view: ProjectView, port: string) => find(view, 'Port', port)?.type ?? 'Any';
