import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where a file that a job names lies, when it is a file in the folder of that job. A link could name any file that
 * the gateway may read, so what leads elsewhere is undefined, like what is not there.
 */
export async function ownFile(folder: string, name: string): Promise<string | undefined> {
  try {
    const [home, file] = await Promise.all([realpath(folder), realpath(path.join(folder, name))]);
    return file.startsWith(home + path.sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
