import type { JobInterface, JobReference } from '../../../meta/concepts/execution.ts';
import type {
  ExecutionRecord,
  JobRecord,
  ModelRecord,
  OperationRecord,
  StepRecord,
} from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { generateKeras } from '../codegen/keras.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import { inOrder } from '../inOrder.ts';
import { freeName, namesUnder } from '../names.ts';
import { faultOfArgument } from '../pipeline/arguments.ts';
import { checkPipeline, portsOf } from '../pipeline/check.ts';
import { problem, type Problem } from '../problem.ts';
import { blank, childrenOf, find, ProjectState, type ProjectView } from '../state.ts';

export interface ExecutionRequest {
  readonly pipeline: string;
  /** The id that the execution shall have. */
  readonly execution: string;
  readonly name?: string | undefined;
  readonly commit: string;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly newId: () => string;
  /** Attribute values for this execution alone, by `Step.attribute`. */
  readonly overrides?: Readonly<Record<string, Json>> | undefined;
}

/**
 * Plans an execution: a copy of everything the pipeline needs, so that nothing edited later changes it.
 * The view must hold the project, the pipeline and the architectures that it refers to.
 */
export function planExecution(view: ProjectView, request: ExecutionRequest): Decision {
  const pipeline = find(view, 'Pipeline', request.pipeline);
  if (pipeline?.parent == null) return refuse(problem('gone', { at: request.pipeline }, 'The pipeline'));
  const overridden = withOverrides(view, request);
  if (!overridden.ok) return refuse(...overridden.problems);
  const problems = checkPipeline(overridden.view, pipeline.id);
  if (problems.length > 0) return refuse(...problems);
  const execution = executionRecord(view, request, pipeline.parent);
  const contents = snapshotOf(overridden.view, pipeline.id, execution.id, request.newId);
  const records: ModelRecord[] = [execution, ...contents];
  return accept(
    records.map((record) => ({ op: 'put', record })),
    `Executed ${pipeline.name} as ${execution.name}`,
  );
}

function executionRecord(view: ProjectView, request: ExecutionRequest, project: string): ExecutionRecord {
  const pipelineName = find(view, 'Pipeline', request.pipeline)?.name ?? '';
  const wanted = request.name ?? pipelineName;
  return blank('Execution', {
    id: request.execution,
    parent: project,
    name: freeName(wanted, namesUnder(view, project, 'Execution')),
    status: 'pending',
    commit: request.commit,
    pipeline: request.pipeline,
    pipelineName,
    startedBy: request.author,
    createdAt: request.now,
    modules: childrenOf(view, project, 'Code').map(({ name, code }) => ({ name, code })),
  });
}

function snapshotOf(
  view: ProjectView,
  pipeline: string,
  execution: string,
  newId: () => string,
): ModelRecord[] {
  const steps = childrenOf(view, pipeline, 'Step');
  const jobOf = new Map(steps.map((step) => [step.id, newId()]));
  const jobs = steps.map((step) => jobRecord(view, step, jobOf.get(step.id) ?? newId(), execution));
  const connections = childrenOf(view, pipeline, 'Connection').flatMap((connection) => {
    const source = jobOf.get(connection.source);
    const target = jobOf.get(connection.target);
    return source && target ? [{ ...connection, id: newId(), parent: execution, source, target }] : [];
  });
  return [...jobs, ...connections];
}

function jobRecord(view: ProjectView, step: StepRecord, id: string, execution: string): JobRecord {
  const operation = find(view, 'Operation', step.operation);
  if (!operation) throw new Error(`Expected the operation of step ${step.name}. Received nothing.`);
  return blank('Job', {
    id,
    parent: execution,
    name: step.name,
    operation: operation.name,
    role: operation.role,
    position: step.position,
    code: operation.code,
    args: argumentsOf(view, step),
    references: referencesOf(view, step),
    interface: interfaceOf(view, operation),
  });
}

/** All attribute values of a step, with the defaults of its operation filled in. */
export function argumentsOf(view: ProjectView, step: StepRecord): Record<string, Json> {
  const attributes = childrenOf(view, step.operation, 'Attribute').sort(inOrder);
  return Object.fromEntries(
    attributes.map(({ name, default: fallback }) => [name, step.args[name] ?? fallback]),
  );
}

function referencesOf(view: ProjectView, step: StepRecord): Record<string, JobReference> {
  const references = childrenOf(view, step.operation, 'Reference').sort(inOrder);
  return Object.fromEntries(
    references.flatMap(({ name }) => {
      const held = referenceTo(view, step.references[name] ?? null);
      return held ? [[name, held] as const] : [];
    }),
  );
}

function referenceTo(view: ProjectView, id: string | null): JobReference | undefined {
  const architecture = find(view, 'Architecture', id);
  if (architecture) {
    const { code } = generateKeras(view, architecture.id);
    return { kind: 'architecture', id: architecture.id, name: architecture.name, code };
  }
  const artifact = find(view, 'Artifact', id);
  if (!artifact) return undefined;
  const { name, sha256, format, type, size, fileName } = artifact;
  return { kind: 'artifact', id: artifact.id, name, sha256, format, type, size, fileName };
}

function interfaceOf(view: ProjectView, operation: OperationRecord): JobInterface {
  const ports = [...portsOf(view, operation.id, 'input'), ...portsOf(view, operation.id, 'output')];
  return {
    ports: ports.map(({ id, name, direction, type, optional }) => ({ id, name, direction, type, optional })),
  };
}

type Overridden =
  { readonly ok: true; readonly view: ProjectView } | { readonly ok: false; readonly problems: Problem[] };

/** The view in which the steps have the values given for this execution alone. */
function withOverrides(view: ProjectView, { pipeline, overrides = {} }: ExecutionRequest): Overridden {
  const given = Object.entries(overrides);
  if (given.length === 0) return { ok: true, view };
  const steps = childrenOf(view, pipeline, 'Step');
  const problems: Problem[] = [];
  const state = new ProjectState(view.all());
  for (const [key, value] of given) {
    const dot = key.indexOf('.');
    const name = key.slice(dot + 1);
    const step = steps.find((candidate) => candidate.name === key.slice(0, dot));
    const fault = step
      ? faultOfArgument(view, step, name, value)
      : problem('gone', { at: pipeline, part: key }, `The operation that "${key}" names`);
    if (fault) problems.push(fault);
    else if (step) state.apply([{ op: 'set', id: step.id, path: ['args', name], value }]);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, view: state };
}
