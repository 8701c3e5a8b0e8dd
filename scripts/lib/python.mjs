import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readIfThere, sha256 } from './fingerprint.mjs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { counter, say } from './progress.mjs';
import { Stop } from './stop.mjs';

const ENVIRONMENT = at('.venv');
const OLDEST = [3, 10];

/** The interpreter that runs the jobs: of the environment made here, unless the set-up is left to somebody else. */
export function jobPython() {
  const chosen = process.env.DEEPFORGE_PYTHON;
  return process.env.DEEPFORGE_SKIP_SETUP && chosen ? chosen : inEnvironment('python');
}

/** @param {string} program */
export const inEnvironment = (program) =>
  process.platform === 'win32'
    ? path.join(ENVIRONMENT, 'Scripts', `${program}.exe`)
    : path.join(ENVIRONMENT, 'bin', program);

// Lock files know no installed sizes; measured with version 0.1.
export const pythonPackages = installing('requirements.lock', 'Installing Python packages into .venv', 815);
export const pythonTools = installing('requirements-dev.lock', 'Installing Python test tools into .venv', 60);

/**
 * @param {string} lockName
 * @param {string} title
 * @param {number} megabytes
 * @returns {import('./setup.mjs').Step}
 */
function installing(lockName, title, megabytes) {
  const lock = at('python', lockName);
  const stamp = path.join(ENVIRONMENT, `.deepforge-${lockName}`);
  return {
    isDone: () => existsSync(inEnvironment('python')) && readIfThere(stamp) === stampOf(lock),
    async run() {
      await ensureEnvironment();
      await install(lock, title, megabytes);
      writeFileSync(stamp, stampOf(lock));
    },
  };
}

/**
 * The real path of the interpreter is part of the stamp: when the system's Python moves to another version,
 * the packages in the environment are those of the old one.
 * @param {string} lock
 */
const stampOf = (lock) => `${sha256(readFileSync(lock))} ${realpathSync(inEnvironment('python'))}`;

async function ensureEnvironment() {
  const { code } = await run(inEnvironment('python'), ['-m', 'pip', '--version']);
  if (code === 0) return;
  const python = await findPython();
  say(`Creating a Python environment in .venv (Python ${python.version}) ...`);
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  const made = await run(python.command, [...python.args, '-m', 'venv', ENVIRONMENT]);
  if (made.code !== 0) {
    throw new Stop(
      `Python ${python.version} could not create an environment in .venv; its venv module may be missing: ` +
        'on Debian and Ubuntu install it with "sudo apt-get install python3-venv", then run the same command again',
    );
  }
}

/**
 * @param {string} lock
 * @param {string} title
 * @param {number} megabytes
 */
async function install(lock, title, megabytes) {
  const count = readFileSync(lock, 'utf8').match(/^[A-Za-z0-9][\w.-]*(\[[^\]]*\])?==/gm)?.length ?? 0;
  const progress = counter(`${title} (${count} packages, about ${megabytes} MB)`, count, 'packages');
  const { code, output } = await run(
    inEnvironment('python'),
    ['-m', 'pip', 'install', '--require-hashes', '--requirement', lock, ...QUIET],
    {
      cwd: ROOT,
      onLine(line) {
        if (/^(Collecting|Requirement already satisfied:) /.test(line)) progress.tick();
        const large = /^\s*Downloading (\S+?)-\d\S* \((\d{2,}(?:\.\d+)? [MG]B)\)/.exec(line);
        if (large !== null) say(`  downloading ${large[1]} (${large[2]})`);
      },
    },
  );
  if (code !== 0) {
    throw new Stop(
      `pip could not install the Python packages: ${pipReason(output)}. Check the network (and pip's proxy and ` +
        'index settings), then run the same command again',
    );
  }
  progress.done();
}

const QUIET = ['--disable-pip-version-check', '--no-input', '--progress-bar=off'];

/** @param {string} output */
function pipReason(output) {
  const errors = output.split('\n').filter((line) => line.startsWith('ERROR: '));
  return (errors[0]?.slice('ERROR: '.length) ?? output.trimEnd().split('\n').at(-1) ?? '').replace(/\.$/, '');
}

/** @returns {Promise<{ command: string, args: string[], version: string }>} */
async function findPython() {
  const found = [];
  for (const [command = '', ...args] of candidates()) {
    const { code, output } = await run(command, [
      ...args,
      '-c',
      'import platform; print(platform.python_version())',
    ]);
    if (command === process.env.DEEPFORGE_PYTHON && code !== 0) found.push(`${command} does not run`);
    const version = output.trim().split('\n').at(-1) ?? '';
    if (code !== 0 || !/^\d+\.\d+/.test(version)) continue;
    if (isRecent(version)) return { command, args, version };
    found.push(`${command} is ${version}`);
  }
  const seen = found.length === 0 ? 'none was found' : found.join(', ');
  throw new Stop(
    `Python 3.10 or newer is needed to run the jobs, but ${seen}; install it (https://www.python.org/downloads, or ` +
      '"sudo apt-get install python3 python3-venv"), or name one in the environment variable DEEPFORGE_PYTHON',
  );
}

/** @returns {string[][]} */
function candidates() {
  const chosen = process.env.DEEPFORGE_PYTHON;
  if (chosen && !chosen.startsWith(ENVIRONMENT)) return [[chosen]];
  const minors = ['3.13', '3.12', '3.11', '3.10'].map((minor) => [`python${minor}`]);
  return [['python3'], ['python'], ['py', '-3'], ...minors];
}

/** @param {string} version */
function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
