import type { ExecutionRecord, JobRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { isFinal } from '../domain/execution/schedule.ts';
import { childrenOf, find, type ProjectView } from '../domain/state.ts';
import { connect } from '../sync/client/connect.ts';
import { joinProject } from '../sync/client/joinProject.ts';
import { findProject, withConnection, type Connection } from './connection.ts';
import type { RunOptions } from './options.ts';
import { presentRecords } from './records.ts';
import { Stop } from './stop.ts';

/** `deepforge run`: executes a pipeline, shows what its jobs print, and ends as it ended. */
export async function run(project: string, pipeline: string, options: RunOptions): Promise<void> {
  const set = Object.fromEntries(options.set.map(assignment));
  await withConnection(options, async (gateway) => {
    const { id } = await findProject(gateway, project);
    const { execution } = await gateway.request<{ execution: string }>(
      'POST',
      `/projects/${encodeURIComponent(id)}/executions`,
      {
        pipeline: await findPipeline(gateway, id, pipeline),
        set,
        ...(options.name ? { name: options.name } : {}),
      },
    );
    const { record, jobs } = await follow(gateway, id, execution, options.json ? silent : printer());
    if (options.json) console.log(JSON.stringify(summary(record, jobs), null, 2));
    else console.log(`${record.name} ${record.status}`);
    if (record.status !== 'succeeded') throw new Stop(options.json ? '' : reasonOf(jobs));
  });
}

async function findPipeline(gateway: Connection, project: string, name: string): Promise<string> {
  const records = await presentRecords(gateway, project, 'project');
  const pipelines = records.filter((record) => record.concept === 'Pipeline');
  const found = pipelines.find((candidate) => candidate.id === name || candidate.name === name);
  if (found) return found.id;
  throw new Stop(
    `There is no pipeline "${name}". There are ${pipelines.map((one) => `"${one.name}"`).join(', ')}.`,
  );
}

/** `Train.epochs=3`: what is JSON is taken as such, anything else as text. */
function assignment(given: string): [string, Json] {
  const equals = given.indexOf('=');
  if (equals <= 0 || !given.slice(0, equals).includes('.')) {
    throw new Stop(`Expected --set Operation.attribute=value. Received: --set ${given}`);
  }
  const text = given.slice(equals + 1);
  try {
    return [given.slice(0, equals), JSON.parse(text) as Json];
  } catch {
    return [given.slice(0, equals), text];
  }
}

type Show = (job: string, text: string) => void;

async function follow(gateway: Connection, project: string, execution: string, show: Show) {
  const connection = connect(gateway.url);
  const client = joinProject(connection, project);
  const releases = [client.open(execution)];
  const watched = new Set<string>();
  const watchNewJobs = () => {
    for (const job of childrenOf(client.view, execution, 'Job')) {
      if (watched.has(job.id) || job.role !== 'python' || job.startedAt === null) continue;
      watched.add(job.id);
      releases.push(
        client.watchJob(job.id, ({ bytes }) => {
          show(job.name, bytes.text);
        }),
      );
    }
  };
  try {
    return await new Promise<{ record: ExecutionRecord; jobs: JobRecord[] }>((resolve) => {
      const look = () => {
        watchNewJobs();
        const ended = endedState(client.view, execution);
        if (ended) resolve(ended);
      };
      releases.push(client.subscribe('all', look));
      look();
    });
  } finally {
    for (const release of releases) release();
    client.close();
    connection.close();
  }
}

function endedState(view: ProjectView, execution: string) {
  const record = find(view, 'Execution', execution);
  const jobs = childrenOf(view, execution, 'Job');
  return record && isFinal(record.status) && jobs.length > 0 ? { record, jobs } : undefined;
}

const silent: Show = () => undefined;

/** Prints whole lines, each with the name of its job. */
function printer(): Show {
  const rests = new Map<string, string>();
  return (job, text) => {
    const lines = ((rests.get(job) ?? '') + text).split('\n');
    rests.set(job, lines.pop() ?? '');
    for (const line of lines) console.log(`${job} | ${line}`);
  };
}

const reasonOf = (jobs: readonly JobRecord[]) =>
  jobs
    .filter(({ status }) => status === 'failed')
    .map(({ name, error, reason }) => `${name}: ${error?.text ?? reason}`)
    .join('\n');

function summary(record: ExecutionRecord, jobs: readonly JobRecord[]) {
  return {
    execution: record.id,
    name: record.name,
    status: record.status,
    commit: record.commit,
    jobs: jobs.map(({ name, status, reason, outputs }) => ({ name, status, reason, outputs })),
  };
}
