import { randomUUID } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import type { ArchitectureRecord, CodeRecord, ModelRecord } from '../../meta/index.ts';
import { checkArchitecture } from '../domain/architecture/check.ts';
import { withBlocks } from '../domain/architecture/withBlocks.ts';
import { generateKeras, type GeneratedCode } from '../domain/codegen/keras.ts';
import type { Configuration } from '../domain/import/configurationText.ts';
import { kindOfFile, readModelFile } from '../domain/import/file.ts';
import type { ImportReport } from '../domain/import/imported.ts';
import { networkFrom } from '../domain/import/network.ts';
import { problem } from '../domain/problem.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import { childrenOf, find, ProjectState, type ProjectView } from '../domain/state.ts';
import { configurationInHdf5 } from '../jobs/convert.ts';
import { contentOf } from '../jobs/fileContent.ts';
import { runPython, type PythonOutcome } from '../jobs/python.ts';
import type { ExportFormat } from '../sync/protocol/rest.ts';
import { notFound, RequestError } from './errors.ts';
import type { Projects } from './projects.ts';
import { Turns } from './turns.ts';
import { saveTo, withFolder } from './workFolder.ts';

const LARGEST_MODEL = 4 * 2 ** 30;
const EXPORT_LIMIT_MS = 180_000;
/** Each is a Python process with Keras in it. */
const MOST_AT_ONCE = 2;

export interface ImportRequest {
  readonly project: string;
  /** What the file is called where it came from. */
  readonly fileName: string;
  /** What the architecture shall be called; the file says it otherwise. */
  readonly name?: string | undefined;
  readonly author: string;
}

export interface ExportRequest {
  readonly project: string;
  readonly architecture: string;
  readonly format: ExportFormat;
  /** As it was then; undefined: as it is now. */
  readonly commit?: string | undefined;
}

/** A file that was made to be sent. It is gone when the sending is over. */
export interface ExportedFile {
  readonly name: string;
  readonly file: string;
}

/** Networks that come from files of Keras, and go to them. */
export class Architectures {
  readonly #projects: Projects;
  readonly #work: string;
  readonly #turns = new Turns(MOST_AT_ONCE);
  readonly #closing = new AbortController();

  constructor(parts: {
    projects: Projects;
    /** Where files lie while they are read or made. */
    work: string;
  }) {
    this.#projects = parts.projects;
    this.#work = parts.work;
  }

  /** Adds the network in a file to a project, by one commit. */
  async import(
    content: Readable,
    { project, fileName, name, author }: ImportRequest,
    signal: AbortSignal,
  ): Promise<{ architecture: string; name: string; report: ImportReport }> {
    const configuration = await withFolder(this.#work, async (folder) => {
      const file = path.join(folder, 'model');
      await saveTo(file, content, LARGEST_MODEL);
      return this.#configurationIn(file, signal);
    });
    if (!configuration.ok) throw cannotImport(fileName, configuration.fault);
    return this.#projects.withSession(project, async (session) => {
      const view = new ProjectState(await session.read(PROJECT_SCOPE));
      const [parent] = view.childrenOf(null);
      const options = { project: parent?.id ?? '', newId: randomUUID, view, fileName, name };
      const network = networkFrom(configuration.configuration, options);
      if (!network.ok) throw cannotImport(fileName, network.fault);
      const result = await session.insert(author, network.records, `Imported ${fileName}`);
      if (!result.ok)
        throw cannotImport(fileName, result.problems[0]?.message ?? 'the project does not take it');
      const made = (await session.read(PROJECT_SCOPE)).find(({ id }) => id === network.architecture);
      const { name: own } = made as ArchitectureRecord;
      return { architecture: network.architecture, name: own, report: network.report };
    });
  }

  /** Makes a file of an architecture that has no problems, and hands it over. */
  async export(
    { project, architecture, format, commit }: ExportRequest,
    signal: AbortSignal,
    use: (exported: ExportedFile) => Promise<void>,
  ): Promise<void> {
    const view =
      commit === undefined
        ? await this.#projects.withSession(project, async (session) =>
            viewWith(async (scope) => session.read(scope), architecture),
          )
        : await viewWith(async (scope) => this.#projects.past(project, commit, scope), architecture);
    const record = find(view, 'Architecture', architecture);
    if (!record) throw notFound('The architecture');
    refuseProblems(view, record);
    const generated = generateKeras(view, architecture);
    await withFolder(this.#work, async (folder) => {
      const module = path.join(folder, 'network.py');
      await writeFile(module, generated.code);
      const file = format === 'py' ? module : path.join(folder, `exported.${format}`);
      if (format !== 'py') {
        const modules = modulesIn(view);
        if (modules.length > 0) this.#projects.demandTrust(project);
        await writeModules(path.join(folder, 'code'), modules);
        const outcome = await this.#turns.take(async () => this.#askKeras(folder, file, signal));
        if (outcome.status !== 'ended' || outcome.code !== 0) {
          throw cannotExport(outcome, { view, record, generated, folder });
        }
      }
      await use({ name: `${record.name}.${format}`, file });
    });
  }

  /** Ends what Python is doing for us. */
  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  async #configurationIn(file: string, signal: AbortSignal): Promise<Configuration> {
    const handle = await open(file);
    try {
      const content = await contentOf(handle);
      if ((await kindOfFile(content)) !== 'h5') return await readModelFile(content);
    } finally {
      await handle.close();
    }
    return this.#turns.take(async () => configurationInHdf5(file, this.#until(signal)));
  }

  async #askKeras(folder: string, file: string, signal: AbortSignal): Promise<PythonOutcome> {
    const [module, code] = [path.join(folder, 'network.py'), path.join(folder, 'code')];
    return runPython({
      args: ['-m', 'deepforge.convert', 'export', module, file, '--code', code],
      cwd: folder,
      limit: EXPORT_LIMIT_MS,
      largestOutput: 10_000_000,
      signal: this.#until(signal),
    });
  }

  #until = (signal: AbortSignal) => AbortSignal.any([signal, this.#closing.signal]);
}

