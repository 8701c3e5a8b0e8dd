import type { ConnectionRecord, PortRecord, StepRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { nameOf } from '../../src/domain/names.ts';
import type { Problem } from '../../src/domain/problem.ts';
import { childrenOf, find, sameJson, type ProjectView } from '../../src/domain/state.ts';
import type { GraphEdge, GraphNode, NodeRow, Port } from '../graph/index.ts';
import { stableList } from '../graphEditing/index.ts';
import { interfaceOf, type OperationInterface } from './interfaceOf.ts';

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The drawing of a pipeline. It remembers its last answer, so that what did not change stays the same object. */
export function pipelineGraphOf(
  pipeline: string,
  check: (view: ProjectView) => readonly Problem[],
): (view: ProjectView) => Graph {
  const nodes = stableList<GraphNode>();
  const edges = stableList<GraphEdge>();
  return (view) => {
    const problems = check(view);
    const steps = childrenOf(view, pipeline, 'Step').sort(byId);
    return {
      nodes: nodes(steps.map((step) => stepNode(view, step, problems))),
      edges: edges(childrenOf(view, pipeline, 'Connection').sort(byId).map(toEdge)),
    };
  };
}

function stepNode(view: ProjectView, step: StepRecord, problems: readonly Problem[]): GraphNode {
  const operation = find(view, 'Operation', step.operation);
  const parts = interfaceOf(view, step.operation);
  const wrong = problems.filter(({ at }) => at === step.id);
  return {
    id: step.id,
    label: step.name,
    band: BANDS[operation?.role ?? 'python'],
    inputs: parts.inputs.map(toPort),
    outputs: parts.outputs.map(toPort),
    rows: rowsOf(view, step, parts),
    ...(operation && operation.name !== step.name ? { subtitle: operation.name } : {}),
    ...(wrong.length > 0
      ? { problems: wrong.map(({ message }) => ({ severity: 'error' as const, message })) }
      : {}),
    ...(step.position ? { pinned: step.position } : {}),
  };
}

export const BANDS = { python: 'operation', input: 'data', output: 'output' } as const;

const toPort = ({ id, name, type }: PortRecord): Port => ({ id, label: name, type });

export const toEdge = ({ id, source, sourcePort, target, targetPort }: ConnectionRecord): GraphEdge => ({
  id,
  source: { node: source, port: sourcePort },
  target: { node: target, port: targetPort },
});

const MOST_ROWS = 3;

/** What makes this step differ from any other use of its operation: references, then attributes that were set. */
function rowsOf(
  view: ProjectView,
  step: StepRecord,
  { attributes, references }: OperationInterface,
): NodeRow[] {
  const pointed = references.map(({ name }) => {
    const target = view.get(step.references[name] ?? '');
    return { label: name, value: target ? nameOf(target) : '–' };
  });
  const changed = attributes
    .filter(({ name, default: fallback }) => {
      const value = step.args[name];
      return value !== undefined && !sameJson(value, fallback);
    })
    .map(({ name }) => ({ label: name, value: valueText(step.args[name]) }));
  return [...pointed, ...changed].slice(0, MOST_ROWS);
}

/** A value as Python would write it, quotes left out. */
export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
