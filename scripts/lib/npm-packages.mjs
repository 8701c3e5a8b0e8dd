import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readIfThere, sha256 } from './fingerprint.mjs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { counter, say } from './progress.mjs';
import { Stop } from './stop.mjs';

// The lock file knows no unpacked sizes; measured with version 0.1.
const INSTALLED_MB = 540;

const LOCK = at('package-lock.json');
const STAMP = at('node_modules', '.deepforge-packages');
const HIDDEN_LOCK = at('node_modules', '.package-lock.json');
const ENGINE = at('node_modules', 'webgme-engine');

/** @type {import('./setup.mjs').Step} */
export const npmPackages = {
  isDone: () => readIfThere(STAMP) === stampOf() || adoptManualInstall(),
  async run() {
    const packages = countPackages();
    const title = `Installing npm packages (${packages} packages, about ${INSTALLED_MB} MB)`;
    const progress = counter(title, packages, 'packages');
    // One line per downloaded archive is the only progress that npm reports to a pipe.
    const isArchive = /^npm http (fetch|cache) .*\.tgz\b/;
    const { code, output } = await npm(['ci', '--loglevel=http', '--include=dev'], (line) => {
      if (isArchive.test(line)) progress.tick();
    });
    if (code !== 0) throw new Stop(`npm could not install the packages: ${reasonOf(output)}. ${ADVICE}`);
    progress.done();
    await node(['node_modules/esbuild/install.js'], 'esbuild');
    writeFileSync(STAMP, stampOf());
  },
};

/**
 * The engine makes its common libraries when it is installed; npm may have been told not to run such scripts.
 * @type {import('./setup.mjs').Step}
 */
export const engineLibraries = {
  isDone: () => commonLibraries().every((file) => existsSync(file)),
  async run() {
    say('Preparing webgme-engine, whose install script npm did not run ...');
    await node(['utils/postinstall.js'], 'webgme-engine', ENGINE);
    if (!engineLibraries.isDone()) {
      throw new Stop('webgme-engine did not prepare its libraries; delete node_modules and try again.');
    }
  },
};

const ADVICE = 'Check the network (and the npm proxy and registry settings), then run the same command again';

const stampOf = () => sha256(readFileSync(LOCK));

/**
 * A developer's own `npm install` leaves no stamp but npm's record of what is there. Where it agrees with the
 * lock file there is nothing to install.
 */
function adoptManualInstall() {
  const record = readIfThere(HIDDEN_LOCK);
  if (record === undefined) return false;
  const installed = packagesIn(record);
  const agrees = Object.entries(packagesIn(readFileSync(LOCK, 'utf8'))).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
  if (agrees) writeFileSync(STAMP, stampOf());
  return agrees;
}

/**
 * @param {string} lock
 * @returns {Record<string, { version: string, optional?: boolean, os?: string[], cpu?: string[] }>}
 */
const packagesIn = (lock) => JSON.parse(lock).packages;

function countPackages() {
  const { '': _project, ...packages } = packagesIn(readFileSync(LOCK, 'utf8'));
  return Object.values(packages).filter(
    ({ os, cpu }) => (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true),
  ).length;
}

function commonLibraries() {
  const folder = `${ENGINE}/src/common/lib`;
  const made = JSON.parse(readIfThere(`${folder}/COMMON_LIBS.json`) ?? '[{"name":"q"}]');
  return [...made, { name: 'requirejs' }].map(
    /** @param {{ name: string }} library */ ({ name }) =>
      name === 'requirejs' ? `${folder}/requirejs/require.js` : `${folder}/${name}/${name}.js`,
  );
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
function npm(args, onLine) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) {
    return run(process.execPath, [cli, ...args], { cwd: ROOT, onLine });
  }
  return process.platform === 'win32'
    ? run('cmd', ['/c', 'npm', ...args], { cwd: ROOT, onLine })
    : run('npm', args, { cwd: ROOT, onLine });
}

/**
 * @param {string[]} args
 * @param {string} name
 * @param {string} [cwd]
 */
async function node(args, name, cwd = ROOT) {
  const { code, output } = await run(process.execPath, args, { cwd });
  if (code !== 0) throw new Stop(`the install script of ${name} failed: ${lastLine(output)}`);
}

/** @param {string} output */
function reasonOf(output) {
  const errors = output
    .split('\n')
    .filter((line) => line.startsWith('npm error '))
    .map((line) => line.slice('npm error '.length).trim())
    .filter((line) => line !== '' && !/^(code|errno|syscall|path|dest|aliases|A complete log)\b/.test(line));
  return (errors[0] ?? (lastLine(output) || 'npm was not found')).replace(/\.$/, '');
}

/** @param {string} output */
const lastLine = (output) => output.trimEnd().split('\n').at(-1) ?? '';
