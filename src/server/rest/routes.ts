import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import * as z from 'zod';
import type { ArtifactRecord } from '../../../meta/index.ts';
import { blank, find } from '../../domain/state.ts';
import { ContentTooLarge, type ContentStore } from '../../jobs/contentStore.ts';
import { readEvents } from '../../jobs/feed.ts';
import { ownFile } from '../../jobs/ownFile.ts';
import * as rest from '../../sync/protocol/rest.ts';
import type { Architectures } from '../architectures.ts';
import { notFound, parsed } from '../errors.ts';
import type { Executions } from '../executions.ts';
import type { Keras } from '../keras.ts';
import type { Projects } from '../projects.ts';
import { architectureRoutes } from './architectureRoutes.ts';
import { parameter, type Route } from './route.ts';
import { sendAttachment, sendFile } from './sending.ts';

export interface RouteParts {
  readonly projects: Projects;
  readonly executions: Executions;
  readonly architectures: Architectures;
  readonly keras: Keras;
  readonly content: ContentStore;
  readonly author: string;
  readonly version: string;
  readonly now: () => number;
}

const LARGEST_IMPORT = 2 ** 30;
const LARGEST_UPLOAD = 64 * 2 ** 30;
const { ROUTES } = rest;

const historyQuery = z.object({
  before: z
    .string()
    .regex(/^#[0-9a-f]{40}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

const uploadQuery = z.object({ name: z.string().trim().min(1).max(200) });
const records = z.object({ records: z.array(z.json()) });
/** All routes of the gateway but the OpenAPI document, which is made from them. */
export function routes(parts: RouteParts): Route[] {
  return [
    ...projectRoutes(parts),
    ...historyRoutes(parts),
    ...executionRoutes(parts),
    ...artifactRoutes(parts),
    ...architectureRoutes(parts),
  ];
}

function projectRoutes({ projects, executions, author, version }: RouteParts): Route[] {
  return [
    {
      method: 'get',
      path: ROUTES.health,
      summary: 'Whether everything is up',
      answer: {
        status: 200,
        body: z.object({ status: z.literal('ok'), version: z.string(), projects: z.number() }),
      },
      run: async () => ({ status: 'ok', version, projects: (await projects.list()).length }),
    },
    {
      method: 'get',
      path: ROUTES.templates,
      summary: 'The templates that a project can begin with',
      answer: { status: 200, body: z.array(rest.template) },
      run: async () => Promise.resolve(projects.templates()),
    },
    {
      method: 'get',
      path: ROUTES.projects,
      summary: 'All projects, the one changed last first',
      answer: { status: 200, body: z.array(rest.project) },
      run: async () => projects.list(),
    },
    {
      method: 'post',
      path: ROUTES.projects,
      summary: 'Create a project from a template',
      body: rest.createProject,
      answer: { status: 201, body: rest.project },
      run: async ({ body }) => {
        const { name, template } = parsed(rest.createProject, body);
        return projects.create(name, template, author);
      },
    },
    {
      method: 'post',
      path: ROUTES.imported,
      summary: 'Import a project file (.webgmex)',
      body: 'file',
      answer: { status: 201, body: rest.project },
      run: async (request) => projects.import(await wholeBody(request, LARGEST_IMPORT), author),
    },
    {
      method: 'get',
      path: ROUTES.project,
      summary: 'One project',
      answer: { status: 200, body: rest.project },
      run: async (request) => projects.get(parameter(request, 'project')),
    },
    {
      method: 'patch',
      path: ROUTES.project,
      summary: 'Rename a project',
      body: rest.renameProject,
      answer: { status: 200, body: rest.project },
      run: async (request) =>
        projects.rename(parameter(request, 'project'), parsed(rest.renameProject, request.body).name, author),
    },
    {
      method: 'delete',
      path: ROUTES.project,
      summary: 'Delete a project with its history; what runs in it is cancelled',
      answer: { status: 204 },
      run: async (request) => {
        const project = parameter(request, 'project');
        await projects.get(project);
        await executions.cancelAll(project, 'The project was deleted.');
        await projects.remove(project);
      },
    },
    {
      method: 'post',
      path: ROUTES.trust,
      summary: 'Let the Python of an imported project run when somebody looks at its networks',
      answer: { status: 204 },
      run: async (request) => projects.trust(parameter(request, 'project')),
    },
    {
      method: 'post',
      path: ROUTES.duplicate,
      summary: 'Duplicate a project with its history',
      body: rest.duplicateProject,
      answer: { status: 201, body: rest.project },
      run: async (request) =>
        projects.duplicate(
          parameter(request, 'project'),
          parsed(rest.duplicateProject, request.body).name,
          author,
        ),
    },
    {
      method: 'get',
      path: ROUTES.exported,
      summary: 'The project as a file (.webgmex), with the files of its artifacts',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const { id, name } = await projects.get(parameter(request, 'project'));
        sendAttachment(response, `${name}.webgmex`);
        response.send(await projects.export(id));
      },
    },
  ];
}

function historyRoutes({ projects, author }: RouteParts): Route[] {
  return [
    {
      method: 'get',
      path: ROUTES.history,
      summary: 'Commits, the newest first, a page at a time',
      query: historyQuery,
      answer: { status: 200, body: rest.historyPage },
      run: async (request) => {
        const { before, limit = 50 } = parsed(historyQuery, request.query);
        return projects.history(parameter(request, 'project'), before, limit);
      },
    },
    {
      method: 'post',
      path: ROUTES.restore,
      summary: 'Make the project as it was at a commit, by a new commit',
      body: rest.restore,
      answer: { status: 204 },
      run: async (request) =>
        projects.restore(parameter(request, 'project'), parsed(rest.restore, request.body).commit, author),
    },
    {
      method: 'get',
      path: ROUTES.past,
      summary: 'The records of a scope as they were at a commit',
      answer: { status: 200, body: records },
      run: async (request) => {
        const commit = parsed(rest.restore.shape.commit, parameter(request, 'commit'));
        const scope = parameter(request, 'scope');
        return { records: await projects.past(parameter(request, 'project'), commit, scope) };
      },
    },
  ];
}

function executionRoutes({ executions, content, projects, author }: RouteParts): Route[] {
  return [
    {
      method: 'post',
      path: ROUTES.executions,
      summary: 'Execute a pipeline: take a snapshot and run it',
      body: rest.startExecution,
      answer: { status: 201, body: rest.started },
      run: async (request) =>
        executions.start(parameter(request, 'project'), parsed(rest.startExecution, request.body), author),
    },
    {
      method: 'post',
      path: ROUTES.cancel,
      summary: 'End an execution with all its processes',
      answer: { status: 204 },
      run: async (request) =>
        executions.cancel(parameter(request, 'project'), parameter(request, 'execution'), author),
    },
    {
      method: 'get',
      path: ROUTES.jobLog,
      summary: 'What a job printed',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const log = await ownFile(await jobFolderOf(request, executions), 'stdout.log');
        if (log === undefined) throw notFound('The log');
        await sendFile(response, log, { type: 'text/plain; charset=utf-8' });
      },
    },
    {
      method: 'get',
      path: ROUTES.jobEvents,
      summary: 'What a job reported: metrics, figures, progress, its end',
      answer: { status: 200, body: z.object({ events: z.array(z.json()) }) },
      run: async (request) => {
        const events = await readEvents(await jobFolderOf(request, executions));
        return { events: events.filter((event) => event !== undefined) };
      },
    },
    {
      method: 'get',
      path: ROUTES.jobFile,
      summary: 'A figure as a job drew it',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const figures = path.join(await jobFolderOf(request, executions), 'figures');
        const figure = await ownFile(figures, parameter(request, '0').replace(/^figures\//, ''));
        if (figure === undefined) throw notFound('The figure');
        await sendFigure(response, figure);
      },
    },
    {
      method: 'get',
      path: ROUTES.figureFile,
      summary: 'A figure as it stood when its job ended',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const { execution } = parsed(z.object({ execution: z.guid() }), request.query);
        const view = await projects.view(parameter(request, 'project'), execution);
        const figure = find(view, 'Figure', parameter(request, 'figure'));
        if (!figure || !(await content.has(figure.sha256))) throw notFound('The figure');
        await sendFigure(response, content.path(figure.sha256), `.${figure.format}`);
      },
    },
  ];
}

function artifactRoutes({ projects, content, author, now }: RouteParts): Route[] {
  return [
    {
      method: 'post',
      path: ROUTES.artifactUpload,
      summary: 'Upload a file as an artifact; its name tells the format',
      query: uploadQuery,
      body: 'file',
      answer: { status: 201, body: z.object({ artifact: z.guid() }) },
      run: async (request) => {
        const { name } = parsed(uploadQuery, request.query);
        const { sha256, size } = await content.put(request, LARGEST_UPLOAD);
        const record = uploadedArtifact({ name, sha256, size, author, now: now() });
        await projects.withSession(parameter(request, 'project'), async (session) => {
          const [project] = (await session.read('project')).filter(({ concept }) => concept === 'Project');
          const placed = { ...record, parent: project?.id ?? null };
          await session.change(author, [{ op: 'put', record: placed }], `Uploaded ${name}`);
        });
        return { artifact: record.id };
      },
    },
    {
      method: 'get',
      path: ROUTES.artifactFile,
      summary: 'The file of an artifact',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const view = await projects.view(parameter(request, 'project'));
        const artifact = find(view, 'Artifact', parameter(request, 'artifact'));
        if (!artifact || !(await content.has(artifact.sha256))) throw notFound('The artifact');
        sendAttachment(response, artifact.fileName);
        await sendFile(response, content.path(artifact.sha256), { type: 'application/octet-stream' });
      },
    },
  ];
}

