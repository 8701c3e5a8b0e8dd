/** `npm start`: sets up what is missing, then is the gateway. Arguments are those of `deepforge start`. */
import './lib/node-version.mjs';
import { at } from './lib/paths.mjs';
import { forRunning, setUp } from './lib/setup.mjs';
import { runAsCommand } from './lib/stop.mjs';

await runAsCommand(async () => {
  await setUp(forRunning);
  process.argv.splice(2, 0, 'start');
  await import(`file://${at('dist', 'server', 'cli.js')}`);
});
