import type { PortRecord, ReferenceRecord, StepRecord } from '../../../meta/index.ts';
import { checkArchitecture } from '../architecture/check.ts';
import { connectionsTo } from '../commands/connect.ts';
import { inOrder } from '../inOrder.ts';
import { problem, type Problem } from '../problem.ts';
import { childrenOf, find, type ProjectView } from '../state.ts';
import { faultOfArgument } from './arguments.ts';

/** Everything that keeps a pipeline from running, each at its node. An empty list means it can be executed. */
export function checkPipeline(view: ProjectView, pipeline: string): Problem[] {
  const steps = childrenOf(view, pipeline, 'Step');
  if (steps.length === 0) {
    const name = find(view, 'Pipeline', pipeline)?.name ?? 'The pipeline';
    return [problem('nothing-to-run', { at: pipeline }, name)];
  }
  return steps.flatMap((step) => checkStep(view, step));
}

function checkStep(view: ProjectView, step: StepRecord): Problem[] {
  const operation = find(view, 'Operation', step.operation);
  if (!operation) return [problem('gone', { at: step.id }, `The operation of ${step.name}`)];
  const code =
    operation.role === 'python' && operation.code.trim() === ''
      ? [problem('code-empty', { at: step.id }, operation.name)]
      : [];
  const inputs = portsOf(view, operation.id, 'input').flatMap((port) => checkInput(view, step, port));
  const references = childrenOf(view, operation.id, 'Reference').flatMap((reference) =>
    checkReference(view, step, reference),
  );
  const args = Object.entries(step.args).flatMap(
    ([name, value]) => faultOfArgument(view, step, name, value) ?? [],
  );
  return [...code, ...inputs, ...references, ...args];
}

function checkInput(view: ProjectView, step: StepRecord, port: PortRecord): Problem[] {
  if (port.optional || connectionsTo(view, step.id, port.id).length > 0) return [];
  return [problem('input-unconnected', { at: step.id, part: port.name }, step.name, port.name)];
}

function checkReference(view: ProjectView, step: StepRecord, reference: ReferenceRecord): Problem[] {
  const target = step.references[reference.name] ?? null;
  if (find(view, reference.target, target)) return checkTarget(view, step, reference.name, target);
  return [
    problem(
      'reference-missing',
      { at: step.id, part: reference.name },
      step.name,
      reference.name,
      reference.target,
    ),
  ];
}

/** An architecture must be sound to run. One whose contents are not loaded is checked where they are. */
function checkTarget(view: ProjectView, step: StepRecord, part: string, target: string | null): Problem[] {
  const architecture = find(view, 'Architecture', target);
  const [first] = architecture ? checkArchitecture(view, architecture.id).problems : [];
  if (!architecture || !first) return [];
  return [problem('architecture-problem', { at: step.id, part }, architecture.name, first.message)];
}

/** The ports of an operation in their order. */
export const portsOf = (
  view: ProjectView,
  operation: string,
  direction: PortRecord['direction'],
): PortRecord[] =>
  childrenOf(view, operation, 'Port')
    .filter((port) => port.direction === direction)
    .sort(inOrder);
