import * as z from 'zod';
import type { Json } from '../../meta/json.ts';
import type { ModelRecord } from '../../meta/index.ts';
import type { ShapeAnswer } from '../../src/domain/shapes/index.ts';
import type { Problem } from '../../src/domain/problem.ts';
import { modelRecord } from '../../src/domain/record.ts';
import {
  failure,
  historyPage,
  importedArchitecture,
  project,
  ROUTES,
  shapeAnswers,
  started,
  template,
  type CommitInfo,
  type ExportFormat,
  type ImportedArchitectureInfo,
  type ProjectInfo,
  type ShapeQuestions,
  type TemplateInfo,
} from '../../src/sync/protocol/rest.ts';
import type { JobEvent, JobOutput } from '../../src/sync/protocol/socket.ts';
import { address } from './address.ts';

/** Why the gateway did not do what it was asked, in its own words. */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'GatewayError';
  }
}

export interface HistoryPage {
  readonly commits: readonly CommitInfo[];
  readonly next: string | null;
}

/** What the app asks of the server beside the edit path. Every answer is parsed. */
export class Gateway {
  readonly #fetch: typeof fetch;

  constructor(fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#fetch = fetcher;
  }

  projects(): Promise<readonly ProjectInfo[]> {
    return this.#get(address(ROUTES.projects), z.array(project));
  }

  project(id: string): Promise<ProjectInfo> {
    return this.#get(address(ROUTES.project, { project: id }), project);
  }

  templates(): Promise<readonly TemplateInfo[]> {
    return this.#get(address(ROUTES.templates), z.array(template));
  }

  createProject(name: string, fromTemplate: string): Promise<ProjectInfo> {
    return this.#send('POST', address(ROUTES.projects), project, { name, template: fromTemplate });
  }

  renameProject(id: string, name: string): Promise<void> {
    return this.#send('PATCH', address(ROUTES.project, { project: id }), NOTHING, { name });
  }

  duplicateProject(id: string, name: string): Promise<ProjectInfo> {
    return this.#send('POST', address(ROUTES.duplicate, { project: id }), project, { name });
  }

  deleteProject(id: string): Promise<void> {
    return this.#send('DELETE', address(ROUTES.project, { project: id }), NOTHING);
  }

  importProject(file: File): Promise<ProjectInfo> {
    return this.#upload(address(ROUTES.imported), file, project);
  }

  exportAddress(id: string): string {
    return address(ROUTES.exported, { project: id });
  }

  history(id: string, before?: string): Promise<HistoryPage> {
    return this.#get(address(ROUTES.history, { project: id }, { before }), historyPage);
  }

  restore(id: string, hash: string): Promise<void> {
    return this.#send('POST', address(ROUTES.restore, { project: id }), NOTHING, { commit: hash });
  }

  async past(id: string, hash: string, scope: string): Promise<readonly ModelRecord[]> {
    const parameters = { project: id, commit: hash, scope };
    const answer = await this.#get(address(ROUTES.past, parameters), PAST);
    return answer.records;
  }

  startExecution(
    id: string,
    order: {
      readonly pipeline: string;
      readonly name: string;
      readonly set?: Readonly<Record<string, Json>>;
    },
  ): Promise<{ readonly execution: string; readonly name: string }> {
    return this.#send('POST', address(ROUTES.executions, { project: id }), started, order);
  }

  /** Lets the Python of a project that came in a file run when somebody looks at its networks. */
  trust(id: string): Promise<void> {
    return this.#send('POST', address(ROUTES.trust, { project: id }), NOTHING);
  }

