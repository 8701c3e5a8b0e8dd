/** `node scripts/run-ts.mjs FILE.ts [arguments]`: runs a TypeScript program of this repository. */
import './lib/node-version.mjs';
import { bundleScript } from './lib/bundle.mjs';
import { forScripts, setUp } from './lib/setup.mjs';
import { runAsCommand, Stop } from './lib/stop.mjs';

await runAsCommand(async () => {
  const [entry] = process.argv.splice(2, 1);
  if (entry === undefined) throw new Stop('name the program to run: node scripts/run-ts.mjs FILE.ts');
  await setUp(forScripts);
  const file = await bundleScript(entry);
  process.argv[1] = file;
  await import(`file://${file}`);
});
