import path from 'node:path';
import type { Request, Response } from 'express';
import * as z from 'zod';
import { find } from '../../domain/state.ts';
import { readEvents } from '../../jobs/feed.ts';
import { ownFile } from '../../jobs/ownFile.ts';
import * as rest from '../../sync/protocol/rest.ts';
import { notFound, parsed } from '../errors.ts';
import type { Executions } from '../executions.ts';
import { parameter, type Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';
import { sendFile } from './sending.ts';

const { ROUTES } = rest;

export function executionRoutes(parts: RouteParts): Route[] {
  return [...starting(parts), ...jobRoutes(parts), ...figureRoutes(parts)];
}

function starting({ executions, author }: RouteParts): Route[] {
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
  ];
}

/** What a job left in its folder. */
function jobRoutes({ executions }: RouteParts): Route[] {
  return [
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
  ];
}

function figureRoutes({ projects, content }: RouteParts): Route[] {
  return [
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

const jobFolderOf = async (request: Request, executions: Executions) =>
  executions.folderIn(parameter(request, 'project'), parsed(z.guid(), parameter(request, 'job')));

/** A drawing may hold scripts: it is served so that they cannot run even when it is opened by itself. */
async function sendFigure(response: Response, file: string, extension = path.extname(file)) {
  response.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  );
  response.set('Cache-Control', 'private, max-age=31536000, immutable');
  await sendFile(response, file, { type: extension === '.png' ? 'image/png' : 'image/svg+xml' });
}
