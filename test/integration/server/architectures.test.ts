import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import { childrenOf } from '../../../src/domain/state.ts';
import { importedArchitecture, type ImportedArchitectureInfo } from '../../../src/sync/protocol/rest.ts';
import { done, joined, until } from '../../e2e/operations.ts';
import { ask, recordsOf, useGateway } from './gateway.ts';

/* Networks that come from files of Keras and go to them, over the real gateway with the real Keras. */

const gateway = useGateway();
const run = promisify(execFile);
const python = process.env['DEEPFORGE_PYTHON'] ?? 'python3';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'deepforge-networks-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function newProject() {
  const { id } = await ask<{ id: string }>(gateway().url, '/projects', { name: 'Nets', template: 'empty' });
  return id;
}

async function bring(project: string, name: string, body: string | Uint8Array, as?: string) {
  const query = new URLSearchParams({ name, ...(as === undefined ? {} : { as }) });
  const target = `${gateway().url}/api/v1/projects/${project}/architectures?${query.toString()}`;
  return fetch(target, { method: 'POST', body: typeof body === 'string' ? body : Buffer.from(body) });
}

async function brought(...request: Parameters<typeof bring>): Promise<ImportedArchitectureInfo> {
  const answer = await bring(...request);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return importedArchitecture.parse(body);
}

async function refusal(...request: Parameters<typeof bring>) {
  const answer = await bring(...request);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return { status: answer.status, ...error };
}

const layersOf = async (project: string, architecture: string) =>
  (await recordsOf(gateway().url, project, architecture)).filter((record) => record.concept === 'Layer');

const architecturesOf = async (project: string) =>
  (await recordsOf(gateway().url, project, 'project')).filter(
    (record: ModelRecord) => record.concept === 'Architecture',
  );

const input = (name = 'image', shape: (number | null)[] = [null, 4]) => ({
  module: 'keras.layers',
  class_name: 'InputLayer',
  config: { batch_shape: shape, name },
});
const dense = (units: number, name: string) => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: { units, name },
});
const sequential = (name: string, ...layers: object[]) =>
  JSON.stringify({ class_name: 'Sequential', config: { name, layers: [input(), ...layers] } });
const zipped = async (config: string | Uint8Array, name = 'config.json') =>
  new JSZip().file(name, config).generateAsync({ type: 'uint8array', compression: 'DEFLATE' });

const SMALL = sequential('small', dense(8, 'hidden'), dense(2, 'digit'));

