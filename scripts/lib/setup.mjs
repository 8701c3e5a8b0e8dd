import { withLock } from './lock.mjs';
import { appBuild, serverBuild } from './builds.mjs';
import { chromium } from './chromium.mjs';
import { engineLibraries, npmPackages } from './npm-packages.mjs';
import { at } from './paths.mjs';
import { say } from './progress.mjs';
import { jobPython, pythonPackages, pythonTools } from './python.mjs';

/**
 * One thing that has to be there. `isDone` decides from files alone within milliseconds, and a step is marked
 * done only after it has succeeded, so a set-up that was interrupted resumes where it stopped.
 * @typedef {{ isDone(): boolean, run(): Promise<void> }} Step
 */

const PACKAGES = [npmPackages, engineLibraries, pythonPackages];

export const forRunning = [...PACKAGES, appBuild, serverBuild];
export const forLinting = [...PACKAGES, pythonTools];
export const forTesting = [...PACKAGES, pythonTools, chromium, appBuild, serverBuild];
export const forScripts = PACKAGES;

/**
 * Does what is missing, silently when nothing is.
 * @param {readonly Step[]} steps
 */
export async function setUp(steps) {
  if (!process.env.DEEPFORGE_SKIP_SETUP && !isAllDone(steps)) {
    await withLock(
      at('.deepforge', 'setup.lock'),
      (holder) => say(`Waiting for another set-up of this folder (process ${holder}) ...`),
      () => runMissing(steps),
    );
  }
  process.env.DEEPFORGE_PYTHON = jobPython();
}

/** @param {readonly Step[]} steps */
const isAllDone = (steps) => steps.every((step) => step.isDone());

/** @param {readonly Step[]} steps */
async function runMissing(steps) {
  for (const step of steps) {
    if (!step.isDone()) await step.run();
  }
}
