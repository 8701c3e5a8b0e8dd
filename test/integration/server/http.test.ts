import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/sync/protocol/rest.ts';
import { send, useGateway, type Answer } from './gateway.ts';

const gateway = useGateway();
const HEALTH = '/api/v1/health';
const JSON_BODY = { 'Content-Type': 'application/json' };

const codeOf = ({ body }: Answer) => failure.parse(JSON.parse(body)).error.code;

test('the gateway says that it is well', async () => {
  const { status, body } = await send(gateway().url, HEALTH);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ status: 'ok', projects: 1 });
});

describe('whoever is not a page of this gateway', () => {
  test.each([
    ['by a name that was pointed at this machine', { host: 'evil.example' }],
    ['from a page of elsewhere', { origin: 'https://evil.example' }],
    ['from a page that hides where it is from', { origin: 'null' }],
  ])('gets nothing: %s', async (_how, headers) => {
    const answer = await send(gateway().url, HEALTH, { headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'not-allowed']);
    expect((await send(gateway().url, '/', { headers })).status).toBe(403);
  });

  test('cannot change anything with a form either, which sends no origin in some browsers', async () => {
    const answer = await send(gateway().url, '/api/v1/projects', {
      method: 'POST',
      headers: { ...JSON_BODY, 'Sec-Fetch-Site': 'cross-site' },
      body: JSON.stringify({ name: 'Theirs', template: 'empty' }),
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'not-allowed']);
  });

  test('gets no socket', async () => {
    const handshake = '/socket.io/?EIO=4&transport=polling';
    expect((await send(gateway().url, handshake)).status).toBe(200);
    const theirs = { origin: 'https://evil.example' };
    expect((await send(gateway().url, handshake, { headers: theirs })).status).toBe(403);
    expect((await send(gateway().url, handshake, { headers: { host: 'evil.example' } })).status).toBe(403);
  });
});

test('every answer says what the page may do', async () => {
  const { headers } = await send(gateway().url, HEALTH);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['x-powered-by']).toBeUndefined();
});

describe('a request that cannot be served answers with a reason', () => {
  const post = { method: 'POST', headers: JSON_BODY };

  test.each([
    ['an address that is none', '/api/v1/nothing', {}, 404, 'not-found'],
    ['a project that is none', '/api/v1/projects/guest+none', {}, 404, 'not-found'],
    ['a body that is no JSON', '/api/v1/projects', { ...post, body: '{' }, 400, 'bad-request'],
    ['a body without a name', '/api/v1/projects', { ...post, body: '{}' }, 400, 'bad-request'],
    [
      'a body that does not say it is JSON',
      '/api/v1/projects',
      { method: 'POST', body: '{"name":"a","template":"empty"}' },
      400,
      'bad-request',
    ],
    [
      'a template that is none',
      '/api/v1/projects',
      { ...post, body: '{"name":"a","template":"none"}' },
      400,
      'bad-request',
    ],
    [
      'a body that is too large',
      '/api/v1/projects',
      { ...post, body: JSON.stringify({ name: 'x'.repeat(33 * 2 ** 20) }) },
      413,
      'too-large',
    ],
    ['an address that cannot be decoded', '/api/v1/projects/%zz', {}, 400, 'bad-request'],
    [
      'a file that is no project',
      '/api/v1/projects/import',
      { method: 'POST', body: 'not a zip' },
      400,
      'bad-request',
    ],
  ])('%s', async (_what, target, request, status, code) => {
    const answer = await send(gateway().url, target, request);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });
});