/** What a project holds, with the contents of an architecture and of all that its layers stand for. */
async function viewWith(
  read: (scope: Scope) => Promise<readonly ModelRecord[]>,
  architecture: string,
): Promise<ProjectView> {
  const state = new ProjectState(await read(PROJECT_SCOPE));
  const loaded = new Set<string>();
  for (;;) {
    const missing = withBlocks(state, [architecture]).filter((id) => !loaded.has(id));
    if (missing.length === 0) return state;
    for (const id of missing) {
      loaded.add(id);
      for (const record of await read(id)) state.apply([{ op: 'put', record }]);
    }
  }
}

function refuseProblems(view: ProjectView, { id, name }: ArchitectureRecord): void {
  const { problems } = checkArchitecture(view, id);
  const [first] = problems;
  if (!first) return;
  const more = problems.length - 1;
  const others = ['', ' There is 1 more problem.'][more] ?? ` There are ${String(more)} more problems.`;
  throw new RequestError(
    'has-problems',
    `"${name}" cannot be exported before its problems are solved. ${first.message}.${others}`,
    problems.map(({ layer, message }) => problem('architecture-problem', { at: layer }, name, message)),
  );
}

/** The Python modules of the project, which classes of layers come from. */
function modulesIn(view: ProjectView): readonly CodeRecord[] {
  const [project] = view.childrenOf(null);
  return childrenOf(view, project?.id ?? '', 'Code');
}

async function writeModules(folder: string, modules: readonly CodeRecord[]): Promise<void> {
  await mkdir(folder);
  for (const { name, code } of modules) {
    await writeFile(path.join(folder, `${name.replace(/[^\p{L}\p{N}_]/gu, '_')}.py`), code);
  }
}

const cannotImport = (fileName: string, fault: string) =>
  new RequestError('bad-request', `${fileName} cannot be imported: ${fault.replace(/\.$/, '')}.`);

interface Attempt {
  readonly view: ProjectView;
  readonly record: ArchitectureRecord;
  readonly generated: GeneratedCode;
  readonly folder: string;
}

const kerasFailure = z.object({ message: z.string(), line: z.number().nullable() });

function cannotExport(outcome: PythonOutcome, attempt: Attempt): RequestError {
  const { name } = attempt.record;
  switch (outcome.status) {
    case 'ended':
      return refusedByKeras(outcome.stdout.toString(), outcome.stderr, attempt);
    case 'late':
      return new RequestError(
        'has-problems',
        `Keras did not finish ${name} within ${String(EXPORT_LIMIT_MS / 60_000)} minutes, so it was stopped.`,
      );
    case 'overflowing':
      return new RequestError(
        'has-problems',
        `${name} cannot be exported: Keras said more than can be read.`,
      );
    case 'aborted':
      return new RequestError('conflict', `The export of ${name} was stopped.`);
    case 'missing':
      return new RequestError(
        'has-problems',
        `Keras could not be started (${outcome.reason}). Run "npm run setup".`,
      );
    default:
      return outcome satisfies never;
  }
}

/** In the words of Keras, with the layer on whose lines it failed. */
function refusedByKeras(
  stdout: string,
  stderr: string,
  { view, record, generated, folder }: Attempt,
): RequestError {
  const failure = kerasFailure.safeParse(parse(stdout)).data;
  const lastWords = stderr.trim().split('\n').at(-1) ?? '';
  const message = (failure?.message ?? (lastWords || 'Keras ended without a word')).replaceAll(
    `${folder}/`,
    '',
  );
  const layer = layerOn(failure?.line ?? null, generated);
  const named = layer === undefined ? undefined : find(view, 'Layer', layer)?.name;
  const sentence = named === undefined ? message : `${named}: ${message}`;
  const at = layer ?? record.id;
  return new RequestError('has-problems', `Keras cannot make "${record.name}". ${sentence}`, [
    problem('architecture-problem', { at }, record.name, sentence),
  ]);
}

function layerOn(line: number | null, { lines }: GeneratedCode): string | undefined {
  for (const [layer, { from, to }] of lines) if (line !== null && from <= line && line <= to) return layer;
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
