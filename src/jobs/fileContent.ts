import type { FileHandle } from 'node:fs/promises';
import type { FileContent } from '../domain/import/content.ts';

/** What an open file holds, read as it is asked for. */
export async function contentOf(handle: FileHandle): Promise<FileContent> {
  const status = await handle.stat();
  if (status.isDirectory()) throw Object.assign(new Error('It is a folder.'), { code: 'EISDIR' });
  return {
    size: status.size,
    read: async (from, to) => {
      const piece = Buffer.alloc(Math.max(0, to - from));
      const { bytesRead } = await handle.read(piece, 0, piece.length, from);
      return piece.subarray(0, bytesRead);
    },
  };
}
