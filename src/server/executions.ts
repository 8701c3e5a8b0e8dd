import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { StepRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { planExecution } from '../domain/execution/plan.ts';
import { isFinal } from '../domain/execution/schedule.ts';
import { PROJECT_SCOPE } from '../domain/scope.ts';
import { childrenOf, find, ProjectState, type ProjectView } from '../domain/state.ts';
import type { ExecutionEngine, ExecutionHost } from '../jobs/engine.ts';
import { followFeed, readFeed } from '../jobs/feed.ts';
import { MAIN_BRANCH } from '../model/index.ts';
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

const RECORDER = 'DeepForge';

/** Starts, follows and ends executions on behalf of people, and finds those again that an earlier gateway left. */
export class Executions implements JobOutputs {
  readonly #registry: SessionRegistry;
  readonly #engine: ExecutionEngine;
  readonly #jobs: string;
  readonly #now: () => number;

  constructor(parts: {
    registry: SessionRegistry;
    engine: ExecutionEngine;
    jobs: string;
    now: () => number;
  }) {
    this.#registry = parts.registry;
    this.#engine = parts.engine;
    this.#jobs = parts.jobs;
    this.#now = parts.now;
  }

  /** Takes the snapshot and returns; the jobs go on by themselves. */
  async start(
    project: string,
    request: StartRequest,
    author: string,
  ): Promise<{ execution: string; name: string }> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    try {
      const view = await viewForPlanning(session, request.pipeline);
      const execution = randomUUID();
      const decision = planExecution(view, {
        pipeline: request.pipeline,
        execution,
        name: request.name,
        commit: session.position.commit,
        author,
        now: this.#now(),
        newId: randomUUID,
        overrides: request.set,
      });
      if (!decision.ok) {
        const [first] = decision.problems;
        throw new RequestError(
          'has-problems',
          first?.message ?? 'The pipeline cannot run.',
          decision.problems,
        );
      }
      await mustSucceed(session.change(author, decision.changes, decision.message));
      this.#follow(project, execution);
      const record = decision.changes.flatMap((change) => (change.op === 'put' ? [change.record] : []))[0];
      return { execution, name: record?.concept === 'Execution' ? record.name : '' };
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

  /** The ids of records are GUIDs, so the folder lies where it should. */
  jobFolder = (job: string) => path.join(this.#jobs, job);

  async watch({ job, from }: WatchJob, listener: (output: JobOutput) => void) {
    const folder = this.jobFolder(job);
    const output = await readFeed(job, folder, from, false);
    const stop = followFeed(job, folder, { bytes: output.bytes.to, events: output.events.to }, listener);
    return { output, stop };
  }

  #follow(project: string, execution: string) {
    if (this.#engine.isActive(execution)) return;
    void this.#run(project, execution);
  }

  async #run(project: string, execution: string): Promise<void> {
    const { session, release } = await this.#registry.open(project, MAIN_BRANCH);
    const stopWatching = session.subscribe({
      patches: (patches) => {
        const deleted = patches.some(({ changes }) =>
          changes.some(({ change }) => change.op === 'remove' && change.id === execution),
        );
        if (deleted) void this.#engine.cancel(execution, 'The execution was deleted.');
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
      jobFolder: this.jobFolder,
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

/** The pipeline with every architecture that one of its steps refers to. */
async function viewForPlanning(session: BranchSession, pipeline: string): Promise<ProjectView> {
  const state = await stateOf(session, pipeline);
  const targets = childrenOf(state, pipeline, 'Step').flatMap((step: StepRecord) =>
    Object.values(step.references),
  );
  const architectures = [...new Set(targets)].filter(
    (id): id is string => id !== null && find(state, 'Architecture', id) !== undefined,
  );
  return stateOf(session, pipeline, ...architectures);
}

async function mustSucceed(result: ReturnType<BranchSession['change']>): Promise<void> {
  const settled = await result;
  if (settled.ok) return;
  throw new RequestError('has-problems', settled.problems[0]?.message ?? 'It was refused.', settled.problems);
}
