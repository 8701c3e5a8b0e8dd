/** `npm run generate`: makes every committed file that a program makes; with `-- --check`, says which are stale. */
import './lib/node-version.mjs';
import { GENERATORS, staleFiles } from './lib/generated.mjs';
import { ROOT } from './lib/paths.mjs';
import { forLinting, setUp } from './lib/setup.mjs';
import { runAsCommand } from './lib/stop.mjs';

await runAsCommand(async () => {
  await setUp(forLinting);
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const generator of GENERATORS) {
    if (!check) {
      console.log(`Making ${generator.name} ...`);
      await generator.make(ROOT);
      continue;
    }
    for (const file of await staleFiles(generator)) {
      console.log(`${file} is not what ${generator.program} makes: run npm run generate`);
      stale += 1;
    }
  }
  return stale === 0 ? 0 : 1;
});