describe('a network in a file', () => {
  test('becomes an architecture, with a report of what was recognised', async () => {
    const project = await newProject();
    const { architecture, name, report } = await brought(project, 'small.json', SMALL);
    expect({ name, report }).toEqual({
      name: 'small',
      report: { recognised: { Dense: 2, InputLayer: 1 }, custom: [], notices: [] },
    });
    const layers = await layersOf(project, architecture);
    expect(layers.map((layer) => layer.name).toSorted()).toEqual(['digit', 'hidden', 'image']);
  });

  test('is one commit that says which file it was, and history takes it back', async () => {
    const project = await newProject();
    type History = { commits: { hash: string; message: string; author: string }[] };
    const before = await ask<History>(gateway().url, `/projects/${project}/history`);
    await brought(project, 'small.json', SMALL);
    const { commits } = await ask<History>(gateway().url, `/projects/${project}/history`);
    expect(commits.length).toBe(before.commits.length + 1);
    expect(commits[0]?.message).toBe('Imported small.json');
    expect(commits[0]?.author).not.toBe('');
    await ask(gateway().url, `/projects/${project}/restore`, { commit: before.commits[0]?.hash });
    expect(await architecturesOf(project)).toEqual([]);
  });

  test('gets a name that is free, or the name that was asked for', async () => {
    const project = await newProject();
    const names = [
      (await brought(project, 'small.json', SMALL)).name,
      (await brought(project, 'small.json', SMALL)).name,
      (await brought(project, 'small.json', SMALL, 'Mine')).name,
    ];
    expect(names).toEqual(['small', 'small_2', 'Mine']);
  });

  test('is called like the file where Keras numbered the model by itself', async () => {
    const project = await newProject();
    const { name } = await brought(project, 'digits of 2024.keras', await zipped(sequential('sequential_7')));
    expect(name).toBe('digits of 2024');
  });

  test('with 10,000 layers is imported whole', async () => {
    const project = await newProject();
    const layers = Array.from({ length: 9_999 }, (_, index) => dense(4, `dense_${String(index)}`));
    const { architecture, report } = await brought(project, 'deep.json', sequential('deep', ...layers));
    expect(report.recognised).toEqual({ Dense: 9_999, InputLayer: 1 });
    const records = await recordsOf(gateway().url, project, architecture);
    expect(records.length).toBe(19_999);
  });

  test('saved by Keras is read from .keras and from legacy .h5 alike', async () => {
    const made = await run(python, ['-c', MAKE, folder], {
      env: { ...process.env, KERAS_BACKEND: 'jax' },
    });
    expect(made.stderr).not.toContain('Traceback');
    const project = await newProject();
    const found = [];
    for (const name of ['net.keras', 'net.h5']) {
      const { architecture, report } = await brought(project, name, readFileSync(path.join(folder, name)));
      const layers = await layersOf(project, architecture);
      found.push({ report, types: layers.map(({ type }) => type).toSorted() });
    }
    expect(found[0]).toEqual(found[1]);
    expect(found[0]).toEqual({
      report: { recognised: { Conv2D: 1, Dense: 1, Flatten: 1, InputLayer: 1 }, custom: [], notices: [] },
      types: ['Conv2D', 'Dense', 'Flatten', 'InputLayer'],
    });
  });

  test('saved by Keras 2 is read from the text in its attribute', async () => {
    await run(python, ['-c', MAKE_LEGACY, path.join(folder, 'legacy.h5')]);
    const project = await newProject();
    const { name, report } = await brought(
      project,
      'legacy.h5',
      readFileSync(path.join(folder, 'legacy.h5')),
    );
    expect({ name, report }).toMatchObject({
      name: 'old',
      report: { recognised: { Dense: 1, InputLayer: 1 } },
    });
  });

  test("keeps none of the code of a Lambda, and says that it became a layer of somebody's own", async () => {
    const project = await newProject();
    const code = 'aW1wb3J0IG9z';
    const lambda = {
      module: 'keras.layers',
      class_name: 'Lambda',
      config: { name: 'trick', function: { class_name: '__lambda__', config: { code, defaults: null } } },
    };
    const { architecture, report } = await brought(project, 'l.keras', await zipped(sequential('l', lambda)));
    expect(report.custom).toMatchObject([{ layer: 'trick', type: 'CustomLambda' }]);
    expect(JSON.stringify(await layersOf(project, architecture))).not.toContain(code);
  });
});

const MAKE = `
import sys, keras
from keras import layers
image = keras.Input((8, 8, 1), name='image')
flat = layers.Flatten(name='flat')(layers.Conv2D(4, 3, name='conv')(image))
model = keras.Model(image, layers.Dense(10, name='digit')(flat), name='net')
model.save(sys.argv[1] + '/net.keras')
model.save(sys.argv[1] + '/net.h5')
`;

const MAKE_LEGACY = `
import sys, json, h5py
layers = [{'class_name': 'Dense', 'config': {
    'name': 'dense', 'units': 3, 'batch_input_shape': [None, 4], 'activation': 'relu', 'dtype': 'float32'}}]
with h5py.File(sys.argv[1], 'w') as file:
    file.attrs['keras_version'] = b'2.3.1'
    file.attrs['model_config'] = json.dumps(
        {'class_name': 'Sequential', 'config': {'name': 'old', 'layers': layers}}).encode()
`;

