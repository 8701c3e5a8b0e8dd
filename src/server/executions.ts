import path from 'node:path';
import type { Json } from '../../meta/json.ts';
import { isFinal } from '../domain/execution/schedule.ts';
import { PROJECT_SCOPE } from '../domain/scope.ts';
import { find, ProjectState, type ProjectView } from '../domain/state.ts';
import type { ExecutionEngine, ExecutionHost } from '../jobs/engine.ts';
import { followFeed, readFeed } from '../jobs/feed.ts';
import { MAIN_BRANCH, runPlugin } from '../model/index.ts';
import { CannotExecute, ExecutePipeline } from '../../plugins/ExecutePipeline/plugin.ts';
import { started as startedExecution } from '../sync/protocol/rest.ts';
import type { WatchJob, JobOutput } from '../sync/protocol/socket.ts';
import type { JobOutputs } from '../sync/server/jobOutputs.ts';
import type { SessionRegistry } from '../sync/server/registry.ts';
import type { BranchSession } from '../sync/server/session.ts';
import { notFound, RequestError } from './errors.ts';

export interface StartRequest {
  readonly pipeline: string;
  readonly name?: string | undefined;
  readonly set?: Readonly<Record<string, Json>> | undefined;
}

/** The author of what nobody did by hand. */
export const RECORDER = 'DeepForge';

/** Starts, follows and ends executions on behalf of people, and finds those again that an earlier gateway left. */
export class Executions implements JobOutputs {
  readonly #registry: SessionRegistry;
  readonly #engine: ExecutionEngine;
  readonly #jobs: string;
  readonly #complain: (error: unknown) => void;
  /** Jobs by the projects that were found to hold them. */
  readonly #known = new Set<string>();

  constructor(parts: {
    registry: SessionRegistry;
    engine: ExecutionEngine;
    jobs: string;
    complain: (error: unknown) => void;
  }) {
    this.#registry = parts.registry;
    this.#engine = parts.engine;
    this.#jobs = parts.jobs;
    this.#complain = parts.complain;
  }

  /** Takes the snapshot and returns; the jobs go on by themselves. */
  async start(
    project: string,
    request: StartRequest,
    author: string,
  ): Promise<{ execution: string; name: string }> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      const { result } = await runPlugin(
        new ExecutePipeline(),
        { loadScope: async (scope) => session.read(scope) },
        {
          active: request.pipeline,
          commit: session.position.commit,
          config: { name: request.name ?? '', author, set: request.set ?? {} },
        },
        async (changes, message) => mustSucceed(session.change(author, changes, message)),
      );
      const started = startedExecution.parse(result);
      this.#follow(project, started.execution);
      return started;
    } catch (error) {
      if (!(error instanceof CannotExecute)) throw error;
      const [first] = error.problems;
      throw new RequestError('has-problems', first?.message ?? 'The pipeline cannot run.', error.problems);
    } finally {
      release();
    }
  }

  async cancel(project: string, execution: string, author: string): Promise<void> {
    const view = await this.#stateOf(project, execution);
    const record = find(view, 'Execution', execution);
    if (!record) throw notFound('The execution');
    if (isFinal(record.status)) {
      throw new RequestError('conflict', `${record.name} has ended already: it ${record.status}.`);
    }
    await this.#engine.cancel(execution, `Cancelled by ${author}.`);
  }

  /** Goes on with executions of a project that have not ended and that nobody runs. */
  async adopt(project: string): Promise<void> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      for (const record of await session.read(PROJECT_SCOPE)) {
        if (record.concept === 'Execution' && !isFinal(record.status)) this.#follow(project, record.id);
      }
    } finally {
      release();
    }
  }

  /** Ends everything that runs in a project, as before it is deleted. */
  async cancelAll(project: string, reason: string): Promise<void> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      const records = await session.read(PROJECT_SCOPE);
      const active = records.filter(
        ({ concept, id }) => concept === 'Execution' && this.#engine.isActive(id),
      );
      await Promise.all(active.map(async ({ id }) => this.#engine.cancel(id, reason)));
    } finally {
      release();
    }
  }

  /** The folder of a job that a project holds; ids of other projects' jobs lead nowhere. */
  async folderIn(project: string, job: string): Promise<string> {
    if (!(await this.#holds(project, job))) throw notFound('The job');
    return this.#folder(job);
  }

  async watch({ project, job, from }: WatchJob, listener: (output: JobOutput) => void) {
    const folder = await this.folderIn(project, job);
    const output = await readFeed(job, folder, from, false);
    const stop = followFeed(job, folder, { bytes: output.bytes.to, events: output.events.to }, listener);
    return { output, stop };
  }

  /** The ids of records are GUIDs, so the folder lies where it should. */
  readonly #folder = (job: string) => path.join(this.#jobs, job);

  /** The newest executions first, since it is they that are looked at; what was found once need not be looked for. */
  async #holds(project: string, job: string): Promise<boolean> {
    const key = JSON.stringify([project, job]);
    if (this.#known.has(key)) return true;
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      const executions = (await session.read(PROJECT_SCOPE)).filter(
        (record) => record.concept === 'Execution',
      );
      executions.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
      for (const execution of executions) {
        if (!(await session.read(execution.id)).some(({ id, concept }) => id === job && concept === 'Job'))
          continue;
        this.#known.add(key);
        return true;
      }
      return false;
    } finally {
      release();
    }
  }

  #follow(project: string, execution: string) {
    if (!this.#engine.isActive(execution)) this.#run(project, execution).catch(this.#complain);
  }

  async #run(project: string, execution: string): Promise<void> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    const stopWatching = session.subscribe({
      patches: (patches) => {
        const deleted = patches.some(({ changes }) =>
          changes.some(({ change }) => change.op === 'remove' && change.id === execution),
        );
        if (deleted) this.#engine.cancel(execution, 'The execution was deleted.').catch(this.#complain);
      },
    });
    try {
      await this.#engine.start(execution, this.#hostOf(session));
    } finally {
      stopWatching();
      release();
    }
  }

  #hostOf(session: BranchSession): ExecutionHost {
    return {
      view: async (execution) => stateOf(session, execution),
      record: async (changes, message) => {
        await mustSucceed(session.change(RECORDER, changes, message));
      },
      jobFolder: this.#folder,
    };
  }

  async #stateOf(project: string, execution: string): Promise<ProjectView> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      return await stateOf(session, execution);
    } finally {
      release();
    }
  }
}

async function stateOf(session: BranchSession, ...scopes: readonly string[]): Promise<ProjectState> {
  const snapshot = await session.snapshot([PROJECT_SCOPE, ...scopes]);
  return new ProjectState(snapshot.scopes.flatMap(({ records }) => records));
}

async function mustSucceed(result: ReturnType<BranchSession['change']>): Promise<void> {
  const settled = await result;
  if (settled.ok) return;
  throw new RequestError('has-problems', settled.problems[0]?.message ?? 'It was refused.', settled.problems);
}
