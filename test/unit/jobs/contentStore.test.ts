import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContentStore, ContentTooLarge } from '../../../src/jobs/contentStore.ts';

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

let folder: string;
let store: ContentStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'deepforge-content-'));
  store = new ContentStore(folder);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);

async function textOf(sha256: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of store.read(sha256) as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function filesIn(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

test('content is found under the hash of what is in it', async () => {
  expect(await store.put(bytes('hello'))).toEqual({ sha256: HELLO, size: 5 });
  expect(await store.has(HELLO)).toBe(true);
  expect(await store.size(HELLO)).toBe(5);
  expect(await textOf(HELLO)).toBe('hello');
});

test('a stream gives the same content as its bytes at once', async () => {
  const streamed = Readable.from([bytes('he'), bytes(''), bytes('llo')]);
  expect(await store.put(streamed)).toEqual({ sha256: HELLO, size: 5 });
});

test('a file is copied and left as it was', async () => {
  const { sha256 } = await store.put(bytes('hello'));
  expect(await store.putFile(store.path(sha256))).toEqual({ sha256: HELLO, size: 5 });
  expect(await readFile(store.path(sha256), 'utf8')).toBe('hello');
});

test('empty content is content', async () => {
  const { sha256, size } = await store.put(bytes(''));
  expect(size).toBe(0);
  expect(await textOf(sha256)).toBe('');
});

test('the same content is kept once, also when it arrives several times at once', async () => {
  await Promise.all(Array.from({ length: 8 }, async () => store.put(bytes('hello'))));
  expect(await filesIn()).toEqual([HELLO]);
});

test('what is kept can be read and not be written', async () => {
  const { sha256 } = await store.put(bytes('hello'));
  expect((await stat(store.path(sha256))).mode & 0o777).toBe(0o444);
});

describe('nothing stays behind', () => {
  test('of content that is larger than allowed', async () => {
    await expect(store.put(bytes('hello'), 4)).rejects.toThrow(ContentTooLarge);
    await expect(store.put(bytes('hello'), 5)).resolves.toMatchObject({ sha256: HELLO });
    expect(await filesIn()).toEqual([HELLO]);
  });

  test('of a stream that breaks off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield bytes('hel');
        await Promise.reject(new Error('The line was cut.'));
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('The line was cut.');
    expect(await filesIn()).toEqual([]);
  });
});

test.each(['', 'abc', HELLO.toUpperCase(), `../${HELLO.slice(3)}`, `${HELLO}/..`, `${HELLO}\n`])(
  'the hash %j is refused: no path is made of it',
  async (sha256) => {
    expect(() => store.path(sha256)).toThrow('Expected a SHA-256');
    await expect(store.has(sha256)).rejects.toThrow('Expected a SHA-256');
    expect(() => store.read(sha256)).toThrow('Expected a SHA-256');
  },
);

test('content is made here only once a job of this gateway made it', async () => {
  const { sha256 } = await store.put(bytes('hello'));
  expect(await store.isMadeHere(sha256)).toBe(false);
  await store.markMadeHere(sha256);
  expect(await store.isMadeHere(sha256)).toBe(true);
});
