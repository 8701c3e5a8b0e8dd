import * as z from 'zod';
import { failure } from '../../sync/protocol/rest.ts';
import type { Route } from './route.ts';

/** The OpenAPI 3.1 document of the routes. */
export function describeApi(routes: readonly Route[], version: string) {
  const shared = new SharedSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = (paths[openApiPath(route.path)] ??= {});
    path[route.method] = operation(route, shared);
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
    components: { schemas: shared.byName },
  };
}

function operation({ method, path, summary, query, body, answer }: Route, shared: SharedSchemas) {
  const parameters = [...pathParameters(path), ...queryParameters(query, shared)];
  return {
    operationId: `${method} ${path}`.replace(/[^A-Za-z]+/g, '_'),
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: content(body, shared) } } : {}),
    responses: {
      [String(answer.status)]: {
        description: answer.status === 204 ? 'Done' : 'The answer',
        ...(answer.body ? { content: content(answer.body, shared) } : {}),
      },
      default: { description: 'What went wrong', content: content(failure, shared) },
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

const queryParameters = (query: z.ZodObject | undefined, shared: SharedSchemas) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: shared.jsonSchema(schema as z.ZodType),
  }));

const content = (body: z.ZodType | 'file', shared: SharedSchemas) =>
  body === 'file'
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: shared.jsonSchema(body) } };

/** What schemas define for themselves: references start at the root of the document, so that is where it belongs. */
class SharedSchemas {
  readonly byName: Record<string, unknown> = {};
  /** Names by the text of what they name, so that the same definition is there once. */
  readonly #names = new Map<string, string>();

  jsonSchema(schema: z.ZodType): unknown {
    const { $schema: _dialect, ...whole } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
    let text = JSON.stringify(whole);
    for (const [local, definition] of Object.entries(whole.$defs ?? {})) {
      text = text.replaceAll(
        referenceTo('$defs', local),
        referenceTo('components/schemas', this.#name(local, definition)),
      );
    }
    const { $defs = {}, ...own } = JSON.parse(text) as typeof whole;
    for (const [local, definition] of Object.entries($defs)) {
      this.byName[this.#name(local, whole.$defs?.[local])] = definition;
    }
    return own;
  }

  #name(local: string, definition: unknown): string {
    const text = JSON.stringify(definition).replaceAll(referenceTo('$defs', local), referenceTo('$defs', ''));
    const name = this.#names.get(text) ?? `Schema${String(this.#names.size + 1)}`;
    this.#names.set(text, name);
    return name;
  }
}

const referenceTo = (place: string, name: string) => `"#/${place}/${name}"`;
