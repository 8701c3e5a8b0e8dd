import * as z from 'zod';
import { failure } from '../../sync/protocol/rest.ts';
import type { Route } from './route.ts';

/** The OpenAPI 3.1 document of the routes. */
export function describeApi(routes: readonly Route[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = (paths[openApiPath(route.path)] ??= {});
    path[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'DeepForge',
      version,
      description: 'Projects, history, executions and artifacts of a gateway.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
  };
}

function operation({ method, path, summary, query, body, answer }: Route) {
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  return {
    operationId: `${method} ${path}`.replace(/[^A-Za-z]+/g, '_'),
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: content(body) } } : {}),
    responses: {
      [String(answer.status)]: {
        description: answer.status === 204 ? 'Done' : 'The answer',
        ...(answer.body ? { content: content(answer.body) } : {}),
      },
      default: { description: 'What went wrong', content: content(failure) },
    },
  };
}

const openApiPath = (path: string) => path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');

const pathParameters = (path: string) =>
  [...openApiPath(path).matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: z.ZodObject | undefined) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(schema as z.ZodType),
  }));

const content = (body: z.ZodType | 'file') =>
  body === 'file'
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: jsonSchema(body) } };

function jsonSchema(schema: z.ZodType) {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest;
}
