import { open } from 'node:fs/promises';
import type { FileContent } from '../domain/import/content.ts';
import { contentOf } from '../jobs/fileContent.ts';
import { Stop } from './stop.ts';

/** Opens a file that somebody named, and closes it whatever happens. */
export async function withFile<T>(
  file: string,
  use: (content: FileContent, file: string) => Promise<T>,
): Promise<T> {
  const handle = await open(file).catch((error: unknown) => {
    throw cannotRead(file, error);
  });
  try {
    const content = await contentOf(handle).catch((error: unknown) => {
      throw cannotRead(file, error);
    });
    return await use(content, file);
  } finally {
    await handle.close();
  }
}

function cannotRead(file: string, error: unknown): Stop {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'you may not read it',
  };
  return new Stop(`${file} cannot be read: ${reasons[code ?? ''] ?? message}.`);
}
