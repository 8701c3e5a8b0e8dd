import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../../src/sync/protocol/rest.ts';
import { useGateway } from './gateway.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const gateway = useGateway();
let document: Document;

beforeAll(async () => {
  document = (await (await fetch(`${gateway().url}/api/v1/openapi.json`)).json()) as Document;
});

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

/** Every value in a JSON document that stands under a name. */
function* under(name: string, value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === name) yield inner;
    yield* under(name, inner);
  }
}

const at = (reference: string): unknown =>
  reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);

test('the document is of OpenAPI 3.1', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
});

describe('every route is described', () => {
  const { openapi: _theDocumentItself, ...described } = ROUTES;

  test.each(Object.entries(described))('%s', (_name, route) => {
    const path = route.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');
    expect(Object.keys(document.paths)).toContain(path);
  });
});

test('every reference leads to something in the document', () => {
  const references = [...under('$ref', document)];
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) expect(at(String(reference)), String(reference)).toBeDefined();
});

test('the same schema is described once', () => {
  const schemas = at('#/components/schemas') as Record<string, unknown>;
  const texts = Object.entries(schemas).map(([name, schema]) => JSON.stringify(schema).replaceAll(name, ''));
  expect(new Set(texts).size).toBe(texts.length);
});

test('every parameter of a path is declared, and required', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(methods)) {
      const declared = parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(wanted);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  }
});

test('a parameter of a query is required where the gateway asks for it', () => {
  const names = operations().flatMap(({ parameters = [] }) =>
    parameters.filter((parameter) => parameter.in === 'query').map(({ name, required }) => [name, required]),
  );
  expect(Object.fromEntries(names)).toMatchObject({ limit: false, before: false, name: true });
});

test('every operation has a name of its own, a sentence, and says what it answers', () => {
  const ids = operations().map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { summary, responses } of operations()) {
    expect(summary).not.toBe('');
    expect(Object.keys(responses)).toEqual([expect.stringMatching(/^20[014]$/), 'default']);
  }
});