const jobFolderOf = async (request: Request, executions: Executions) =>
  executions.folderIn(parameter(request, 'project'), parsed(z.guid(), parameter(request, 'job')));

/** The Python type that a file of some ending becomes when an operation takes it. */
const TYPES: Readonly<Record<string, string>> = {
  keras: 'keras.Model',
  npy: 'numpy.ndarray',
  parquet: 'pandas.DataFrame',
};

function uploadedArtifact(of: {
  name: string;
  sha256: string;
  size: number;
  author: string;
  now: number;
}): ArtifactRecord {
  const { name, sha256, size, author, now } = of;
  const format = path.extname(name).slice(1).toLowerCase() || 'file';
  return blank('Artifact', {
    id: randomUUID(),
    parent: null,
    name: path.basename(name, path.extname(name)),
    type: TYPES[format] ?? 'Any',
    format,
    fileName: path.basename(name),
    size,
    sha256,
    createdAt: now,
    createdBy: author,
  });
}

async function wholeBody(request: Request, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit) throw new ContentTooLarge(limit);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A drawing may hold scripts: it is served so that they cannot run even when it is opened by itself. */
async function sendFigure(response: Response, file: string, extension = path.extname(file)) {
  response.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  );
  response.set('Cache-Control', 'private, max-age=31536000, immutable');
  await sendFile(response, file, { type: extension === '.png' ? 'image/png' : 'image/svg+xml' });
}
