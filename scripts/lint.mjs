/** `npm run lint`: prints what is wrong and nothing else; with `-- --fix`, mends what can be mended first. */
import './lib/node-version.mjs';
import { inParallel } from './lib/in-parallel.mjs';
import { LINTERS, runLinter } from './lib/linters.mjs';
import { forLinting, setUp } from './lib/setup.mjs';
import { runAsCommand } from './lib/stop.mjs';

await runAsCommand(async () => {
  await setUp(forLinting);
  const fix = process.argv.includes('--fix');
  const timed = process.argv.includes('--timing');
  let failed = 0;
  await inParallel(2, LINTERS, async (linter) => {
    const { name, ok, output, took } = await runLinter(linter, fix);
    if (!ok) {
      failed += 1;
      console.log(`${name}:\n${output.trimEnd() || 'failed without a word'}\n`);
    }
    if (timed) console.log(`${name} took ${took}`);
  });
  return failed === 0 ? 0 : 1;
});
