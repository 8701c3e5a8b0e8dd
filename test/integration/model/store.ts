import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { blank } from '../../../src/domain/state.ts';
import { openModel, type Model, type ModelOptions } from '../../../src/model/index.ts';
import { openStore } from '../../../src/store/open.ts';

export interface TestStore {
  readonly uri: string;
  readonly folder: string;
  model(options?: Partial<ModelOptions>): Promise<Model>;
  close(): Promise<void>;
}

/** A store of its own: the embedded one, or a database of its own in the MongoDB that MONGODB_URI names. */
export async function testStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'deepforge-model-'));
  const database = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const server = process.env.MONGODB_URI;
  const store = server
    ? undefined
    : await openStore({ file: join(folder, 'store.sqlite'), socketPath: join(folder, 'store.sock') });
  const uri = withDatabase(server ?? store!.uri, database);
  const models: Model[] = [];
  return {
    uri,
    folder,
    async model(options = {}) {
      const model = await openModel({ mongoUri: uri, keyFolder: join(folder, 'keys'), ...options });
      models.push(model);
      return model;
    },
    async close() {
      for (const model of models) await model.close();
      if (server) await dropDatabase(uri);
      await store?.close();
      await rm(folder, { recursive: true });
    },
  };
}

function withDatabase(server: string, database: string): string {
  const { groups } = /^(?<host>mongodb:\/\/[^/?]+)\/?[^?]*(?<options>\?.*)?$/.exec(server)!;
  return `${groups!.host}/${database}${groups!.options ?? ''}`;
}

async function dropDatabase(uri: string) {
  const client = await new MongoClient(uri).connect();
  await client.db().dropDatabase();
  await client.close();
}

const id = () => crypto.randomUUID();

/** Records of every kind, as a template would make them. */
export function exampleRecords() {
  const project = blank('Project', { id: id(), parent: null, name: 'Example', metamodel: 1 });
  const inProject = { parent: project.id };
  const architecture = blank('Architecture', { id: id(), ...inProject, name: 'Net' });
  const input = blank('Layer', { id: id(), parent: architecture.id, name: 'input', type: 'InputLayer' });
  const dense = blank('Layer', {
    id: id(),
    parent: architecture.id,
    name: 'dense',
    type: 'Dense',
    args: { units: 10, activation: 'relu', kernel_initializer: { function: 'HeNormal', args: {} } },
    position: { x: 1, y: 2 },
  });
  const edge = blank('Connection', { id: id(), parent: architecture.id, source: input.id, target: dense.id });
  const operation = blank('Operation', { id: id(), ...inProject, name: 'Train', code: 'class Train: pass' });
  const port = blank('Port', { id: id(), parent: operation.id, name: 'data', direction: 'input' });
  const rate = blank('Attribute', {
    id: id(),
    parent: operation.id,
    name: 'learning_rate',
    type: 'float',
    default: 0.01,
    min: 0,
  });
  const model = blank('Reference', { id: id(), parent: operation.id, name: 'my_model' });
  const pipeline = blank('Pipeline', { id: id(), ...inProject, name: 'Pipeline' });
  const step = blank('Step', {
    id: id(),
    parent: pipeline.id,
    name: 'train',
    operation: operation.id,
    args: { learning_rate: 0.5 },
    references: { my_model: architecture.id },
  });
  const second = blank('Step', { id: id(), parent: pipeline.id, name: 'again', operation: operation.id });
  const link = blank('Connection', {
    id: id(),
    parent: pipeline.id,
    source: step.id,
    target: second.id,
    sourcePort: port.id,
    targetPort: port.id,
  });
  const code = blank('Code', { id: id(), ...inProject, name: 'tools', code: 'x = "ü"\n' });
  const execution = blank('Execution', {
    id: id(),
    ...inProject,
    name: 'Run',
    pipeline: pipeline.id,
    createdAt: 1_700_000_000_000,
    status: 'running',
  });
  const job = blank('Job', { id: id(), parent: execution.id, name: 'train', args: { learning_rate: 0.5 } });
  const metric = blank('Metric', { id: id(), parent: job.id, name: 'loss', last: 0.25, steps: 3 });
  const figure = blank('Figure', { id: id(), parent: job.id, format: 'png' });
  const artifact = blank('Artifact', {
    id: id(),
    ...inProject,
    name: 'weights',
    execution: execution.id,
    size: 7,
  });
  return {
    ...{
      project,
      architecture,
      input,
      dense,
      edge,
      operation,
      port,
      rate,
      model,
      pipeline,
      step,
      second,
      link,
    },
    ...{ code, execution, job, metric, figure, artifact },
  };
}
