import { isFinal } from '../src/domain/execution/schedule.ts';
import { childrenOf, find } from '../src/domain/state.ts';
import type { JobEvent } from '../src/sync/protocol/socket.ts';
import { person, until, whenSaved, type RemotePerson } from '../test/doubles/sync/loopback.ts';
import { newDataFolder, startProduct, type Product } from '../test/e2e/product.ts';
import type { Bench, Row } from './bench.ts';
import { chainOf } from './lib/chainOf.ts';
import { median } from './lib/quantile.ts';
import { childProcesses, untilQuiet } from './lib/processes.ts';

const RUNS = 3;
const LINKS = 10;

const PLAIN = 'class Plain:\n    def execute(self, value=0):\n        return value\n';
const WITH_KERAS = `import keras\n\n\n${PLAIN}`;

const execution: Bench = {
  name: 'execution',
  async run() {
    const cold = await withProduct(0, async (bench) => [
      await firstLine(bench, 'click to first line, plain Python, new interpreter', PLAIN),
      await firstLine(bench, 'click to first line, Keras, new interpreter', WITH_KERAS),
      await overhead(bench),
    ]);
    const warm = await withProduct(1, async (bench) => [
      await firstLine(bench, 'click to first line, Keras, warm interpreter', WITH_KERAS),
    ]);
    return [...cold, ...warm];
  },
};
export default execution;

/** The running product with one project, and somebody who looks at it. */
interface Bed {
  readonly product: Product;
  readonly project: string;
  readonly ann: RemotePerson;
}

async function withProduct(spares: number, measure: (bed: Bed) => Promise<Row[]>): Promise<Row[]> {
  const data = await newDataFolder();
  const product = await startProduct(data.folder, ['--spares', String(spares)]);
  const { id } = await product.api<{ id: string }>('POST', '/projects', { name: 'Bench', template: 'empty' });
  const ann = await person(product.url, id, ['project']);
  try {
    return await measure({ product, project: id, ann });
  } finally {
    ann.client.close();
    ann.connection.close();
    await product.stop();
    await data.remove();
  }
}

/** From the request of a click on Execute to the first line of `execute`. */
async function firstLine(bed: Bed, metric: string, code: string): Promise<Row> {
  const pipeline = await addChain(bed, [code]);
  const seconds: number[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    await sparesReady(bed.product);
    const clicked = Date.now() / 1_000;
    const [job = ''] = (await execute(bed, pipeline)).jobs;
    seconds.push((await momentOf(bed, job, 'running')) - clicked);
  }
  return { metric, value: median(seconds), unit: 's' };
}

/** What an execution costs beyond what its operations do: they do nothing. */
async function overhead(bed: Bed): Promise<Row> {
  const pipeline = await addChain(bed, Array<string>(LINKS).fill(PLAIN));
  const { milliseconds } = await execute(bed, pipeline);
  return {
    metric: `overhead of a job in a chain of ${String(LINKS)}`,
    value: milliseconds / LINKS,
    unit: 'ms',
  };
}

async function addChain({ ann: { client } }: Bed, codes: readonly string[]): Promise<string> {
  const [project] = [...client.view.all()].filter(({ concept }) => concept === 'Project');
  const { pipeline, records } = chainOf(project?.id ?? '', codes);
  const added = client.run({ type: 'insert', records });
  if (!added.ok) throw new Error(added.problems.map(({ message }) => message).join(' '));
  await whenSaved(client);
  return pipeline;
}

async function execute({ product, project, ann: { client } }: Bed, pipeline: string) {
  const started = performance.now();
  const route = `/projects/${encodeURIComponent(project)}/executions`;
  const { execution } = await product.api<{ execution: string }>('POST', route, { pipeline });
  const ended = () => {
    const record = find(client.view, 'Execution', execution);
    return record !== undefined && isFinal(record.status);
  };
  await until(ended, (listener) => client.subscribe('all', listener));
  const milliseconds = performance.now() - started;
  const outcome = find(client.view, 'Execution', execution)?.status;
  if (outcome !== 'succeeded')
    throw new Error(`Expected the execution to succeed. Received: ${String(outcome)}`);
  return { milliseconds, jobs: await jobsOf(client, execution) };
}

async function jobsOf(client: RemotePerson['client'], execution: string): Promise<string[]> {
  const close = client.open(execution);
  await until(
    () => client.isOpen(execution),
    (listener) => client.subscribe({ scope: execution }, listener),
  );
  close();
  return childrenOf(client.view, execution, 'Job').map(({ id }) => id);
}

/** By the job's own clock, which is this machine's. */
async function momentOf({ product, project }: Bed, job: string, type: JobEvent['type']): Promise<number> {
  const route = `/projects/${encodeURIComponent(project)}/jobs/${job}/events`;
  const { events } = await product.api<{ events: readonly JobEvent[] }>('GET', route);
  return events.find((event) => event.type === type)?.time ?? Number.NaN;
}

/** A warm interpreter is one that has nothing left to import. */
async function sparesReady({ process: { pid = 0 } }: Product): Promise<void> {
  await Promise.all((await childProcesses(pid)).map(untilQuiet));
}
