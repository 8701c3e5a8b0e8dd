import { constants, watch } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const LARGEST_READ = 256 * 1024;
const LONGEST_LINE = 4 * 1024 * 1024;
/** inotify misses what happens on some network file systems, so the file is also looked at now and then. */
const LOOK_AGAIN_MS = 500;

/**
 * Follows a file that another process appends to. `onBytes` gets what is new, in order, at most 256 kB at a time;
 * neither the file nor its folder need exist yet. Returns the release.
 */
export function followFile(
  file: string,
  from: number,
  onBytes: (bytes: Buffer, offset: number) => void,
): () => void {
  const stop = new AbortController();
  let offset = from;
  let waiting = false;
  let turn = Promise.resolve();

  const readOn = async () => {
    waiting = false;
    for await (const bytes of newBytes(file, offset)) {
      if (stop.signal.aborted) return;
      offset += bytes.length;
      onBytes(bytes, offset);
    }
  };
  const look = () => {
    if (waiting) return;
    waiting = true;
    // What cannot be read now may be readable at the next look.
    turn = turn.then(readOn).catch(() => undefined);
  };

  const stopWatching = watchFile(file, look);
  const timer = setInterval(look, LOOK_AGAIN_MS);
  look();
  return () => {
    stop.abort();
    stopWatching();
    clearInterval(timer);
  };
}

/** Tells of changes at once where the system does; looking now and then finds the others. */
function watchFile(file: string, changed: () => void): () => void {
  try {
    const watcher = watch(path.dirname(file), (_event, name) => {
      if (name === null || name === path.basename(file)) changed();
    });
    watcher.on('error', () => undefined);
    return () => {
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}

/**
 * What a file holds from an offset on, in pieces; nothing when there is no such file. A job may have put something
 * else in its place: a link to anywhere, a device without an end, a pipe that keeps whoever opens it waiting.
 */
export async function* newBytes(file: string, from: number): AsyncGenerator<Buffer> {
  const handle = await open(file, PLAINLY).catch(() => undefined);
  if (!handle) return;
  try {
    if ((await handle.stat()).isFile()) yield* pieces(handle, from);
  } finally {
    await handle.close();
  }
}

/** Windows has neither flag; reading is all that is left there. */
const PLAINLY =
  constants.O_RDONLY |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) |
  ((constants.O_NONBLOCK as number | undefined) ?? 0);

async function* pieces(handle: FileHandle, from: number): AsyncGenerator<Buffer> {
  let offset = from;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(
      Buffer.allocUnsafe(LARGEST_READ),
      0,
      LARGEST_READ,
      offset,
    );
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Puts lines together from pieces. A line longer than `longest` characters is empty: it counts, and is not kept. */
export class LineSplitter {
  #rest = '';
  #skipping = false;
  readonly #decoder = new TextDecoder();
  readonly #longest: number;

  constructor(longest = LONGEST_LINE) {
    this.#longest = longest;
  }

  push(bytes: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#skipping && lines.length > 0) {
      lines[0] = '';
      this.#skipping = false;
    }
    if (this.#skipping || this.#rest.length > this.#longest) {
      this.#skipping = true;
      this.#rest = '';
    }
    return lines.map((line) => (line.length > this.#longest ? '' : line));
  }
}
