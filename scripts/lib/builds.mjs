import { rmSync } from 'node:fs';
import { readManifest, sameContent, takeManifest, writeManifest } from './fingerprint.mjs';
import { at, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { say, seconds } from './progress.mjs';
import { Stop } from './stop.mjs';

const ALWAYS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/build.mjs',
  'scripts/lib/bundle.mjs',
];

// What only the other side runs does not count, so that an edit of the server leaves the app as it is.
export const appBuild = build('app', {
  inputs: [...ALWAYS, 'meta', 'src', 'visualizers', 'index.html', 'vite.config.ts'],
  except: ['src/server/', 'src/cli/', 'src/store/', 'src/model/'],
});

export const serverBuild = build('server', {
  inputs: [...ALWAYS, 'meta', 'src', 'plugins', 'seeds'],
  except: ['src/app/'],
});

/**
 * @param {'app' | 'server'} target
 * @param {{ inputs: string[], except: string[] }} sources
 * @returns {import('./setup.mjs').Step}
 */
function build(target, { inputs, except }) {
  const record = at('dist', target, '.inputs.json');
  /** @param {string} file */
  const isInput = (file) => !except.some((folder) => file.startsWith(folder));
  const current = () => takeManifest(ROOT, inputs, isInput, readManifest(record));
  return {
    isDone() {
      const before = readManifest(record);
      return Object.keys(before).length > 0 && sameContent(before, current());
    },
    async run() {
      const started = Date.now();
      const manifest = current();
      say(`Building the ${target} ...`);
      rmSync(record, { force: true });
      const { code, output } = await run(process.execPath, [at('scripts', 'build.mjs'), target], {
        cwd: ROOT,
      });
      if (code !== 0) throw new Stop(`the ${target} could not be built:\n${output}`);
      writeManifest(record, manifest);
      say(`  done in ${seconds(Date.now() - started)}`);
    },
  };
}
