import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ContentTooLarge } from '../jobs/contentStore.ts';

/** A folder for one piece of work, gone when it is over. */
export async function withFolder<T>(work: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(work, 'w-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes what arrives to a file, but no more of it than allowed. */
export async function saveTo(file: string, source: Readable, limit: number): Promise<void> {
  let size = 0;
  const meter = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length;
      if (size > limit) done(new ContentTooLarge(limit));
      else done(null, piece);
    },
  });
  await pipeline(source, meter, createWriteStream(file, { mode: 0o600 }));
}
