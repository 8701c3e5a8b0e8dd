import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { JobError, JobOutput } from '../../meta/concepts/execution.ts';
import type { ConnectionRecord, ExecutionRecord, JobRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { Change } from '../domain/change.ts';
import { isFinal, schedule } from '../domain/execution/schedule.ts';
import { blank, childrenOf, find, type ProjectView } from '../domain/state.ts';
import type { Backend, RunningJob } from './backend.ts';
import type { ContentStore } from './contentStore.ts';
import { readEvents } from './feed.ts';
import { portsOf, prepareFolder } from './folder.ts';
import { ownFile } from './ownFile.ts';
import type { JobEvent } from './spec.ts';
import { summarise } from './summary.ts';

/** The project an execution belongs to, as the engine needs it: read its state, record what becomes of it. */
export interface ExecutionHost {
  /** The state with the execution and its jobs loaded. */
  view(execution: string): Promise<ProjectView>;
  record(changes: readonly Change[], message: string): Promise<void>;
  /** Where the folder of a job lies. */
  jobFolder(job: string): string;
}

export interface EngineOptions {
  readonly backend: Backend;
  readonly content: ContentStore;
  readonly now: () => number;
  /** For what only an administrator can mend. */
  readonly complain: (error: unknown) => void;
}

/** Takes executions from their first job to their last, several at once, within the slots of the backend. */
export class ExecutionEngine {
  readonly #options: EngineOptions;
  readonly #slots: Slots;
  readonly #active = new Map<string, ActiveExecution>();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#slots = new Slots(options.backend.slots);
  }

  /** Takes an execution that is recorded in the model to its end, or goes on with one that an earlier gateway left. */
  async start(execution: string, host: ExecutionHost): Promise<void> {
    if (this.#active.has(execution)) return;
    const active = new ActiveExecution(execution, host, this.#options, this.#slots);
    this.#active.set(execution, active);
    await active.run().finally(() => this.#active.delete(execution));
  }

  /** Ends what runs and takes back what waits. Resolves when nothing of it runs any more. */
  async cancel(execution: string, reason: string): Promise<void> {
    await this.#active.get(execution)?.cancel(reason);
  }

  isActive = (execution: string) => this.#active.has(execution);

  async close(reason: string): Promise<void> {
    await Promise.all(
      [...this.#active.values()].map(async (active) => {
        await active.cancel(reason);
      }),
    );
    await this.#options.backend.close();
  }
}

class ActiveExecution {
  readonly #id: string;
  readonly #host: ExecutionHost;
  readonly #options: EngineOptions;
  readonly #slots: Slots;
  readonly #running = new Map<string, RunningJob>();
  /** Jobs that were taken up; the model may not show it yet. */
  readonly #taken = new Map<string, Promise<void>>();
  #cancelled: string | undefined;
  #finished = Promise.resolve();

  constructor(id: string, host: ExecutionHost, options: EngineOptions, slots: Slots) {
    this.#id = id;
    this.#host = host;
    this.#options = options;
    this.#slots = slots;
  }

  async run(): Promise<void> {
    this.#finished = this.#runToEnd().catch(this.#options.complain);
    await this.#finished;
  }

  async cancel(reason: string): Promise<void> {
    this.#cancelled ??= reason;
    await Promise.all(
      [...this.#running.values()].map(async (job) => {
        await job.cancel();
      }),
    );
    await this.#finished;
  }

  async #runToEnd(): Promise<void> {
    await this.#begin();
    for (;;) {
      const { execution, jobs, connections } = await this.#state();
      if (!execution) {
        await this.#endOrphans();
        return;
      }
      const { ready, doomed, outcome } = schedule(jobs, connections);
      if (outcome) {
        await this.#finish(execution, outcome);
        return;
      }
      if (this.#cancelled !== undefined) await this.#cancelWaiting(jobs);
      else if (doomed.length > 0) await this.#cancelDoomed(doomed);
      else {
        for (const job of [...ready, ...leftRunning(jobs)]) this.#take(job, execution);
        if (this.#taken.size === 0) throw new Error(`Execution ${execution.name} waits for nothing.`);
        await Promise.race(this.#taken.values());
      }
    }
  }

  /** The execution was deleted, or a state restored in which it is not: nobody will see how its jobs end. */
  async #endOrphans() {
    this.#cancelled ??= 'The execution was deleted.';
    await Promise.all([...this.#running.values()].map(async (job) => job.cancel()));
  }

  async #begin() {
    const { execution } = await this.#state();
    if (execution?.status !== 'pending') return;
    await this.#record(
      [set(this.#id, 'status', 'running'), set(this.#id, 'startedAt', this.#options.now())],
      `Started ${execution.name}`,
    );
  }

  async #state() {
    const view = await this.#host.view(this.#id);
    return {
      execution: find(view, 'Execution', this.#id),
      jobs: childrenOf(view, this.#id, 'Job'),
      connections: childrenOf(view, this.#id, 'Connection'),
    };
  }

  #take(job: JobRecord, execution: ExecutionRecord) {
    if (this.#taken.has(job.id)) return;
    const done = this.#runJob(job, execution)
      .catch(async (error: unknown) => {
        if ((await this.#state()).execution) await this.#fail(job, execution, systemError(error));
      })
      .finally(() => this.#taken.delete(job.id));
    this.#taken.set(job.id, done);
  }

  async #runJob(job: JobRecord, execution: ExecutionRecord): Promise<void> {
    if (job.role === 'input') await this.#bringArtifact(job, execution);
    else if (job.role === 'output') await this.#keepArtifact(job, execution);
    else if (job.status === 'running' || job.status === 'queued') await this.#resume(job, execution);
    else await this.#runPython(job, execution);
  }

  async #runPython(job: JobRecord, execution: ExecutionRecord): Promise<void> {
    await this.#record(
      [set(job.id, 'status', 'queued'), set(job.id, 'queuedAt', this.#options.now())],
      `Queued "${job.name}" in ${execution.name}`,
    );
    const release = await this.#slots.take();
    try {
      if (this.#cancelled !== undefined) return;
      const folder = this.#host.jobFolder(job.id);
      const inputs = await this.#inputsOf(job);
      await prepareFolder(
        folder,
        { job, inputs, modules: execution.modules, seed: execution.seed },
        this.#options.content,
      );
      const running = await this.#options.backend.submit(folder);
      this.#running.set(job.id, running);
      await this.#record(
        [set(job.id, 'status', 'running'), set(job.id, 'startedAt', this.#options.now())],
        `Started "${job.name}" in ${execution.name}`,
      );
      await this.#follow(job, execution, running);
    } finally {
      release();
    }
  }

  /** After a restart: the job still runs, or it ended while nobody looked, or it was lost. */
  async #resume(job: JobRecord, execution: ExecutionRecord): Promise<void> {
    const folder = this.#host.jobFolder(job.id);
    const running = await this.#options.backend.reattach(folder);
    if (!running && !(await hasEnded(folder))) {
      if (job.status === 'queued') {
        await this.#runPython(job, execution);
        return;
      }
      const message = 'The gateway stopped while the job ran, and the job with it. Execute again.';
      await this.#fail(job, execution, { ...systemError(message), type: 'Interrupted' });
      return;
    }
    if (running) this.#running.set(job.id, running);
    await this.#follow(
      job,
      execution,
      running ?? { ended: Promise.resolve({ code: null, signal: null }), cancel: async () => undefined },
    );
  }

  async #follow(job: JobRecord, execution: ExecutionRecord, running: RunningJob): Promise<void> {
    if (this.#cancelled !== undefined) await running.cancel();
    const { code, signal } = await running.ended;
    this.#running.delete(job.id);
    const folder = this.#host.jobFolder(job.id);
    const events = (await readEvents(folder)).filter((event) => event !== undefined);
    const kept = await summarise(job.id, folder, events, this.#options.content);
    const last = events.at(-1);
    if (this.#cancelled !== undefined && last?.type !== 'succeeded') {
      await this.#end(
        job,
        'cancelled',
        [set(job.id, 'reason', this.#cancelled), ...kept],
        `Cancelled "${job.name}" in ${execution.name}`,
      );
    } else if (last?.type === 'succeeded' && !failedAfterwards(code)) {
      const outputs = await this.#collect(job, folder, events);
      await this.#end(
        job,
        'succeeded',
        [set(job.id, 'outputs', outputs as unknown as Json), ...kept],
        `"${job.name}" in ${execution.name} succeeded`,
      );
    } else {
      await this.#fail(job, execution, errorOf(last, code, signal), kept);
    }
  }

  async #collect(job: JobRecord, folder: string, events: readonly JobEvent[]): Promise<JobOutput[]> {
    const outputs = new Map<string, Extract<JobEvent, { type: 'output' }>>();
    const declared = new Set(portsOf(job, 'output').map(({ name }) => name));
    for (const event of events)
      if (event.type === 'output' && declared.has(event.port)) outputs.set(event.port, event);
    const missing = [...declared].find((port) => !outputs.has(port));
    if (missing !== undefined)
      throw new Error(`The process said that it succeeded, but left no output ${missing}.`);
    return await Promise.all(
      [...outputs.values()].map(async ({ port, file, format, pythonType, summary }) => {
        const own = await ownFile(folder, file);
        if (own === undefined)
          throw new Error(
            `Expected output ${port} to be a file of the job. Received: ${file}, which is none.`,
          );
        const { sha256, size } = await this.#options.content.putFile(own);
        await this.#options.content.markMadeHere(sha256);
        return {
          port,
          sha256,
          format,
          type: declaredType(job, port) ?? pythonType,
          size,
          fileName: path.basename(file),
          summary,
        };
      }),
    );
  }

  async #inputsOf(job: JobRecord): Promise<Record<string, JobOutput>> {
    const { jobs, connections } = await this.#state();
    const names = new Map(portsOf(job, 'input').map(({ id, name }) => [id, name]));
    const arriving = connections.filter(({ target }) => target === job.id);
    return Object.fromEntries(
      arriving.flatMap((connection) => {
        const name = names.get(connection.targetPort);
        const output = outputAt(jobs, connection);
        return name !== undefined && output ? [[name, output]] : [];
      }),
    );
  }

  async #bringArtifact(job: JobRecord, execution: ExecutionRecord): Promise<void> {
    const reference = Object.values(job.references).find(({ kind }) => kind === 'artifact');
    if (reference?.kind !== 'artifact')
      throw new Error(`${job.name} has no artifact. Choose one in the pipeline and execute again.`);
    if (!(await this.#options.content.has(reference.sha256)))
      throw new Error(`The file of artifact ${reference.name} is missing on disk.`);
    const { sha256, format, type, size, fileName } = reference;
    const outputs = portsOf(job, 'output').map(({ name }) => ({
      port: name,
      sha256,
      format,
      type,
      size,
      fileName,
      summary: null,
    }));
    await this.#end(
      job,
      'succeeded',
      [set(job.id, 'outputs', outputs)],
      `"${job.name}" in ${execution.name} brought ${reference.name}`,
    );
  }

  async #keepArtifact(job: JobRecord, execution: ExecutionRecord): Promise<void> {
    const [input] = Object.values(await this.#inputsOf(job));
    if (!input) throw new Error(`Nothing arrived at ${job.name}.`);
    const name =
      typeof job.args['name'] === 'string' && job.args['name'] !== '' ? job.args['name'] : job.name;
    const { type, format, size, sha256, summary } = input;
    const record = blank('Artifact', {
      id: randomUUID(),
      parent: execution.parent,
      name,
      type,
      format,
      size,
      sha256,
      summary,
      fileName: `${name.replace(/[\\/:*?"<>|\p{C}]/gu, '_')}${path.extname(input.fileName)}`,
      createdAt: this.#options.now(),
      createdBy: execution.startedBy,
      job: job.id,
      execution: execution.id,
    });
    await this.#end(job, 'succeeded', [{ op: 'put', record }], `Kept ${name} from ${execution.name}`);
  }

  async #fail(
    job: JobRecord,
    execution: ExecutionRecord,
    error: JobError,
    kept: readonly Change[] = [],
  ): Promise<void> {
    const reason = `${error.type}: ${error.message}`.slice(0, 500);
    await this.#end(
      job,
      'failed',
      [set(job.id, 'error', error as unknown as Json), set(job.id, 'reason', reason), ...kept],
      `"${job.name}" in ${execution.name} failed`,
    );
  }

  async #end(
    job: JobRecord,
    status: JobRecord['status'],
    changes: readonly Change[],
    message: string,
  ): Promise<void> {
    const started =
      job.startedAt === null && job.role !== 'python' ? [set(job.id, 'startedAt', this.#options.now())] : [];
    await this.#record(
      [...started, set(job.id, 'status', status), set(job.id, 'endedAt', this.#options.now()), ...changes],
      message,
    );
  }

  async #cancelWaiting(jobs: readonly JobRecord[]): Promise<void> {
    await Promise.all(this.#taken.values());
    const { jobs: now } = jobs.length > 0 ? await this.#state() : { jobs };
    const waiting = now.filter(({ status }) => !isFinal(status));
    if (waiting.length === 0) return;
    await this.#record(
      waiting.flatMap(({ id }) => cancelled(id, this.#cancelled ?? '', this.#options.now())),
      `Cancelled ${names(waiting)}`,
    );
  }

  async #cancelDoomed(doomed: readonly { job: JobRecord; cause: JobRecord }[]): Promise<void> {
    const changes = doomed.flatMap(({ job, cause }) =>
      cancelled(job.id, `${cause.name} ${cause.status}, and this needs its result.`, this.#options.now()),
    );
    await this.#record(changes, `Cancelled ${names(doomed.map(({ job }) => job))}`);
  }

  async #finish(execution: ExecutionRecord, outcome: ExecutionRecord['status']): Promise<void> {
    if (isFinal(execution.status)) return;
    await this.#record(
      [set(this.#id, 'status', outcome), set(this.#id, 'endedAt', this.#options.now())],
      `${execution.name} ${outcome}`,
    );
  }

  async #record(changes: readonly Change[], message: string): Promise<void> {
    await this.#host.record(changes, message);
  }
}

/** As many permits as there are slots, given in the order asked for. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}

const set = (id: string, field: string, value: Json): Change => ({ op: 'set', id, path: [field], value });

const cancelled = (id: string, reason: string, now: number): Change[] => [
  set(id, 'status', 'cancelled'),
  set(id, 'reason', reason),
  set(id, 'endedAt', now),
];

/** `keras.Model` says more to people than the name of the class in Keras's own files. */
const declaredType = (job: JobRecord, port: string) =>
  portsOf(job, 'output').find(({ name, type }) => name === port && type !== 'Any')?.type;

const leftRunning = (jobs: readonly JobRecord[]) =>
  jobs.filter(({ status }) => status === 'queued' || status === 'running');

const names = (jobs: readonly JobRecord[]) => jobs.map(({ name }) => `"${name}"`).join(', ');

function outputAt(
  jobs: readonly JobRecord[],
  { source, sourcePort }: ConnectionRecord,
): JobOutput | undefined {
  const job = jobs.find(({ id }) => id === source);
  const port = job?.interface.ports.find(({ id }) => id === sourcePort);
  return job?.outputs.find((output) => output.port === port?.name);
}

async function hasEnded(folder: string): Promise<boolean> {
  const last = (await readEvents(folder)).at(-1);
  return last?.type === 'succeeded' || last?.type === 'failed';
}

/** What a job says of itself is one thing; how its process ended, the system says. */
const failedAfterwards = (code: number | null) => code !== null && code !== 0;

function errorOf(last: JobEvent | undefined, code: number | null, signal: string | null): JobError {
  if (last?.type === 'failed') {
    const { kind, type, message, text } = last.error;
    return { kind, type, message, text, line: last.line };
  }
  if (last?.type === 'succeeded') {
    return systemError(`The process said that it succeeded, but ended with exit code ${String(code)}.`);
  }
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`;
  const hint = signal === 'SIGKILL' ? ' The system may have run out of memory.' : '';
  return systemError(`The process ${how} without a word.${hint} Its output may say more.`);
}

function systemError(error: unknown): JobError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'system', type: 'Error', message, text: '', line: null };
}
