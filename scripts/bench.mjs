/** `npm run bench [names]`: measures, prints a table and writes bench/results/<time>.json. */
import './lib/node-version.mjs';
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { bundleScript, VERSION } from './lib/bundle.mjs';
import { at, ROOT } from './lib/paths.mjs';
import { track } from './lib/processes.mjs';
import { forRunning, setUp } from './lib/setup.mjs';
import { runAsCommand, Stop } from './lib/stop.mjs';

/** @typedef {import('../bench/bench.ts').Row} Row */

await runAsCommand(async () => {
  const files = benches(process.argv.slice(2));
  await setUp(forRunning);
  const results = [];
  for (const file of files) {
    const result = await measure(await bundleScript(`bench/${file}`));
    printTable(result.name, result.rows);
    results.push(result);
  }
  console.log(`\nWritten to ${write(results)}`);
  return results.some(({ rows }) => rows.some(isMissed)) ? 1 : 0;
});

/** @param {string[]} filters */
function benches(filters) {
  const all = readdirSync(at('bench')).filter((file) => file.endsWith('.ts') && file !== 'bench.ts');
  const wanted = all.filter(
    (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
  );
  if (wanted.length === 0) throw new Stop(`no bench matches; there are ${all.join(', ') || 'none'}`);
  return wanted;
}

/**
 * @param {string} file
 * @returns {Promise<{ name: string, rows: Row[] }>}
 */
function measure(file) {
  return new Promise((resolve, reject) => {
    const child = fork(at('scripts', 'lib', 'bench-process.mjs'), [file], {
      cwd: ROOT,
      execArgv: ['--expose-gc', '--enable-source-maps'],
      detached: true,
    });
    const release = track(child);
    child.once('message', (result) => resolve(/** @type {{ name: string, rows: Row[] }} */ (result)));
    child.once('exit', (code) => {
      release();
      reject(new Stop(`the bench ended with code ${code} before it had a result`));
    });
  });
}

/**
 * @param {string} name
 * @param {readonly Row[]} rows
 */
function printTable(name, rows) {
  const cells = rows.map((row) => [
    row.metric,
    `${format(row.value)} ${row.unit}`,
    limitOf(row),
    (row.peers ?? []).map((peer) => peerOf(peer, row.unit)).join(', '),
    isMissed(row) ? 'MISSED' : '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => (row[column] ?? '').length)));
  console.log(`\n${name}`);
  for (const row of cells)
    console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}

/** @param {number} value */
function format(value) {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}

/**
 * @param {import('../bench/bench.ts').Peer} peer
 * @param {string} unit
 */
function peerOf({ name, value, why = 'not done' }, unit) {
  return `${name}: ${value === null ? why : `${format(value)} ${unit}`}`;
}

/** @param {Row} row */
function limitOf({ limit, unit }) {
  if (limit === undefined) return '';
  return typeof limit === 'number'
    ? `at most ${format(limit)} ${unit}`
    : `at least ${format(limit.atLeast)} ${unit}`;
}

/** @param {Row} row */
function isMissed({ value, limit }) {
  if (limit === undefined) return false;
  return typeof limit === 'number' ? value > limit : value < limit.atLeast;
}

/** @param {{ name: string, rows: Row[] }[]} results */
function write(results) {
  mkdirSync(at('bench', 'results'), { recursive: true });
  const time = new Date().toISOString();
  const file = `bench/results/${time.replaceAll(':', '-')}.json`;
  const machine = {
    node: process.version,
    platform: process.platform,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
  };
  writeFileSync(at(file), JSON.stringify({ version: VERSION, time, machine, results }, null, 2));
  return file;
}
