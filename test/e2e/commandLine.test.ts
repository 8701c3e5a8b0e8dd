import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDataFolder, runCommand, startProduct } from './product.ts';

let data: Awaited<ReturnType<typeof newDataFolder>>;

beforeAll(async () => {
  data = await newDataFolder();
});

afterAll(async () => {
  await data.remove();
});

const deepforge = async (...args: string[]) => runCommand([...args, '--data', data.folder]);

/** At the end, all of Node that was loaded. */
const LIST_MODULES = `process.on('exit', () => process.stderr.write(process.moduleLoadList.join(',')))`;

describe('the command line', () => {
  test('creates a project from a template on a data folder that no gateway has open', async () => {
    const created = await deepforge('projects', 'create', 'Digits one', '--template', 'digits');
    expect(created).toMatchObject({ code: 0, stderr: '' });
    const listed = await deepforge('projects', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'Digits one', counts: { pipelines: 1 } }]);
  });

  test('runs a pipeline, streams what its jobs print and saves what they made', async () => {
    const run = await deepforge('run', 'Digits one', 'Train_and_Score', '--set', 'Train.epochs=1');
    expect(run.stdout).toMatch(/^Train \| 41\/41 .* accuracy: /m);
    expect(run.stdout).toMatch(/ScoreModel \| Accuracy on 360 test examples/);
    expect(run).toMatchObject({ code: 0 });

    const file = path.join(data.folder, 'saved.keras');
    const got = await deepforge('artifacts', 'get', 'Digits one', 'model', '--output', file);
    expect(got).toMatchObject({ code: 0 });
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
  });

  test('uses the gateway that has the data folder open', async () => {
    const product = await startProduct(data.folder);
    const listed = await deepforge('artifacts', 'list', 'Digits one');
    await product.stop();
    expect(listed.stdout).toMatch(/model\s+keras\.Model/);
  });

  test('checks a network without loading a server, a database or Python', async () => {
    const file = path.join(data.folder, 'network.json');
    const input = { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, 4] } };
    const dense = { class_name: 'Dense', config: { name: 'dense', units: 3 } };
    const config = { name: 'net', layers: [input, dense] };
    await writeFile(file, JSON.stringify({ class_name: 'Sequential', config }));
    const { stdout, stderr, code } = await runCommand(
      ['architecture', 'check', file, '--json'],
      ['--import', `data:text/javascript,${LIST_MODULES}`],
      { PATH: '', DEEPFORGE_PYTHON: '/nowhere' },
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, totals: { params: 15 } });
    expect(code).toBe(0);
    expect(stderr.split(',')).toContain('NativeModule fs');
    // Express brings the first, the driver of the database the second.
    expect(stderr.split(',')).not.toContain('NativeModule http');
    expect(stderr.split(',')).not.toContain('NativeModule tls');
  });

  test.each([
    ['a pipeline that is not there', ['run', 'Digits one', 'Nothing'], 'There is no pipeline "Nothing"'],
    ['a project that is not there', ['run', 'Nothing', 'x'], 'There is no project "Nothing"'],
    [
      'a value out of range',
      ['run', 'Digits one', 'Train_and_Score', '--set', 'Train.epochs=0'],
      'of at least 1',
    ],
    [
      'an assignment without a value',
      ['run', 'Digits one', 'Train_and_Score', '--set', 'epochs'],
      'Operation.attribute=value',
    ],
    [
      'a template that is not there',
      ['projects', 'create', 'x', '--template', 'y'],
      'There is no template "y"',
    ],
  ])('says in a sentence what is wrong with %s', async (_what, args, sentence) => {
    const { code, stderr } = await deepforge(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});

describe('starting', () => {
  test('says in a sentence that the data folder is in use', async () => {
    const product = await startProduct(data.folder);
    const second = await runCommand(['start', '--port', '0', '--no-open', '--data', data.folder]);
    await product.stop();
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^The data folder .* is in use by another gateway\..*\n$/);
  });

  test('says in a sentence that the data folder cannot be written', async () => {
    // A file where a folder should be stops everybody, even those whom permissions do not.
    const file = path.join(data.folder, 'a-file');
    await writeFile(file, '');
    const { code, stderr } = await runCommand(['start', '--no-open', '--data', path.join(file, 'lab')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The data folder .* cannot be written \(ENOTDIR\)\. Choose another with --data.*\n$/,
    );
  });

  test('says in a sentence that the port is taken', async () => {
    const product = await startProduct(data.folder);
    const { port } = new URL(product.url);
    const other = await newDataFolder();
    const second = await runCommand(['start', '--port', port, '--no-open', '--data', other.folder]);
    await product.stop();
    await other.remove();
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^Port \d+ is taken by another program\./);
  });

  test('refuses to serve more than this machine, because there are no accounts', async () => {
    const { code, stderr } = await deepforge('start', '--host', '0.0.0.0', '--no-open');
    expect(code).toBe(1);
    expect(stderr).toContain('use --host 127.0.0.1');
  });

  test('stops cleanly when it is told to', async () => {
    const product = await startProduct(data.folder);
    expect(await product.stop('SIGINT')).toBe(0);
  });

  test('serves only pages of its own: other hosts and origins are refused', async () => {
    const product = await startProduct(data.folder);
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${product.url}/api/v1/projects`, { headers, method: 'POST' })).status;
    expect(await ask({ origin: 'https://evil.example' })).toBe(403);
    expect(await ask({ origin: product.url })).toBe(400);
    await product.stop();
  });
});
