import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { GENERATORS, staleFiles } from './generated.mjs';
import { LINTERS, runLinter } from './linters.mjs';
import { inParallel } from './in-parallel.mjs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { inEnvironment } from './python.mjs';
import { forLinting, forTesting } from './setup.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { output: string }} Result
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {number} cores that it keeps busy; Infinity for one that measures or wants the machine to itself
 * @property {readonly import('./setup.mjs').Step[]} needs
 * @property {(onLine?: (line: string) => void) => Promise<Result>} run
 */

export const RESULTS = at('dist', 'test-results');
const LIMIT_MS = 20 * 60_000;

/** @type {Suite[]} in the order in which they start */
const ALL = [
  { name: 'lint', cores: 2, needs: forLinting, run: runLint },
  { name: 'python', cores: 1, needs: forLinting, run: runPytest },
  vitest('unit', 1, forLinting),
  vitest('golden', 1, forLinting),
  vitest('contract', 1, forLinting),
  vitest('fuzz', 1, forLinting),
  vitest('tooling', 1, forLinting),
  { name: 'generated', cores: 1, needs: forLinting, run: runGenerated },
  vitest('integration', Infinity, forTesting),
  vitest('e2e', Infinity, forTesting),
];

export const SUITES = ALL.filter(({ name }) => hasTests(name));

/** @param {string} name */
function hasTests(name) {
  if (name === 'lint') return true;
  if (name === 'generated') return GENERATORS.length > 0;
  return existsSync(name === 'python' ? at('python', 'tests') : at('test', name));
}

async function runLint() {
  /** @type {string[]} */
  const problems = [];
  await inParallel(2, LINTERS, async (linter) => {
    const { name, ok, output } = await runLinter(linter, false);
    if (!ok) problems.push(`${name}:\n${output}`);
  });
  const failed = problems.length === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0, output: problems.join('\n\n') };
}

async function runGenerated() {
  /** @type {string[]} */
  const problems = [];
  let failed = 0;
  for (const generator of GENERATORS) {
    const stale = await staleFiles(generator).catch((error) => [String(error)]);
    if (stale.length > 0) failed += 1;
    problems.push(
      ...stale.map((file) => `${file} is not what ${generator.program} makes: run npm run generate`),
    );
  }
  return { passed: GENERATORS.length - failed, failed, skipped: 0, output: problems.join('\n') };
}

/** @param {(line: string) => void} [onLine] */
async function runPytest(onLine) {
  const report = freshReport('python.xml');
  const finished = await run(inEnvironment('python'), ['-m', 'pytest', `--junitxml=${report}`], {
    cwd: at('python'),
    env: { PYTHONPATH: at('python') },
    timeoutMs: LIMIT_MS,
    onLine,
  });
  return resultOf(finished, () => countJunit(readFileSync(report, 'utf8')));
}

/**
 * @param {string} name
 * @param {number} cores
 * @param {Suite['needs']} needs
 * @returns {Suite}
 */
function vitest(name, cores, needs) {
  return {
    name,
    cores,
    needs,
    async run(onLine) {
      const report = freshReport(`${name}.json`);
      const args = [
        'run',
        `--project=${name}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      if (cores === 1) args.push('--maxWorkers=1');
      const finished = await run(process.execPath, [at('node_modules/vitest/vitest.mjs'), ...args], {
        cwd: ROOT,
        timeoutMs: LIMIT_MS,
        onLine,
      });
      return resultOf(finished, () => countVitest(JSON.parse(readFileSync(report, 'utf8'))));
    },
  };
}

/** @param {string} name */
function freshReport(name) {
  mkdirSync(RESULTS, { recursive: true });
  const report = `${RESULTS}/${name}`;
  rmSync(report, { force: true });
  return report;
}

/**
 * A runner that crashed, ran out of time, left no report or ran nothing is one failure more: silence is not
 * success.
 * @param {import('./processes.mjs').Finished} finished
 * @param {() => Counts} readReport
 * @returns {Result}
 */
function resultOf({ code, output, timedOut }, readReport) {
  const counts = orNothing(readReport);
  const ran = counts.passed + counts.failed + counts.skipped > 0;
  const unexplained = timedOut || !ran || (code !== 0 && counts.failed === 0);
  const why = timedOut ? '\nThe time was up, so it was ended.' : ran ? '' : '\nNo test ran.';
  return { ...counts, failed: counts.failed + (unexplained ? 1 : 0), output: output + why };
}

/**
 * @param {() => Counts} readReport
 * @returns {Counts}
 */
function orNothing(readReport) {
  try {
    return readReport();
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} VitestFile
 * @param {{ testResults: VitestFile[] }} report
 * @returns {Counts} where a file that could not even be loaded counts as a failure
 */
export function countVitest({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const states = assertionResults.map((test) => test.status);
    const failed = states.filter((state) => state === 'failed').length;
    const passed = states.filter((state) => state === 'passed').length;
    counts.passed += passed;
    counts.failed += status === 'failed' ? Math.max(failed, 1) : failed;
    counts.skipped += states.length - passed - failed;
  }
  return counts;
}

/**
 * @param {string} xml
 * @returns {Counts}
 */
export function countJunit(xml) {
  const suite = /<testsuite\s[^>]*>/.exec(xml)?.[0] ?? '';
  /** @param {string} attribute */
  const number = (attribute) => Number(new RegExp(`\\b${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  const skipped = number('skipped');
  return { passed: Math.max(number('tests') - failed - skipped, 0), failed, skipped };
}