describe('a file that is no network, or means harm', () => {
  let project = '';
  beforeAll(async () => {
    project = await newProject();
    await brought(project, 'kept.json', SMALL, 'Kept');
  });

  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const model = (...layers: object[]) => sequential('model', ...layers);
  const functional = (config: object) => JSON.stringify({ class_name: 'Functional', config });
  const many = { class_name: 'Dense', name: 'd', config: { name: 'd', units: 1 } };
  const pretending = async () => {
    // The archive says that its file is small; what is in it is not.
    const file = await zipped(' '.repeat(100_000_000));
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    for (let at = 0; at + 4 < file.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    return file;
  };
  const files: [string, () => Promise<string | Uint8Array> | string | Uint8Array, string][] = [
    ['nothing', () => '', 'it is empty'],
    [
      'a picture',
      () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe),
      'neither a .keras archive nor .h5',
    ],
    ['other JSON', () => '{"a": 1}', 'no Keras model made of layers'],
    ['a text about a network', () => 'a network of two layers', 'it is no model of Keras'],
    ['half an archive', async () => (await zipped(SMALL)).subarray(0, 60), 'damaged or incomplete'],
    [
      'an archive without its end',
      async () => (await zipped(SMALL)).subarray(0, -10),
      'damaged or incomplete',
    ],
    ['an archive of something else', async () => zipped(SMALL, 'other.json'), 'has no config.json'],
    ['an archive that inflates to 100 MB', async () => zipped(' '.repeat(100_000_000)), 'too large'],
    ['an archive that lies about its size', pretending, 'damaged'],
    ['200 MB of text', () => Buffer.alloc(200_000_000, ' '), 'too large for a configuration'],
    ['a bottomless list', () => nested(1_000_000), 'nests too deep'],
    [
      'a bottomless argument',
      () => model({ ...dense(1, 'a'), config: { units: nested(1) } }).replace('"[]"', nested(500)),
      'nests too deep',
    ],
    ['millions of values', () => `[${'{},'.repeat(9_000_000)}{}]`, 'holds too much'],
    [
      'half an HDF5 file',
      () => Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0),
      'damaged or incomplete',
    ],
    [
      'a call for every byte',
      () => functional({ name: 'f', layers: [{ ...many, inbound_nodes: new Array(1_000_000).fill([]) }] }),
      'more than 50,000',
    ],
    [
      'a layer of 5 MB',
      () => model({ class_name: 'Own', config: { name: 'own', text: 'x'.repeat(5_000_000) } }),
      '"own" holds too much',
    ],
  ];

  test.each(files)('%s is refused in a sentence', async (_what, make, sentence) => {
    const { status, code, message } = await refusal(project, 'file.keras', await make());
    expect({ status, code }).toEqual({ status: 400, code: 'bad-request' });
    expect(message).toMatch(/^file\.keras cannot be imported: .*\.$/);
    expect(message).toContain(sentence);
  });

  test('nothing of it is left behind, and nothing is lost', async () => {
    expect((await architecturesOf(project)).map(({ name }) => name)).toEqual(['Kept']);
    expect(readdirSync(path.join(gateway().data, 'work'))).toEqual([]);
  });

  test('names with quotes, slashes and control characters are names that people and Keras can use', async () => {
    const odd = [
      'x"); import os #',
      'block/conv',
      'a\u0000b\nc',
      '__proto__',
      'constructor',
      '\ud800',
      'n'.repeat(5_000),
    ];
    const { architecture, name, report } = await brought(
      project,
      '../../etc/passwd\n.json',
      sequential('../a\u0000/b', ...odd.map((own) => dense(2, own))),
    );
    const names = (await layersOf(project, architecture)).map((layer) => layer.name);
    expect(name).toBe('.._a__b');
    expect(names).toEqual(
      expect.arrayContaining([
        'x"); import os #',
        'block_conv',
        'a_b_c',
        '__proto__',
        'constructor',
        '_',
        'n'.repeat(200),
      ]),
    );
    expect(report.notices.map(({ layer }) => layer)).toContain('block_conv');
    const { code } = await ask<{ code: string }>(
      gateway().url,
      `/projects/${project}/architectures/${architecture}/code`,
    );
    const file = path.join(folder, 'odd.py');
    await writeFile(file, code);
    await run(python, ['-m', 'py_compile', file]);
    expect(code).toContain(`name='x"); import os #'`);
  });

  test('keys and types that mean something to JavaScript mean nothing here', async () => {
    const layers = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'class', '1', ''].map(
      (type, index) =>
        `{"class_name":"${type}","config":{"name":"l${String(index)}","__proto__":{"units":1},"constructor":2}}`,
    );
    const text = `{"class_name":"Sequential","config":{"name":"odd","__proto__":{"layers":[]},"layers":[${layers.join(',')}]}}`;
    const { architecture, report } = await brought(project, 'odd.json', text);
    expect(report.custom.length).toBe(7);
    const made = await layersOf(project, architecture);
    for (const { args } of made) expect(Object.keys(args)).toEqual(['constructor']);
    expect(({} as { units?: unknown }).units).toBeUndefined();
  });

  test('values of the wrong kind make layers with problems, not failures', async () => {
    const wrong = [true, 'many', [1], { a: 1 }, -1, null].map((units, index) => ({
      ...dense(1, `d${String(index)}`),
      config: { name: `d${String(index)}`, units, activation: 7, kernel_initializer: [{}], dtype: [] },
    }));
    const text = model(...wrong).replaceAll('null,"activation"', '1e999,"activation"');
    const { architecture } = await brought(project, 'wrong.json', text);
    expect((await layersOf(project, architecture)).length).toBe(1 + wrong.length);
  });
});

