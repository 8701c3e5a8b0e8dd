import path from 'node:path';
import compression from 'compression';
import express, { type Express } from 'express';
import { ModelError, type ModelErrorCode } from '../model/index.ts';
import { ROUTES } from '../sync/protocol/rest.ts';
import { isTooDeep } from '../domain/depth.ts';
import { ContentTooLarge } from '../jobs/contentStore.ts';
import { answerFailure, handle, notFound, RequestError, type FailureCode } from './errors.ts';
import { guard, securityHeaders } from './guard.ts';
import { preloadsOf } from './preloads.ts';
import { describeApi } from './rest/openapi.ts';
import type { Route } from './rest/route.ts';

export interface AppParts {
  readonly routes: readonly Route[];
  readonly hasProject: (id: string) => Promise<boolean>;
  readonly version: string;
  /** The folder of the built pages. */
  readonly pages: string;
  /** Told of the address of each page that is asked for: its scripts will soon ask for what it shows. */
  readonly opening: (address: string) => void;
  readonly complain: (error: unknown) => void;
}

/** The HTTP side of the gateway: pages and REST, behind the guard. */
export function makeApp({ routes, hasProject, version, pages, opening, complain }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, guard, compression({ filter: isWorthCompressing }));
  app.use('/api/v1', api({ routes, hasProject, version }));
  app.use(express.static(pages, { index: false, maxAge: '1h', setHeaders: neverStale }));
  const preloads = preloadsOf(pages);
  // Every address of the app is answered by its one page, which shows what the address names.
  app.get(/^\/(?!api\/|assets\/)/, (request, response) => {
    opening(request.path);
    response.set('Cache-Control', 'no-cache');
    const links = preloads(request.path);
    if (links !== undefined) response.set('Link', links);
    response.sendFile(path.join(pages, 'index.html'));
  });
  app.use(answerFailure(complain));
  return app;
}

function api({ routes, hasProject, version }: Pick<AppParts, 'routes' | 'hasProject' | 'version'>) {
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // Once for all routes, before any of them reads a body or asks the store for something odd.
  router.param('project', (_request, _response, next, id: string) => {
    hasProject(id).then((known) => {
      next(known ? undefined : notFound(`Project ${id.slice(0, LONGEST_ECHO)}`));
    }, next);
  });
  const description = describeApi(routes, version);
  router.get(ROUTES.openapi, (_request, response) => {
    response.json(description);
  });
  const json = express.json({ limit: '32mb' });
  for (const { method, path: route, body: taken, answer, run } of routes) {
    router[method](
      route,
      // A file is read by its route as it arrives, also when it happens to hold JSON.
      taken === 'file' ? [] : [json, refuseDepth],
      handle(async (request, response) => {
        const body = await run(request, response).catch(explain);
        if (response.headersSent) return;
        if (answer.status === 204) response.status(204).end();
        else response.status(answer.status).json(body);
      }),
    );
  }
  router.use((_request, _response, next) => {
    next(notFound('This address'));
  });
  return router;
}

const LONGEST_ECHO = 100;

const refuseDepth: express.RequestHandler = (request, _response, next) => {
  next(isTooDeep(request.body) ? new RequestError('bad-request', 'The request nests too deep.') : undefined);
};

/** Pages and answers, but no files: what is saved as it is goes out as it is read, in whichever part was asked for. */
function isWorthCompressing(request: express.Request, response: express.Response) {
  const isFile = response.hasHeader('Content-Disposition') || response.statusCode === 206;
  return !isFile && compression.filter(request, response);
}

/** Files whose name holds a hash of their content never change. */
function neverStale(response: express.Response, file: string) {
  if (file.includes(`${path.sep}assets${path.sep}`))
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
}

const MODEL_FAILURES: Readonly<Record<ModelErrorCode, FailureCode>> = {
  'no-project': 'not-found',
  'no-branch': 'not-found',
  'no-commit': 'not-found',
  'bad-package': 'bad-request',
  'too-large': 'too-large',
  'too-new': 'bad-request',
};

/** What the rooms below throw for a person's mistakes, in the words of this one. */
function explain(error: unknown): never {
  if (error instanceof ModelError) throw new RequestError(MODEL_FAILURES[error.code], error.message);
  if (error instanceof ContentTooLarge) throw new RequestError('too-large', error.message);
  throw error;
}
