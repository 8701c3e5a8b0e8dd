import { expect, test } from 'vitest';
import { namedIn } from '../../../src/sync/protocol/address.ts';

test.each([
  ['/', undefined, []],
  ['/p/guest%2Blarge', 'guest+large', []],
  ['/p/large/architectures', 'large', []],
  ['/p/large/architectures/', 'large', []],
  ['/p/large/architectures/net', 'large', ['net']],
  ['/p/large/executions/run', 'large', ['run']],
  ['/p/large/operations/train', 'large', []],
  ['/p/large/at/abc/architectures/net', undefined, []],
  ['/elsewhere/large', undefined, []],
  ['/p/%E0%A4%A/architectures/net', undefined, []],
])('%s is asked for ahead of its page', (address, project, scopes) => {
  expect(namedIn(address)).toEqual({ ...(project === undefined ? {} : { project }), scopes });
});
