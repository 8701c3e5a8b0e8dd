import path from 'node:path';
import express, { type Express } from 'express';
import { ModelError, type ModelErrorCode } from '../model/index.ts';
import { ROUTES } from '../sync/protocol/rest.ts';
import { ContentTooLarge } from '../jobs/contentStore.ts';
import { answerFailure, handle, notFound, RequestError, type FailureCode } from './errors.ts';
import { guard, securityHeaders } from './guard.ts';
import { describeApi } from './rest/openapi.ts';
import type { Route } from './rest/route.ts';

export interface AppParts {
  readonly routes: readonly Route[];
  readonly version: string;
  /** The folder of the built pages. */
  readonly pages: string;
  readonly complain: (error: unknown) => void;
}

/** The HTTP side of the gateway: pages and REST, behind the guard. */
export function makeApp({ routes, version, pages, complain }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, guard);
  app.use('/api/v1', api(routes, version));
  app.use(express.static(pages, { index: false, maxAge: '1h', setHeaders: neverStale }));
  // Every address of the app is answered by its one page, which shows what the address names.
  app.get(/^\/(?!api\/|assets\/)/, (_request, response) => {
    response.set('Cache-Control', 'no-cache');
    response.sendFile(path.join(pages, 'index.html'));
  });
  app.use(answerFailure(complain));
  return app;
}

function api(routes: readonly Route[], version: string) {
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
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
      taken === 'file' ? [] : json,
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
