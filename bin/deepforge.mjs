#!/usr/bin/env node
import '../scripts/lib/node-version.mjs';
import { forRunning, setUp } from '../scripts/lib/setup.mjs';
import { runAsCommand } from '../scripts/lib/stop.mjs';

await runAsCommand(async () => {
  await setUp(forRunning);
  await import(new URL('../dist/server/cli.js', import.meta.url).href);
});
