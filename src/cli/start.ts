import { spawn } from 'node:child_process';
import { CannotStart } from '../server/dataFolder.ts';
import { startGateway, type Gateway } from '../server/gateway.ts';
import type { StartOptions } from './options.ts';
import { Stop, untilToldToStop } from './stop.ts';

/** `deepforge start`: serves until it is told to stop. */
export async function start({ open, ...options }: StartOptions): Promise<void> {
  const gateway = await startOrStop(options);
  const told = untilToldToStop();
  console.log(`DeepForge is ready at ${gateway.url}  (Ctrl-C stops it)`);
  if (open) openBrowser(gateway.url);
  await told;
  console.log('Stopping: ending jobs and saving ...');
  await gateway.close();
  process.exit(0);
}

async function startOrStop(options: Omit<StartOptions, 'open'>): Promise<Gateway> {
  try {
    return await startGateway({ ...options, log: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    if (error instanceof CannotStart) throw new Stop(error.message);
    throw error;
  }
}

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
};

function openBrowser(url: string) {
  const opener = OPENERS[process.platform];
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!opener || !display) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  // Where there is no browser, the printed address is enough.
  child.on('error', () => undefined);
  child.unref();
}