describe('an architecture as a file', () => {
  let project = '';
  let small = '';
  beforeAll(async () => {
    project = await newProject();
    small = (await brought(project, 'small.json', SMALL, 'Small "net"')).architecture;
  });

  const exported = async (architecture: string, format: string) =>
    fetch(
      `${gateway().url}/api/v1/projects/${project}/architectures/${architecture}/export?format=${format}`,
    );
  const loaded = async (file: string) => {
    const { stdout } = await run(python, ['-c', LOAD, file], {
      env: { ...process.env, KERAS_BACKEND: 'jax' },
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
  };

  test.each(['keras', 'json', 'py'])('is %s that plain Keras takes', async (format) => {
    const answer = await exported(small, format);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Small/);
    const file = path.join(folder, `small.${format}`);
    await writeFile(file, Buffer.from(await answer.arrayBuffer()));
    expect(await loaded(file)).toEqual({ layers: ['hidden', 'digit'], params: 58 });
  });

  test('imported again is the same network', async () => {
    const text = await (await exported(small, 'json')).text();
    const { architecture, report } = await brought(project, 'again.json', text, 'Again');
    expect(report).toEqual({ recognised: { Dense: 2, InputLayer: 1 }, custom: [], notices: [] });
    const plain = (layers: Awaited<ReturnType<typeof layersOf>>) =>
      layers
        .map(({ name, type, args }) => ({ name, type, args }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(plain(await layersOf(project, architecture))).toEqual(plain(await layersOf(project, small)));
  });

  test('of a past commit is what it was then', async () => {
    const { commits } = await ask<{ commits: { hash: string }[] }>(
      gateway().url,
      `/projects/${project}/history?limit=1`,
    );
    const then = encodeURIComponent(commits[0]?.hash ?? '');
    const { connection, client } = await joined(gateway().url, project);
    client.open(small);
    await until(client, () => client.isOpen(small));
    const hidden = childrenOf(client.view, small, 'Layer').find(({ name }) => name === 'hidden');
    const renamed = { id: hidden?.id ?? '', path: ['name'], value: 'renamed' } as const;
    await done(client.run({ type: 'assign', values: [{ ...renamed, path: ['name'] }] }));
    expect(await (await exported(small, 'py')).text()).toContain('name="renamed"');
    expect(await (await exported(small, `py&commit=${then}`)).text()).toContain('name="hidden"');
    await done(client.run({ type: 'assign', values: [{ ...renamed, path: ['name'], value: 'hidden' }] }));
    connection.close();
    expect((await exported(small, 'py&commit=yesterday')).status).toBe(400);
    expect((await exported(small, `py&commit=%23${'0'.repeat(40)}`)).status).toBe(404);
  });

  test('is refused with its problems while it has some', async () => {
    const { architecture } = await brought(project, 'bad.json', sequential('bad', dense(-1, 'hidden')));
    const answer = await exported(architecture, 'keras');
    const { error } = (await answer.json()) as {
      error: { message: string; problems: { message: string }[] };
    };
    expect(answer.status).toBe(422);
    expect(error.message).toContain('before its problems are solved');
    expect(error.problems[0]?.message).toContain('hidden');
  });

  test('is refused in the words of Keras, which name the layer, where only Keras finds fault', async () => {
    const own = { class_name: 'Unheard', config: { name: 'mystery', size: 3 } };
    const { architecture } = await brought(project, 'own.json', sequential('own', dense(2, 'hidden'), own));
    const answer = await exported(architecture, 'keras');
    const { error } = (await answer.json()) as { error: { message: string; problems: { at: string }[] } };
    expect(answer.status).toBe(422);
    expect(error.message).toMatch(/Unheard/);
    expect(await readdir(path.join(gateway().data, 'work'))).toEqual([]);
  });

  test.each(['', 'png', 'h5'])('of no format that is known (%j) is refused', async (format) => {
    expect((await exported(small, format)).status).toBe(400);
  });

  test('that does not exist is not found', async () => {
    expect((await exported('00000000-0000-4000-8000-000000000000', 'py')).status).toBe(404);
  });
});

const LOAD = `
import sys, json, runpy, keras
file = sys.argv[1]
if file.endswith('.keras'): model = keras.models.load_model(file)
elif file.endswith('.json'): model = keras.models.model_from_json(open(file).read())
else: model = runpy.run_path(file)['build_model']()
print(json.dumps({'layers': [layer.name for layer in model.layers], 'params': model.count_params()}))
`;
