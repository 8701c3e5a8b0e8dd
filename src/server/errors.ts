import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type * as z from 'zod';
import type { Problem } from '../domain/problem.ts';
import type { Failure } from '../sync/protocol/rest.ts';

/** Every way a request can fail, with its HTTP status. */
const STATUS = {
  'bad-request': 400,
  'not-found': 404,
  'not-allowed': 403,
  untrusted: 403,
  conflict: 409,
  'has-problems': 422,
  'too-large': 413,
  internal: 500,
} as const;

export type FailureCode = keyof typeof STATUS;

/** A failure that the person who asked can understand; anything else that is thrown is a bug and only logged. */
export class RequestError extends Error {
  readonly code: FailureCode;
  readonly problems: readonly Problem[] | undefined;

  constructor(code: FailureCode, message: string, problems?: readonly Problem[]) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

export const notFound = (what: string) => new RequestError('not-found', `${what} does not exist.`);

/** Lets a handler be async; what it throws becomes the answer. */
export const handle =
  (work: (request: Request, response: Response) => Promise<void>): RequestHandler =>
  (request, response, next) => {
    work(request, response).catch(next);
  };

/** Parses what came from outside; says which part was wrong. */
export function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the body'}: ${message}`,
  );
  throw new RequestError('bad-request', `The request cannot be understood: ${faults.join('; ')}.`);
}

/** The last handler: turns what was thrown into the answer that every client expects. */
export function answerFailure(complain: (error: unknown) => void) {
  // Express knows error handlers by their four parameters.
  return (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const failure = asRequestError(error);
    if (failure.code === 'internal') complain(error);
    const { code, message, problems } = failure;
    const body: Failure = { error: { code, message, ...(problems ? { problems: [...problems] } : {}) } };
    response.status(STATUS[code]).json(body);
  };
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return new RequestError('too-large', 'The request is larger than allowed.');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new RequestError('bad-request', 'The request cannot be understood.');
  }
  return new RequestError('internal', 'Something went wrong in the gateway; its log says what.');
}
