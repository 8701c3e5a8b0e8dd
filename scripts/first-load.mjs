/** `node scripts/first-load.mjs`: what the first visit downloads before the app can run, compressed. */
import { firstLoad, LIMIT_BYTES } from './lib/first-load.mjs';
import { at } from './lib/paths.mjs';
import { runAsCommand } from './lib/stop.mjs';

await runAsCommand(async () => {
  const { files, bytes } = firstLoad(at('dist', 'app'));
  for (const { name, bytes } of files) console.log(`${kilobytes(bytes).padStart(10)}  ${name}`);
  console.log(`${kilobytes(bytes).padStart(10)}  in all, of at most ${kilobytes(LIMIT_BYTES)}`);
  return bytes > LIMIT_BYTES ? 1 : 0;
});

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
