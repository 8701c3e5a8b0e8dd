import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';
import { say } from './progress.mjs';
import { Stop } from './stop.mjs';

/** The browser of the browser tests, where there is one. */
export function findChromium() {
  return (
    process.env.CHROMIUM_PATH ?? ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean)
  );
}

/** @type {import('./setup.mjs').Step} */
export const chromium = {
  isDone: () => findChromium() !== undefined,
  async run() {
    const apt = aptGet();
    if (apt === undefined) throw new Stop(HOW);
    say('Installing Chromium with apt-get for the browser tests (about 350 MB) ...');
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
      const { code } = await run(apt.command, [...apt.args, ...args], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
      if (code !== 0) throw new Stop(`"apt-get ${args.join(' ')}" failed. ${HOW}`);
    }
  },
};

const HOW =
  'The browser tests need Chromium or Chrome: install one, or name its program in the environment variable CHROMIUM_PATH';

function aptGet() {
  if (onPath('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return { command: 'apt-get', args: [] };
  return onPath('sudo') === undefined ? undefined : { command: 'sudo', args: ['-n', 'apt-get'] };
}

/** @param {string} program */
function onPath(program) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
