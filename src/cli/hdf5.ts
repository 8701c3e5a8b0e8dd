import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelFile } from '../domain/import/file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST = 200_000_000;

/** The configuration that a legacy `.h5` file holds. Python reads one text of it; Keras is not even imported. */
export async function configurationInHdf5(file: string): Promise<ModelFile> {
  const own = path.join(root, '.venv', 'bin', 'python');
  const python = process.env['DEEPFORGE_PYTHON'] ?? (existsSync(own) ? own : 'python3');
  const env = { ...process.env, PYTHONPATH: path.join(root, 'python') };
  return new Promise((resolve) => {
    const args = ['-m', 'deepforge.convert', 'config', path.resolve(file)];
    execFile(python, args, { env, maxBuffer: LARGEST }, (error, stdout, stderr) => {
      const fault = stderr.trim().split('\n').at(-1) ?? '';
      resolve(
        error
          ? { ok: false, fault: fault === '' ? 'Python could not read it' : fault }
          : { ok: true, configuration: JSON.parse(stdout) as unknown },
      );
    });
  });
}
