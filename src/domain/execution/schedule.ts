import type { JobRecord, ConnectionRecord } from '../../../meta/index.ts';
import type { Status } from '../../../meta/concepts/execution.ts';

/** What is to happen next in an execution, decided from the states of its jobs alone. */
export interface Schedule {
  /** Pending jobs whose inputs are all there. */
  readonly ready: readonly JobRecord[];
  /** Pending jobs that can never run, and the name of the job that is to blame. */
  readonly doomed: readonly { readonly job: JobRecord; readonly cause: JobRecord }[];
  /** The final status once no job can change any more; undefined until then. */
  readonly outcome: Extract<Status, 'succeeded' | 'failed' | 'cancelled'> | undefined;
}

const FINAL: ReadonlySet<Status> = new Set<Status>(['succeeded', 'failed', 'cancelled']);
export const isFinal = (status: Status) => FINAL.has(status);

/** Siblings of a failed job finish; what depends on it is cancelled with the cause named. */
export function schedule(jobs: readonly JobRecord[], connections: readonly ConnectionRecord[]): Schedule {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const sources = new Map<string, JobRecord[]>();
  for (const { source, target } of connections) {
    const job = byId.get(source);
    if (job) sources.set(target, [...(sources.get(target) ?? []), job]);
  }
  const pending = jobs.filter(({ status }) => status === 'pending');
  const doomed = pending.flatMap((job) => {
    const cause = sources.get(job.id)?.find(({ status }) => status === 'failed' || status === 'cancelled');
    return cause ? [{ job, cause }] : [];
  });
  const ready = pending.filter((job) =>
    (sources.get(job.id) ?? []).every(({ status }) => status === 'succeeded'),
  );
  return { ready, doomed, outcome: outcomeOf(jobs) };
}

function outcomeOf(jobs: readonly JobRecord[]): Schedule['outcome'] {
  if (!jobs.every(({ status }) => isFinal(status))) return undefined;
  if (jobs.some(({ status }) => status === 'failed')) return 'failed';
  return jobs.some(({ status }) => status === 'cancelled') ? 'cancelled' : 'succeeded';
}
