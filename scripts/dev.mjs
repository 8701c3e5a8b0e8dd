/**
 * `npm run dev`: the app from Vite with hot reload, and the gateway built again and restarted when its sources
 * change. Arguments are those of `deepforge start`.
 */
import './lib/node-version.mjs';
import { fork } from 'node:child_process';
import { watch } from 'node:fs';
import { at, ROOT } from './lib/paths.mjs';
import { endGroup, track } from './lib/processes.mjs';
import { serverBuild } from './lib/builds.mjs';
import { forRunning, setUp } from './lib/setup.mjs';
import { runAsCommand } from './lib/stop.mjs';

const SETTLED_MS = 150;
const WATCHED = ['src', 'meta', 'plugins', 'seeds'];

await runAsCommand(async () => {
  await setUp(forRunning);
  let stop = startGateway();
  onChange(async () => {
    if (serverBuild.isDone()) return;
    try {
      await serverBuild.run();
      await stop();
      stop = startGateway();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  });
  const { createServer } = await import('vite');
  const server = await createServer({ root: ROOT });
  await server.listen();
  server.printUrls();
});

function startGateway() {
  const child = fork(at('dist', 'server', 'cli.js'), ['start', '--no-open', ...process.argv.slice(2)], {
    cwd: ROOT,
    detached: true,
  });
  const release = track(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    endGroup(child);
    await ended;
    release();
  };
}

/** @param {() => Promise<void>} react one call at a time, after the last of a burst of changes */
function onChange(react) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let last = Promise.resolve();
  for (const folder of WATCHED) {
    watch(at(folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => (last = last.then(react)), SETTLED_MS);
    });
  }
}
