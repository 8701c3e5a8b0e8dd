#!/usr/bin/env node
import '../scripts/lib/node-version.mjs';
import module from 'node:module';
import { forRunning, setUp } from '../scripts/lib/setup.mjs';
import { runAsCommand } from '../scripts/lib/stop.mjs';

// Node 22.8 and newer keep what they have compiled; a command is then there sooner from its second time on.
module.enableCompileCache?.();

await runAsCommand(async () => {
  await setUp(forRunning);
  await import(new URL('../dist/server/cli.js', import.meta.url).href);
});
