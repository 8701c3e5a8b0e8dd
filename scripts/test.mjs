/** `npm test`: everything; `npm test -- unit lint`: the suites named. The last line sums up. */
import './lib/node-version.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { seconds } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';
import { runAsCommand, Stop } from './lib/stop.mjs';
import { RESULTS, SUITES } from './lib/suites.mjs';

/** @typedef {import('./lib/suites.mjs').Suite} Suite */

const CORES = Math.max(2, availableParallelism());

await runAsCommand(async () => {
  const suites = selected(process.argv.slice(2));
  await setUp([...new Set(suites.flatMap(({ needs }) => needs))]);
  mkdirSync(RESULTS, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  await shareCores(suites, async (suite) => {
    const counts = await report(suite, suites.length === 1);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  });
  console.log(`tests: ${inWords(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

/** @param {string[]} names */
function selected(names) {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = SUITES.map((suite) => suite.name).join(', ');
    throw new Stop(`there is no test suite called ${unknown.join(' or ')}; there are ${known}`);
  }
  return names.length === 0 ? SUITES : SUITES.filter((suite) => names.includes(suite.name));
}

/**
 * Starts every suite as soon as its share of the cores is free.
 * @param {readonly Suite[]} suites
 * @param {(suite: Suite) => Promise<void>} work
 */
async function shareCores(suites, work) {
  const waiting = [...suites];
  /** @type {Map<Suite, Promise<void>>} */
  const running = new Map();
  /** @param {Suite} suite */
  const share = (suite) => Math.min(suite.cores, CORES);
  while (waiting.length + running.size > 0) {
    const free = CORES - [...running.keys()].reduce((sum, suite) => sum + share(suite), 0);
    const [next] = waiting;
    if (next !== undefined && share(next) <= free) {
      waiting.shift();
      running.set(
        next,
        work(next).finally(() => running.delete(next)),
      );
    } else {
      await Promise.race(running.values());
    }
  }
}

/**
 * A suite that passes is one line; one that fails shows all it said, which is kept in a file either way.
 * @param {Suite} suite
 * @param {boolean} live
 */
async function report(suite, live) {
  const started = Date.now();
  const { output, ...counts } = await suite.run(live ? (line) => console.log(line) : undefined);
  writeFileSync(`${RESULTS}/${suite.name}.log`, output);
  if (counts.failed > 0 && !(live && output === '')) console.log(`\n${output.trimEnd()}\n`);
  console.log(`${suite.name.padEnd(12)} ${inWords(counts)} (${seconds(Date.now() - started)})`);
  return counts;
}

/** @param {import('./lib/suites.mjs').Counts} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : '');
}
