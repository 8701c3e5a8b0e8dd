import type { Request, Response } from 'express';
import type * as z from 'zod';

/** One route: what OpenAPI says of it and what it does. Both read the same schemas. */
export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** As in Express, relative to /api/v1. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType | 'file';
  readonly answer: { readonly status: number; readonly body?: z.ZodType | 'file' };
  readonly run: (request: Request, response: Response) => Promise<unknown>;
}

/** The value of a path parameter; the pattern of the route guarantees that it is there. */
export function parameter(request: Request, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`Expected the path parameter ${name}.`);
  return value;
}
