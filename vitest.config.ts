import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };
import { findChromium } from './scripts/lib/chromium.mjs';
import { jobPython } from './scripts/lib/python.mjs';

const SECOND = 1000;

export default defineConfig({
  test: {
    projects: [
      suite('unit'),
      suite('golden'),
      suite('tooling', { testTimeout: 60 * SECOND }),
      suite('contract', { testTimeout: 60 * SECOND }),
      suite('fuzz', { testTimeout: 180 * SECOND }),
      suite('integration', { testTimeout: 60 * SECOND }),
      suite('e2e', { built: true, testTimeout: 180 * SECOND, fileParallelism: false }),
    ],
  },
});

interface SuiteOptions {
  /** Whether the tests run the built product: it is then brought up to date first. */
  readonly built?: boolean;
  readonly testTimeout?: number;
  readonly fileParallelism?: boolean;
}

function suite(name: string, { built = false, testTimeout = 10 * SECOND, ...options }: SuiteOptions = {}) {
  return {
    define: { __DEEPFORGE_VERSION__: JSON.stringify(manifest.version) },
    test: {
      ...options,
      name,
      testTimeout,
      hookTimeout: testTimeout,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      globalSetup: built ? ['scripts/lib/build-before-tests.mjs'] : [],
      env: {
        DEEPFORGE_PYTHON: jobPython(),
        CHROMIUM_PATH: findChromium() ?? '',
      },
    },
  };
}
