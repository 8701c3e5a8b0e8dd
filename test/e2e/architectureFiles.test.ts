import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOAD_NET, MAKE_NET, plainKeras } from './kerasFiles.ts';
import { newDataFolder, runCommand, startProduct } from './product.ts';

/* Networks in files, on the command line: what a check prints, and the way into a project and out again. */

let data: Awaited<ReturnType<typeof newDataFolder>>;

beforeAll(async () => {
  data = await newDataFolder();
  await plainKeras(MAKE_NET, data.folder);
  const text = await readFile(at('net.json'), 'utf8');
  await writeFile(at('bad.json'), text.replaceAll('"units": 4', '"units": -4'));
  const own = { class_name: 'Own\u001b[31m', module: 'my.layers', config: { name: 'mine', size: 3 } };
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 4] } };
  const config = { name: 'custom', layers: [input, own] };
  await writeFile(at('custom.json'), JSON.stringify({ class_name: 'Sequential', config }));
}, 120_000);

afterAll(async () => data.remove());

const at = (file: string) => path.join(data.folder, file);
const architecture = async (...args: string[]) => runCommand(['architecture', ...args]);
const inProject = async (...args: string[]) =>
  architecture(...args, '--project', 'Nets', '--data', path.join(data.folder, 'lab'));

const layer = (name: string, type: string, output: (number | null)[], params: number, macs: number) => ({
  name,
  type,
  outputs: [output],
  dtype: 'float32',
  params,
  macs,
});

/** In the order in which the keys are printed. */
const NET = {
  ok: true,
  totals: { params: 2724, trainable: 2724, macs: 11_540, activationBytes: 4912 },
  layers: [
    layer('image', 'InputLayer', [null, 8, 8, 3], 0, 0),
    layer('conv', 'Conv2D', [null, 8, 8, 4], 112, 6912),
    layer('shared', 'Dense', [null, 8, 8, 4], 20, 2048),
    layer('flat', 'Flatten', [null, 256], 0, 0),
    layer('head', 'Functional', [null, 10], 2570, 2560),
    layer('tail', 'Sequential', [null, 2], 22, 20),
  ],
  problems: [],
};

describe('architecture check --json', () => {
  test.each(['net.json', 'net.keras', 'net.h5'])(
    'prints what %s comes to, and exits with 0',
    async (file) => {
      const { code, stdout } = await architecture('check', at(file), '--json');
      expect(stdout).toBe(`${JSON.stringify(NET)}\n`);
      expect(code).toBe(0);
    },
  );

  test('prints what is not known as null, names the problem, and exits with 1', async () => {
    const { code, stdout } = await architecture('check', at('bad.json'), '--json');
    const answer = JSON.parse(stdout) as typeof NET;
    expect(code).toBe(1);
    expect(answer.ok).toBe(false);
    expect(answer.totals).toEqual({ params: null, trainable: null, macs: null, activationBytes: null });
    expect(answer.layers.find(({ name }) => name === 'shared')).toMatchObject({
      outputs: null,
      params: null,
    });
    expect(answer.problems).toEqual([
      {
        code: 'argument-range',
        layer: 'shared',
        message: 'shared: units must be a positive number; it is -4',
      },
    ]);
  });
});

describe('architecture check', () => {
  test('prints a table and the totals', async () => {
    const { code, stdout } = await architecture('check', at('net.keras'));
    expect(stdout).toMatch(/^head {4}Functional {2}\(None, 10\) +2,570 +2,560$/m);
    expect(stdout).toContain('2,724 parameters (2,724 trainable), 11,540 multiply-adds');
    expect(code).toBe(0);
  });

  test("says what became a layer of somebody's own, in letters that no terminal obeys", async () => {
    const { stdout } = await architecture('check', at('custom.json'));
    expect(stdout).toContain('mine: Own_[31m from my.layers is not a layer of Keras');
  });

  test.each([
    ['that is not there', 'none.keras', 'there is no such file'],
    ['that is a folder', '.', 'it is a folder'],
  ])('says in a sentence what is wrong with a file %s', async (_what, file, sentence) => {
    const { code, stdout, stderr } = await architecture('check', at(file), '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});

describe('architecture import and export', () => {
  beforeAll(async () => {
    const lab = path.join(data.folder, 'lab');
    await runCommand(['projects', 'create', 'Nets', '--template', 'empty', '--data', lab]);
  });

  test('brings a network into a project and says what was recognised', async () => {
    const { code, stdout, stderr } = await inProject('import', at('net.keras'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Imported net into Nets$/m);
    expect(stdout).toMatch(/^Dense +3$/m);
    expect(stdout).toMatch(/^Functional +1$/m);
  });

  test('uses the gateway that has the data folder open, and takes a name', async () => {
    const product = await startProduct(path.join(data.folder, 'lab'));
    const { stdout } = await inProject('import', at('net.h5'), '--name', 'Mine', '--json');
    const listed = await product.api<{ counts: { architectures: number } }[]>('GET', '/projects');
    await product.stop();
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'Mine',
      report: { recognised: { Conv2D: 1, Dense: 3 }, custom: [], notices: [] },
    });
    // The network, and the two nested ones, each time.
    expect(listed[0]?.counts.architectures).toBe(6);
  });

  test('takes it out again as .keras, which plain Keras loads', async () => {
    const file = at('out.keras');
    const { code, stdout } = await inProject('export', 'Mine', '-o', file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Saved ${file}\n` });
    const loaded = JSON.parse(await plainKeras(LOAD_NET, file)) as unknown;
    expect(loaded).toEqual([['image', 'conv', 'shared', 'flat', 'head', 'tail'], 2724, false]);
  });

  test('prints it when it is asked to', async () => {
    const { code, stdout } = await inProject('export', 'net', '--format', 'py', '-o', '-');
    expect(code).toBe(0);
    expect(stdout).toContain('def build_model() -> keras.Model:');
  });

  test.each([
    [
      'an architecture that is not there',
      ['export', 'Nothing', '--format', 'py'],
      'There is no architecture "Nothing". There are "head", "head_2", "Mine", "net", ',
    ],
    [
      'a format that is not there',
      ['export', 'net', '--format', 'onnx'],
      'Expected --format py, json or keras',
    ],
    ['no format', ['export', 'net'], 'Received: nothing.'],
    [
      'a file that is no network',
      ['import', 'package.json'],
      'package.json cannot be imported: it holds no Keras model made of layers.',
    ],
  ])('says in a sentence what is wrong with %s', async (_what, args, sentence) => {
    const { code, stderr } = await inProject(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('says what to do when the gateway that was named does not answer', async () => {
    const { code, stderr } = await inProject('import', at('net.json'), '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stderr).toMatch(/No gateway answers at .* Start one with "npm start"/);
    expect((await stat(at('net.json'))).size).toBeGreaterThan(0);
  });
});
