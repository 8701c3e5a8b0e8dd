import { randomUUID } from 'node:crypto';
import { withBlocks } from '../../src/domain/architecture/withBlocks.ts';
import { planExecution } from '../../src/domain/execution/plan.ts';
import type { Problem } from '../../src/domain/problem.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { childrenOf, find, type ProjectView } from '../../src/domain/state.ts';
import { DeepForgePlugin, type PluginOutcome, type PluginRequest } from '../../src/model/index.ts';
import type { Json } from '../../meta/json.ts';
import metadata from './metadata.json' with { type: 'json' };

/** The pipeline cannot run as it is; `problems` say why. */
export class CannotExecute extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join(' '));
    this.problems = problems;
  }
}

/** Takes a snapshot of the pipeline it is started on: an execution with its jobs, pending. The gateway runs it. */
export class ExecutePipeline extends DeepForgePlugin {
  readonly metadata = metadata;

  override scopes(view: ProjectView, request: PluginRequest): readonly Scope[] {
    const pipeline = pipelineOf(view, request);
    const targets = childrenOf(view, pipeline, 'Step').flatMap(({ references }) => Object.values(references));
    return [pipeline, ...withBlocks(view, targets)];
  }

  compute(view: ProjectView, request: PluginRequest): PluginOutcome {
    const { commit, config } = request;
    const execution = randomUUID();
    const decision = planExecution(view, {
      pipeline: pipelineOf(view, request),
      execution,
      name: textOf(config['name']),
      author: textOf(config['author']) ?? 'DeepForge',
      overrides: (config['set'] ?? {}) as Readonly<Record<string, Json>>,
      commit,
      now: Date.now(),
      newId: randomUUID,
    });
    if (!decision.ok) throw new CannotExecute(decision.problems);
    const { changes, message } = decision;
    const record = changes.flatMap((change) => (change.op === 'put' ? [change.record] : []))[0];
    const name = record?.concept === 'Execution' ? record.name : '';
    return { changes, message, result: { execution, name } };
  }
}

/** The pipeline that the plugin was started on, or else the one that the configuration names. */
function pipelineOf(view: ProjectView, { active, config }: PluginRequest): string {
  if (find(view, 'Pipeline', active)) return active;
  const wanted = config['pipeline'];
  const named = [...view.all()].find((record) => record.concept === 'Pipeline' && record.name === wanted);
  return named?.id ?? active;
}

const textOf = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
