import { describe, expect, test } from 'vitest';
import { countJunit, countVitest } from '../../scripts/lib/suites.mjs';

describe('counting from the reports of the runners', () => {
  test('vitest: skipped and todo tests are skipped', () => {
    const states = ['passed', 'passed', 'failed', 'skipped', 'pending', 'todo'];
    const testResults = [{ status: 'failed', assertionResults: states.map((status) => ({ status })) }];
    expect(countVitest({ testResults })).toEqual({ passed: 2, failed: 1, skipped: 3 });
  });

  test('vitest: a file that cannot be loaded is a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countVitest({ testResults })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('vitest: a file whose tests pass but whose clean-up fails is a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [{ status: 'passed' }] }];
    expect(countVitest({ testResults })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('pytest: errors are failures', () => {
    const xml =
      '<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10">';
    expect(countJunit(xml)).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });
});
