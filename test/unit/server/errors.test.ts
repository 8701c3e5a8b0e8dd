import express from 'express';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { problem } from '../../../src/domain/problem.ts';
import { answerFailure, handle, notFound, parsed, RequestError } from '../../../src/server/errors.ts';
import { failure } from '../../../src/sync/protocol/rest.ts';

/** What a client gets when a handler throws `thrown`, and what the log gets. */
async function answerTo(thrown: unknown) {
  const complaints: unknown[] = [];
  const app = express();
  app.get(
    '/',
    handle(async () => Promise.reject(thrown as Error)),
  );
  app.use(answerFailure((error) => complaints.push(error)));
  const server = app.listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${String(port)}/`);
    return { status: response.status, body: failure.parse(await response.json()), complaints };
  } finally {
    server.close();
  }
}

describe('a failure answers with its status, its code and a sentence', () => {
  test.each([
    ['bad-request', 400],
    ['not-allowed', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
    ['has-problems', 422],
  ] as const)('%s is %i, and nothing for the log', async (code, status) => {
    expect(await answerTo(new RequestError(code, 'So it is.'))).toEqual({
      status,
      body: { error: { code, message: 'So it is.' } },
      complaints: [],
    });
  });

  test('with the problems that a person can mend', async () => {
    const problems = [problem('gone', { at: 'x', part: 'y' }, 'The pipeline')];
    const { body } = await answerTo(new RequestError('has-problems', 'It cannot run.', problems));
    expect(body.error.problems).toEqual(problems);
  });

  test('of something that is not there', async () => {
    expect((await answerTo(notFound('The figure'))).body.error.message).toBe('The figure does not exist.');
  });
});

describe('what was not foreseen', () => {
  test.each([new Error('The password is 1234.'), 'a string', { code: 'ENOENT' }])(
    'tells the log everything and the client nothing: %s',
    async (thrown) => {
      const { status, body, complaints } = await answerTo(thrown);
      expect({ status, code: body.error.code, complaints }).toEqual({
        status: 500,
        code: 'internal',
        complaints: [thrown],
      });
      expect(JSON.stringify(body)).not.toContain('1234');
    },
  );

  test.each([
    [413, 'too-large'],
    [400, 'bad-request'],
    [415, 'bad-request'],
  ])('of Express, with status %i, is the client’s mistake: %s', async (status, code) => {
    const { body, complaints } = await answerTo(Object.assign(new Error('secret'), { status }));
    expect(body.error).toMatchObject({ code });
    expect(body.error.message).not.toContain('secret');
    expect(complaints).toEqual([]);
  });
});

describe('what comes from outside is parsed', () => {
  const schema = z.object({ name: z.string(), size: z.object({ width: z.number() }) });

  test('into what the schema says', () => {
    const given = { name: 'a', size: { width: 1, depth: 2 }, more: true };
    expect(parsed(schema, given)).toEqual({ name: 'a', size: { width: 1 } });
  });

  test.each([
    [undefined, 'the body:'],
    [{ name: 1, size: { width: 1 } }, 'name:'],
    [{ name: 'a', size: { width: 'wide' } }, 'size.width:'],
  ])('or refused with the part that is wrong: %j', (given, part) => {
    expect(() => parsed(schema, given)).toThrow(part);
    expect(() => parsed(schema, given)).toThrow(RequestError);
  });
});
