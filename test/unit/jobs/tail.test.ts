import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followFile, LineSplitter } from '../../../src/jobs/tail.ts';

describe('lines are put together from pieces', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test.each([
    ['one piece', ['a\nb\n'], [['a', 'b']]],
    ['a line in three pieces', ['a', 'b', 'c\n'], [[], [], ['abc']]],
    ['a piece that ends within a line', ['a\nb', 'c\n'], [['a'], ['bc']]],
    ['empty lines', ['\n\n'], [['', '']]],
    ['no end of the last line', ['a\nb'], [['a']]],
  ])('%s', (_what, pieces, expected) => {
    const splitter = new LineSplitter();
    expect(pieces.map((piece) => splitter.push(bytes(piece)))).toEqual(expected);
  });

  test('a character may be split between pieces, at each of its bytes', () => {
    const splitter = new LineSplitter();
    const pieces = [...bytes('wörld 🌍\n')].map((byte) => splitter.push(Uint8Array.of(byte)));
    expect(pieces.flat()).toEqual(['wörld 🌍']);
  });

  test('a line may be much longer than a piece', () => {
    const splitter = new LineSplitter();
    const line = 'x'.repeat(1_000_000);
    const whole = bytes(`${line}\n`);
    const lines: string[] = [];
    for (let at = 0; at < whole.length; at += 65_536) {
      lines.push(...splitter.push(whole.subarray(at, at + 65_536)));
    }
    expect(lines).toEqual([line]);
  });

  test('a line without an end is not kept, and still counts as one', () => {
    const splitter = new LineSplitter(10);
    const pieces = ['a\n', 'x'.repeat(8), 'x'.repeat(8), 'x'.repeat(8), 'x\nb\n', `${'y'.repeat(11)}\nc\n`];
    expect(pieces.flatMap((piece) => splitter.push(bytes(piece)))).toEqual(['a', '', 'b', '', 'c']);
  });

  test('bytes that are no text disturb only their own line', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Uint8Array.of(0xff, 0x0a, 0x61, 0x0a))).toEqual(['\uFFFD', 'a']);
  });
});

describe('a file is followed', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'deepforge-tail-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** What was heard of a file so far, and a promise for the moment when it is as much as `length`. */
  function follow(file: string, from = 0) {
    let text = '';
    let look: () => void = () => undefined;
    const stop = followFile(file, from, (bytes, offset) => {
      text += bytes.toString();
      expect(offset).toBe(from + Buffer.byteLength(text));
      look();
    });
    const heard = async (length: number) =>
      new Promise<string>((resolve) => {
        look = () => {
          if (text.length >= length) resolve(text);
        };
        look();
      });
    return { heard, stop };
  }

  test('from its beginning, and as it grows', async () => {
    const file = path.join(folder, 'log');
    await appendFile(file, 'one ');
    const { heard, stop } = follow(file);
    expect(await heard(4)).toBe('one ');
    await appendFile(file, 'two ');
    await appendFile(file, 'three');
    expect(await heard(13)).toBe('one two three');
    stop();
  });

  test('from a place in it', async () => {
    const file = path.join(folder, 'log');
    await appendFile(file, 'one two');
    const { heard, stop } = follow(file, 4);
    expect(await heard(3)).toBe('two');
    stop();
  });

  test('before it exists, and before its folder does', async () => {
    const file = path.join(folder, 'later', 'log');
    const { heard, stop } = follow(file);
    await mkdir(path.dirname(file));
    await appendFile(file, 'here');
    expect(await heard(4)).toBe('here');
    stop();
  });

  test('in order when it is larger than what is read at once', async () => {
    const file = path.join(folder, 'log');
    const text = Array.from({ length: 100_000 }, (_, line) => String(line)).join('\n');
    await appendFile(file, text);
    const { heard, stop } = follow(file);
    expect(await heard(text.length)).toBe(text);
    stop();
  });

  test('until it is released', async () => {
    const file = path.join(folder, 'log');
    const released = follow(file);
    released.stop();
    const { heard, stop } = follow(file);
    await appendFile(file, 'on');
    expect(await heard(2)).toBe('on');
    expect(await released.heard(0)).toBe('');
    stop();
  });
});
