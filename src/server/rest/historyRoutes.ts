import * as z from 'zod';
import * as rest from '../../sync/protocol/rest.ts';
import { parsed } from '../errors.ts';
import { parameter, type Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';

const { ROUTES } = rest;

const historyQuery = z.object({
  before: z
    .string()
    .regex(/^#[0-9a-f]{40}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

const records = z.object({ records: z.array(z.json()) });

export function historyRoutes({ projects, author }: RouteParts): Route[] {
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
