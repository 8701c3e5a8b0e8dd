import { randomUUID } from 'node:crypto';
import type { ExecutionRecord, ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { isFinal } from '../../src/domain/execution/schedule.ts';
import { blank, childrenOf, find } from '../../src/domain/state.ts';
import { connect } from '../../src/sync/client/connect.ts';
import { joinProject } from '../../src/sync/client/joinProject.ts';
import type { ProjectClient } from '../../src/sync/client/projectClient.ts';
import type { Product } from './product.ts';

/** A project with one pipeline of operations given by their code, connected as a chain of ports named `value`. */
export async function projectWith(product: Product, operations: Readonly<Record<string, string>>) {
  const { id } = await product.api<{ id: string }>('POST', '/projects', { name: 'Jobs', template: 'empty' });
  const { connection, client } = await joined(product.url, id);
  const root = [...client.view.all()].find((record) => record.concept === 'Project')?.id ?? '';
  const pipeline = blank('Pipeline', { id: randomUUID(), parent: root, name: 'Line' });
  const records: ModelRecord[] = [pipeline];
  const steps: { id: string; input: string; output: string; operation: string }[] = [];
  for (const [name, code] of Object.entries(operations)) {
    const [operation, step, input, output] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    records.push(
      blank('Operation', { id: operation, parent: root, name, code }),
      blank('Port', { id: output, parent: operation, name: 'value', direction: 'output', type: 'int' }),
      blank('Step', { id: step, parent: pipeline.id, name, operation }),
    );
    if (code.includes('execute(self, value)')) {
      records.push(
        blank('Port', { id: input, parent: operation, name: 'value', direction: 'input', type: 'int' }),
      );
    }
    steps.push({ id: step, input, output, operation });
  }
  await done(client.run({ type: 'insert', records }));
  client.open(pipeline.id);
  await until(client, () => client.isOpen(pipeline.id));
  for (const [index, target] of steps.slice(1).entries()) {
    const source = steps[index];
    if (!source) continue;
    const ends = {
      source: source.id,
      sourcePort: source.output,
      target: target.id,
      targetPort: target.input,
    };
    if (find(client.view, 'Port', target.input)) {
      await done(client.run({ type: 'connect', id: randomUUID(), parent: pipeline.id, ...ends }));
    }
  }
  return { project: id, pipeline: pipeline.id, connection, client, steps };
}

export async function joined(url: string, project: string) {
  const connection = connect(url);
  const client = joinProject(connection, project);
  await until(client, () => client.isOpen('project'));
  return { connection, client };
}

export async function done(run: ReturnType<ProjectClient['run']>) {
  if (!run.ok) throw new Error(run.problems.map(({ message }) => message).join('; '));
  const result = await run.done;
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
}

/** Resolves when the condition holds; it is looked at whenever something changes. */
export async function until(client: ProjectClient, condition: () => boolean) {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!condition()) return;
      release();
      resolve();
    };
    const release = client.subscribe('all', look);
    queueMicrotask(look);
  });
}

export async function execute(
  product: Product,
  project: string,
  pipeline: string,
  set: Record<string, Json> = {},
) {
  const { execution } = await product.api<{ execution: string }>('POST', `/projects/${project}/executions`, {
    pipeline,
    set,
  });
  return execution;
}

export async function ended(client: ProjectClient, execution: string) {
  const release = client.open(execution);
  await until(client, () => {
    const record = find(client.view, 'Execution', execution);
    return (
      record !== undefined && isFinal(record.status) && childrenOf(client.view, execution, 'Job').length > 0
    );
  });
  const record = find(client.view, 'Execution', execution) as ExecutionRecord;
  const jobs = Object.fromEntries(childrenOf(client.view, execution, 'Job').map((job) => [job.name, job]));
  release();
  return { record, jobs };
}

export const GIVE = `class Give:\n    def execute(self):\n        print('giving')\n        return 20\n`;
export const DOUBLE = `class Double:\n    def execute(self, value):\n        print(value * 2)\n        return value * 2\n`;
