/** `npm run setup`: everything that `npm start` does before it starts; with `--dev`, what the tests need too. */
import './lib/node-version.mjs';
import { say } from './lib/progress.mjs';
import { forRunning, forTesting, setUp } from './lib/setup.mjs';
import { runAsCommand } from './lib/stop.mjs';

await runAsCommand(async () => {
  await setUp(process.argv.includes('--dev') ? forTesting : forRunning);
  say('Everything is set up.');
  return 0;
});
