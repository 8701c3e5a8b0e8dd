import { describe, expect, test } from 'vitest';
import { isLoopback, isTrusted } from '../../../src/server/guard.ts';

describe('a request is served', () => {
  test.each([
    ['localhost:8765', undefined],
    ['LOCALHOST:8765', undefined],
    ['localhost', undefined],
    ['127.0.0.1:8765', undefined],
    ['[::1]:8765', undefined],
    ['localhost:8765', 'http://localhost:8765'],
    ['127.0.0.1:8765', 'http://127.0.0.1:8765'],
    ['[::1]:8765', 'http://[::1]:8765'],
  ])('to host %s from origin %s', (host, origin) => {
    expect(isTrusted({ host, origin })).toBe(true);
  });
});

describe('a request is refused', () => {
  test.each([
    ['without a host', undefined, undefined],
    ['of an empty host', '', undefined],
    ['to a name that somebody pointed at this machine', 'evil.example:8765', undefined],
    ['to a name that begins like ours', 'localhost.evil.example', undefined],
    ['to a name that ends like ours', 'evil-localhost:8765', undefined],
    ['to another address of this machine', '192.168.0.7:8765', undefined],
    ['to a host with a user before it', 'evil@localhost:8765', undefined],
    ['to a host with a second port', 'localhost:8765:80', undefined],
    ['from a page of elsewhere', 'localhost:8765', 'https://evil.example'],
    ['from a page of another port of this machine', 'localhost:8765', 'http://localhost:3000'],
    ['from a page under another name of this machine', 'localhost:8765', 'http://127.0.0.1:8765'],
    ['from a page that hides where it is from', 'localhost:8765', 'null'],
    ['from what is no address', 'localhost:8765', 'localhost:8765'],
    ['from an empty origin', 'localhost:8765', ''],
  ])('%s', (_why, host, origin) => {
    expect(isTrusted({ host, origin })).toBe(false);
  });
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.0.7', false],
  ['', false],
])('listening on %s is for this machine alone: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});
