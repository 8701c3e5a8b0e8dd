import JSZip from 'jszip';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../../src/domain/import/archive.ts';
import { readConfigurationText } from '../../../src/domain/import/configurationText.ts';
import { contentOfBlob, type FileContent } from '../../../src/domain/import/content.ts';
import { kindOfFile, readModelFile } from '../../../src/domain/import/file.ts';

const bytes = (...values: number[]) => contentOfBlob(new Blob([Uint8Array.from(values)]));
const text = (content: string) => contentOfBlob(new Blob([content]));

const COMMENT = 'written by a test';

async function zip(files: Readonly<Record<string, string>>, compression: 'STORE' | 'DEFLATE' = 'DEFLATE') {
  const archive = new JSZip();
  for (const [name, content] of Object.entries(files)) archive.file(name, content);
  return archive.generateAsync({ type: 'uint8array', compression, comment: COMMENT });
}

const asContent = (content: Uint8Array): FileContent => contentOfBlob(new Blob([Uint8Array.from(content)]));

/** Remembers which bytes were asked for. */
function watched(content: FileContent) {
  const ranges: [number, number][] = [];
  const read = (from: number, to: number) => {
    ranges.push([from, to]);
    return content.read(from, to);
  };
  return { ranges, content: { size: content.size, read } };
}

test('an empty file is refused as what it is', async () => {
  expect(await readModelFile(text(''))).toEqual({ ok: false, fault: 'it is empty' });
});

describe('what is no model says so, and what to bring', () => {
  test.each([
    ['a text', text('a network of two layers')],
    ['half a JSON text', text('{"class_name": "Sequen')],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0xff)],
  ])('%s', async (_what, content) => {
    expect(await readModelFile(content)).toEqual({
      ok: false,
      fault:
        'it is no model of Keras, neither a .keras archive nor .h5 nor a JSON configuration; ' +
        'save the model with model.save("name.keras") and take that file',
    });
  });

  test('an archive whose configuration is none is called an archive', async () => {
    const file = asContent(await zip({ 'config.json': 'roses are red' }));
    expect(await readModelFile(file)).toEqual({ ok: false, fault: 'its configuration is not JSON' });
  });
});

describe('the kind of a file is told by its first bytes', () => {
  test.each([
    ['an archive', bytes(0x50, 0x4b, 3, 4, 0), 'keras'],
    ['HDF5', bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a), 'h5'],
    ['a text', text('{"class_name": "Sequential"}'), 'json'],
    ['nothing', text(''), 'json'],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47), 'json'],
  ] as const)('%s', async (_what, content, kind) => {
    expect(await kindOfFile(content)).toBe(kind);
  });
});

describe('an archive', () => {
  test.each(['STORE', 'DEFLATE'] as const)('gives a file that it holds (%s)', async (compression) => {
    const file = asContent(await zip({ 'metadata.json': '{}', 'config.json': '[1, 2]' }, compression));
    expect(await readModelFile(file)).toEqual({ ok: true, configuration: [1, 2] });
  });

  test('is read only where the wanted file lies, however large the weights are', async () => {
    const weights = 'w'.repeat(5_000_000);
    const file = asContent(await zip({ 'config.json': '{}', 'model.weights.h5': weights }, 'STORE'));
    const { ranges, content } = watched(file);
    expect(await readModelFile(content)).toEqual({ ok: true, configuration: {} });
    const read = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    expect(read).toBeLessThan(100_000);
  });

  test('that was cut anywhere is damaged, and never half of something', async () => {
    const whole = await zip({ 'config.json': JSON.stringify({ a: 'b'.repeat(200) }), 'other.json': '{}' });
    for (let size = 4; size < whole.length - COMMENT.length; size += 7) {
      const found = await unpack(asContent(whole.subarray(0, size)), 'config.json', 1000);
      expect(found).toMatchObject({ ok: false, fault: expect.stringContaining('damaged') as string });
    }
  });

  test('with any one byte changed gives the file, or a sentence', async () => {
    const whole = await zip({ 'config.json': '{"a": 1}', 'other.json': '{}' });
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const found = await unpack(asContent(changed), 'config.json', 1000);
      expect(found.ok ? found.content.length : found.fault.length).toBeGreaterThan(0);
    }
  });

  test('that says its file is larger than allowed is not inflated', async () => {
    const file = asContent(await zip({ 'config.json': ' '.repeat(1_000_001) }));
    expect(await unpack(file, 'config.json', 1_000_000)).toEqual({
      ok: false,
      fault: 'its config.json is too large',
    });
  });
});

describe('a configuration', () => {
  test.each([
    ['JSON', '{"units": 4}', { units: 4 }],
    ['JSON in a JSON text', JSON.stringify('{"units": 4}'), { units: 4 }],
    [
      'with numbers that only Python writes',
      '{"a": [NaN, -Infinity], "b": Infinity}',
      { a: [NaN, -Infinity], b: Infinity },
    ],
    [
      'with texts that look like them',
      '{"a": NaN, "b": "x, NaN \\" : Infinity,"}',
      { a: NaN, b: 'x, NaN " : Infinity,' },
    ],
    ['with brackets in its texts', JSON.stringify({ a: '['.repeat(1000) }), { a: '['.repeat(1000) }],
  ])('%s is read', (_what, given, configuration) => {
    expect(readConfigurationText(given)).toEqual({ ok: true, configuration });
  });

  test.each([
    ['too deep', '['.repeat(201) + ']'.repeat(201), 'nests too deep'],
    ['too much', `[${'1,'.repeat(8_000_001)}1]`, 'holds too much'],
    ['too long', ' '.repeat(2 ** 26 + 1), 'too large'],
    ['no JSON', '{"units": }', 'not JSON'],
    ['a text without an end', '{"units', 'not JSON'],
  ])('%s is refused', (_what, given, sentence) => {
    expect(readConfigurationText(given)).toMatchObject({
      ok: false,
      fault: expect.stringContaining(sentence) as string,
    });
  });
});
