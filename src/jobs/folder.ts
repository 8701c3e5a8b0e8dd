import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobRecord } from '../../meta/index.ts';
import type { JobOutput } from '../../meta/concepts/execution.ts';
import type { ContentStore } from './contentStore.ts';
import { jobSpec, type JobSpec } from './spec.ts';

/** What a job needs besides its own record. */
export interface JobMaterial {
  readonly job: JobRecord;
  /** What arrives at each input port, by its name. */
  readonly inputs: Readonly<Record<string, JobOutput>>;
  readonly modules: readonly { readonly name: string; readonly code: string }[];
  readonly seed: number;
}

/** Lays out the folder that a job runs in: code, references, inputs by hash and job.json. Whatever was there is gone. */
export async function prepareFolder(
  folder: string,
  material: JobMaterial,
  content: ContentStore,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const part of ['references', 'code', 'outputs', 'figures', 'work']) {
    await mkdir(path.join(folder, part), { recursive: true, mode: 0o700 });
  }
  const { job, modules } = material;
  await writeFile(path.join(folder, 'operation.py'), job.code);
  await Promise.all(
    modules.map(({ name, code }) => writeFile(path.join(folder, 'code', `${fileStem(name)}.py`), code)),
  );
  const spec = jobSpec.parse({
    protocol: 1,
    jobId: job.id,
    name: job.name,
    seed: material.seed,
    operation: { module: 'operation.py', class: null },
    arguments: job.args,
    references: await layOutReferences(folder, job, content),
    inputs: await inputsOf(material, content),
    outputs: portsOf(job, 'output').map(({ name, type }) => ({ port: name, type })),
    codeFolder: 'code',
    env: {},
  });
  await writeFile(path.join(folder, 'job.json'), JSON.stringify(spec, null, 1));
}

async function layOutReferences(
  folder: string,
  job: JobRecord,
  content: ContentStore,
): Promise<JobSpec['references']> {
  const references: JobSpec['references'] = {};
  for (const [name, reference] of Object.entries(job.references)) {
    if (reference.kind === 'architecture') {
      const module = `references/${fileStem(name)}.py`;
      await writeFile(path.join(folder, module), reference.code);
      references[name] = { kind: 'architecture', module, function: 'build_model' };
    } else {
      const { sha256, format } = reference;
      const trusted = await content.isMadeHere(sha256);
      references[name] = { kind: 'artifact', path: content.path(sha256), format, trusted };
    }
  }
  return references;
}

async function inputsOf({ job, inputs }: JobMaterial, content: ContentStore): Promise<JobSpec['inputs']> {
  const present = portsOf(job, 'input').flatMap(({ name }) => {
    const input = inputs[name];
    return input ? [{ name, input }] : [];
  });
  return await Promise.all(
    present.map(async ({ name, input: { sha256, format, type } }) => {
      const trusted = await content.isMadeHere(sha256);
      return { port: name, path: content.path(sha256), format, pythonType: type, sha256, trusted };
    }),
  );
}

export const portsOf = (job: JobRecord, direction: 'input' | 'output') =>
  job.interface.ports.filter((port) => port.direction === direction);

/** Names of modules are Python names by the rules of the domain; should one slip through, it cannot leave its folder. */
const fileStem = (name: string) => name.replace(/[^\p{L}\p{N}_]/gu, '_');
