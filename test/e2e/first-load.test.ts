import path from 'node:path';
import { expect, test } from 'vitest';
import { firstLoad, LIMIT_BYTES } from '../../scripts/lib/first-load.mjs';

test('the app as built loads at most 500 kB, compressed', () => {
  const { bytes } = firstLoad(path.resolve('dist/app'));
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});
