import type { Request } from 'express';
import * as z from 'zod';
import { ContentTooLarge } from '../../jobs/contentStore.ts';
import * as rest from '../../sync/protocol/rest.ts';
import { parsed } from '../errors.ts';
import { parameter, type Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';
import { sendAttachment } from './sending.ts';

const LARGEST_IMPORT = 2 ** 30;
const { ROUTES } = rest;

export function projectRoutes(parts: RouteParts): Route[] {
  return [...everyProject(parts), ...oneProject(parts)];
}

/** What they are, and how one begins. */
function everyProject({ projects, author, version }: RouteParts): Route[] {
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
  ];
}

/** What is done with one of them. */
function oneProject({ projects, executions, author }: RouteParts): Route[] {
  return [
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
