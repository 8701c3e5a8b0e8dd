import type { FileContent } from './content.ts';

/** One file out of a zip archive; or the sentence that says why it cannot be had. */
export type Unpacked =
  { readonly ok: true; readonly content: Uint8Array } | { readonly ok: false; readonly fault: string };

interface Entry {
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Where its own header stands. */
  readonly at: number;
  readonly packed: number;
  readonly size: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const LARGEST_DIRECTORY = 2 ** 24;
/** Stands where a number needs the 64 bits of another record. */
const ELSEWHERE = 0xffffffff;

/**
 * Unpacks one file of an archive and reads nothing of the others, which may be gigabytes of weights. Its size is
 * limited before a byte of it is inflated, and again while it is: what an archive says of itself need not be true.
 */
export async function unpack(file: FileContent, name: string, largest: number): Promise<Unpacked> {
  const directory = await directoryOf(file);
  if (!directory) return refuse('the archive is damaged or incomplete');
  const entry = entryNamed(directory, name);
  if (entry === 'damaged') return refuse('the archive is damaged');
  if (!entry) return refuse(`the archive has no ${name}`);
  if (Math.max(entry.size, entry.packed) > largest) return refuse(`its ${name} is too large`);
  if (entry.isEncrypted) return refuse(`its ${name} is encrypted`);
  const packed = await packedContent(file, entry);
  if (!packed) return refuse('the archive is damaged or incomplete');
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    return refuse(`its ${name} is compressed in a way that is not known here`);
  }
  const content = entry.method === STORED ? packed : await inflate(packed, entry.size);
  return content?.length === entry.size ? { ok: true, content } : refuse('the archive is damaged');
}

/** The list of files at the end of the archive. */
async function directoryOf(file: FileContent): Promise<DataView | undefined> {
  const from = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = viewOf(await file.read(from, file.size));
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue;
    const [size, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (size > LARGEST_DIRECTORY || start + size > from + at) return undefined;
    return viewOf(await file.read(start, start + size));
  }
  return undefined;
}

function entryNamed(directory: DataView, name: string): Entry | 'damaged' | undefined {
  const wanted = new TextEncoder().encode(name);
  let found: Entry | undefined;
  for (let at = 0; at < directory.byteLength;) {
    if (at + ENTRY_BYTES > directory.byteLength || directory.getUint32(at, true) !== ENTRY) return 'damaged';
    const length = directory.getUint16(at + 28, true);
    const begins = at + ENTRY_BYTES;
    const isWanted =
      length === wanted.length && wanted.every((byte, index) => byteAt(directory, begins + index) === byte);
    // Of two with one name the last counts, as it does for Python.
    if (isWanted) found = entryAt(directory, at);
    at = begins + length + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return found;
}

const entryAt = (directory: DataView, at: number): Entry => ({
  isEncrypted: (directory.getUint16(at + 8, true) & 1) === 1,
  method: directory.getUint16(at + 10, true),
  packed: directory.getUint32(at + 20, true),
  size: directory.getUint32(at + 24, true),
  at: directory.getUint32(at + 42, true),
});

async function packedContent(file: FileContent, { at, packed }: Entry): Promise<Uint8Array | undefined> {
  if (at === ELSEWHERE || at + LOCAL_BYTES > file.size) return undefined;
  const header = viewOf(await file.read(at, at + LOCAL_BYTES));
  if (header.getUint32(0, true) !== LOCAL) return undefined;
  const begins = at + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  return begins + packed > file.size ? undefined : file.read(begins, begins + packed);
}

/** Undefined when the content is damaged or longer than the archive says. */
async function inflate(packed: Uint8Array, size: number): Promise<Uint8Array | undefined> {
  const pieces = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  const inflated = pieces.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const content = new Uint8Array(size);
  let filled = 0;
  try {
    for (let next = await inflated.read(); !next.done; next = await inflated.read()) {
      if (filled + next.value.length > size) return undefined;
      content.set(next.value, filled);
      filled += next.value.length;
    }
    return content.subarray(0, filled);
  } catch {
    return undefined;
  } finally {
    await inflated.cancel().catch(() => undefined);
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const byteAt = (view: DataView, at: number) => (at < view.byteLength ? view.getUint8(at) : undefined);

const refuse = (fault: string): Unpacked => ({ ok: false, fault });