  /** What Keras makes of layers of the project's own modules; null where the project has other code by now. */
  async shapes(id: string, questions: ShapeQuestions): Promise<readonly (ShapeAnswer | null)[]> {
    const { answers } = await this.#send(
      'POST',
      address(ROUTES.shapes, { project: id }),
      shapeAnswers,
      questions,
    );
    return answers;
  }

  cancelExecution(id: string, execution: string): Promise<void> {
    return this.#send('POST', address(ROUTES.cancel, { project: id, execution }), NOTHING);
  }

  /** All that a job printed and reported, as if it came at once. */
  async recording(id: string, job: string): Promise<Pick<JobOutput, 'bytes' | 'events'>> {
    const log = await this.#ask(address(ROUTES.jobLog, { project: id, job }), {});
    const text = await log.text();
    const { events } = await this.#get(address(ROUTES.jobEvents, { project: id, job }), EVENTS);
    return {
      bytes: { from: 0, text, to: text.length },
      // Events are written by the gateway's own protocol; nothing else reaches this route.
      events: { from: 0, list: events as unknown as JobEvent[], to: events.length },
    };
  }

  jobLogAddress(id: string, job: string): string {
    return address(ROUTES.jobLog, { project: id, job });
  }

  jobFileAddress(id: string, job: string, file: string, version?: number | string): string {
    return address(ROUTES.jobFile, { project: id, job, '*': file }, { version });
  }

  figureAddress(id: string, execution: string, figure: string): string {
    return address(ROUTES.figureFile, { project: id, figure }, { execution });
  }

  artifactAddress(id: string, artifact: string): string {
    return address(ROUTES.artifactFile, { project: id, artifact });
  }

  uploadArtifact(id: string, file: File): Promise<void> {
    return this.#upload(address(ROUTES.artifactUpload, { project: id }, { name: file.name }), file, NOTHING);
  }

  importArchitecture(
    id: string,
    name: string,
    content: Blob,
    signal: AbortSignal,
  ): Promise<ImportedArchitectureInfo> {
    const url = address(ROUTES.architectureImport, { project: id }, { name });
    return this.#upload(url, content, importedArchitecture, signal);
  }

  /** Made when it is asked for, which takes Keras some seconds. */
  async exportArchitecture(
    id: string,
    architecture: string,
    { format, commit }: { readonly format: ExportFormat; readonly commit: string | null },
    signal: AbortSignal,
  ): Promise<Blob> {
    const query = commit === null ? { format } : { format, commit };
    const url = address(ROUTES.architectureExport, { project: id, architecture }, query);
    const response = await this.#ask(url, { signal });
    return response.blob();
  }

  async #get<T>(url: string, answer: z.ZodType<T>): Promise<T> {
    const response = await this.#ask(url, {});
    return answer.parse(await response.json());
  }

  #send<T>(method: string, url: string, answer: z.ZodType<T>, body?: unknown): Promise<T> {
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_BODY };
    return this.#parsed(this.#ask(url, { method, ...json }), answer);
  }

  #upload<T>(url: string, file: Blob, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const headers = { 'content-type': 'application/octet-stream' };
    const abort = signal ? { signal } : {};
    return this.#parsed(this.#ask(url, { method: 'POST', body: file, headers, ...abort }), answer);
  }

  async #parsed<T>(asked: Promise<Response>, answer: z.ZodType<T>): Promise<T> {
    const text = await (await asked).text();
    return answer.parse(text === '' ? undefined : JSON.parse(text));
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    const response = await this.#fetch(url, init).catch((cause: unknown) => {
      throw init.signal?.aborted ? (cause as Error) : new GatewayError('unreachable', UNREACHABLE);
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

const JSON_BODY = { 'content-type': 'application/json' };
const UNREACHABLE = 'The server does not answer. Check that DeepForge is running, then try again.';
const NOTHING: z.ZodType<void> = z.unknown().transform(() => undefined);
const EVENTS = z.object({ events: z.array(z.json()) });
const PAST = z.object({ records: z.array(modelRecord) });

async function refusal(response: Response): Promise<GatewayError> {
  const parsed = failure.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return new GatewayError('unexpected', `The server answered ${response.status} ${response.statusText}.`);
  }
  const { code, message, problems = [] } = parsed.data.error;
  // The codes of problems come from the same table on both sides; a newer server may know more of them.
  return new GatewayError(code, message, problems as readonly Problem[]);
}

/** What to tell a person about something that was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
