import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Content {
  /** Hexadecimal SHA-256. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const HASH = /^[0-9a-f]{64}$/;

/** Files addressed by what is in them: written once, read-only, the same content never twice. */
export class ContentStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the content lies; it may be read, never written. */
  path(sha256: string): string {
    if (!HASH.test(sha256))
      throw new Error(`Expected a SHA-256 of 64 hexadecimal digits. Received: ${sha256}`);
    return path.join(this.#folder, sha256.slice(0, 2), sha256);
  }

  async has(sha256: string): Promise<boolean> {
    return await exists(this.path(sha256));
  }

  /** Streams the source to disk; nothing is visible under its hash before it is whole. */
  async put(source: Readable | Uint8Array, limit = Number.POSITIVE_INFINITY): Promise<Content> {
    const incoming = path.join(this.#folder, 'incoming');
    await mkdir(incoming, { recursive: true });
    const temporary = path.join(incoming, randomUUID());
    try {
      const content = await copyHashed(
        source instanceof Readable ? source : Readable.from([source]),
        temporary,
        limit,
      );
      await this.#keep(temporary, content);
      return content;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async putFile(file: string): Promise<Content> {
    return await this.put(createReadStream(file));
  }

  /** Notes that a job of this gateway made the content, so that formats which run code when read may be read. */
  async markMadeHere(sha256: string): Promise<void> {
    await writeFile(`${this.path(sha256)}.made-here`, '');
  }

  async isMadeHere(sha256: string): Promise<boolean> {
    return await exists(`${this.path(sha256)}.made-here`);
  }

  read(sha256: string): Readable {
    return createReadStream(this.path(sha256));
  }

  async size(sha256: string): Promise<number> {
    return (await stat(this.path(sha256))).size;
  }

  async #keep(temporary: string, { sha256 }: Content) {
    const target = this.path(sha256);
    await mkdir(path.dirname(target), { recursive: true });
    await chmod(temporary, 0o444);
    await rename(temporary, target);
  }
}

const exists = async (file: string) =>
  await access(file).then(
    () => true,
    () => false,
  );

async function copyHashed(source: Readable, target: string, limit: number): Promise<Content> {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size > limit) done(new ContentTooLarge(limit));
      else done(null, chunk);
    },
  });
  await pipeline(source, meter, createWriteStream(target, { mode: 0o600, flush: true }));
  return { sha256: hash.digest('hex'), size };
}

export class ContentTooLarge extends Error {
  constructor(limit: number) {
    super(`Expected at most ${String(limit)} bytes. Received more.`);
  }
}
