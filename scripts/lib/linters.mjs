import { existsSync } from 'node:fs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { seconds } from './progress.mjs';
import { inEnvironment } from './python.mjs';

const TYPESCRIPT = ['meta', 'src', 'plugins', 'visualizers', 'seeds', 'bench', 'test', 'scripts'];
const CODE = TYPESCRIPT.filter((folder) => existsSync(at(folder)));
const CACHE = 'node_modules/.cache';

/**
 * Slowest first, so that two of them at a time end together.
 * @typedef {{ name: string, command: string, args: string[], fix?: string[] }} Linter
 * @type {Linter[]}
 */
export const LINTERS = [
  nodeTool('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings=-1', '--quiet'], ['.', '--quiet', '--fix']),
  nodeTool('types', 'typescript/bin/tsc', [
    '-p',
    '.',
    '--incremental',
    '--tsBuildInfoFile',
    `${CACHE}/tsc.json`,
  ]),
  nodeTool('dead code', 'knip/bin/knip.js', ['--no-progress']),
  nodeTool('import directions', 'dependency-cruiser/bin/dependency-cruise.mjs', [
    ...CODE,
    '--config=.dependency-cruiser.cjs',
    '--output-type=err',
  ]),
  nodeTool(
    'format',
    'prettier/bin/prettier.cjs',
    ['.', '--check', '--cache', '--log-level=warn'],
    ['.', '--write', '--cache', '--log-level=warn'],
  ),
  pythonTool(
    'python lint',
    ['check', '--quiet', '--output-format=concise', 'python'],
    ['check', '--quiet', '--fix', 'python'],
  ),
  pythonTool('python format', ['format', '--quiet', '--check', 'python'], ['format', '--quiet', 'python']),
];

/**
 * @param {Linter} linter
 * @param {boolean} fix
 */
export async function runLinter({ name, command, args, fix: fixArgs }, fix) {
  const started = Date.now();
  const { code, output } = await run(command, fix && fixArgs ? fixArgs : args, { cwd: ROOT });
  return { name, ok: code === 0, output, took: seconds(Date.now() - started) };
}

/**
 * @param {string} name
 * @param {string} program
 * @param {string[]} args
 * @param {string[]} [fix]
 * @returns {Linter}
 */
function nodeTool(name, program, args, fix) {
  const file = at('node_modules', program);
  return { name, command: process.execPath, args: [file, ...args], fix: fix && [file, ...fix] };
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string[]} fix
 * @returns {Linter}
 */
function pythonTool(name, args, fix) {
  return { name, command: inEnvironment('ruff'), args, fix };
}
