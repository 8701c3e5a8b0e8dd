import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { graphOf } from '../../../src/domain/architecture/graph.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { modelRecord } from '../../../src/domain/record.ts';
import { imported } from '../../integration/roundtrip/roundTrip.ts';

const FILE = path.join(import.meta.dirname, '../../fixtures/keras/everything.json');
const everything = () => imported(JSON.parse(readFileSync(FILE, 'utf8')));

const lambda = {
  class_name: 'Sequential',
  config: {
    name: 'net',
    layers: [
      { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 4], name: 'x' } },
      {
        module: 'keras.layers',
        class_name: 'Lambda',
        config: { name: 'code', function: { class_name: '__lambda__', config: { code: '4wE=' } } },
      },
    ],
  },
};

describe('an imported network', () => {
  test('is made of records as the metamodel describes them', () => {
    for (const record of everything().records) expect(modelRecord.parse(record)).toEqual(record);
  });

  test('has no problems where Keras has none', () => {
    const { view, architecture } = everything();
    expect(checkArchitecture(view, architecture).problems).toEqual([]);
  });

  test('says of a layer that holds code that it became a custom one, and keeps none of the code', () => {
    const { report, records } = imported(lambda);
    expect(report.custom).toMatchObject([{ layer: 'code', type: 'CustomLambda' }]);
    expect(JSON.stringify(records)).not.toContain('4wE=');
  });

  test('loses nothing where a layer was given None', () => {
    const tensor = { class_name: '__keras_tensor__', config: { keras_history: ['x', 0, 0] } };
    const { report } = imported({
      class_name: 'Functional',
      config: {
        name: 'net',
        layers: [
          { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 4], name: 'x' } },
          {
            module: 'keras.layers',
            class_name: 'BatchNormalization',
            config: { name: 'norm' },
            name: 'norm',
            inbound_nodes: [{ args: [tensor], kwargs: { mask: null } }],
          },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: [['norm', 0, 0]],
      },
    });
    expect(report.notices).toEqual([]);
  });

  test('keeps its inferences while nothing changes', () => {
    const { view, architecture } = everything();
    const before = checkArchitecture(view, architecture);
    const after = checkArchitecture(view, architecture, before);
    const own = [...after.inference.layers].filter(([, { layer }]) => layer.shares === undefined);
    for (const [id, result] of own) expect(result).toBe(before.inference.layers.get(id));
  });
});

test.each([
  ['is not finite', [1, null]],
  ['is no number', [1, 'import os']],
  ['is a list of another length', [[1, 2], [3]]],
])('an array in which something %s is left out, and the report says so', (_what, value) => {
  const x = { class_name: '__keras_tensor__', config: { shape: [null, 2], keras_history: ['x', 0, 0] } };
  const array = { class_name: '__numpy__', config: { value, dtype: 'float32' } };
  const input = { batch_shape: [null, 2], name: 'x' };
  const layers = [
    { module: 'keras.layers', class_name: 'InputLayer', name: 'x', config: input, inbound_nodes: [] },
    {
      module: 'keras.src.ops.numpy',
      class_name: 'Add',
      name: 'add',
      config: { name: 'add' },
      inbound_nodes: [{ args: [x, array], kwargs: {} }],
    },
  ];
  const config = { name: 'net', layers, input_layers: ['x', 0, 0], output_layers: ['add', 0, 0] };
  const { report, view, architecture } = imported({ class_name: 'Functional', config });
  expect(report.notices).toEqual([
    { layer: 'add', message: 'x2 is left out: it was given an array when the layer was called' },
  ]);
  expect(checkArchitecture(view, architecture).problems).toMatchObject([{ code: 'input-missing' }]);
});

/** A network of layers of Keras and of operations, as Keras writes it; each takes what its name is given here. */
const entry = (
  class_name: string,
  name: string,
  config: object = {},
  ...calls: readonly { readonly args: readonly unknown[]; readonly kwargs?: object }[]
) => ({
  module: class_name in OPERATIONS ? 'keras.src.ops.numpy' : 'keras.layers',
  ...{ class_name, name, config: { name, ...config } },
  inbound_nodes: calls.map((call) => ({ kwargs: {}, ...call })),
});
const OPERATIONS = { Multiply: true, NotEqual: true, LogicalAnd: true };
const tensor = (layer: string, output = 0) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 4], keras_history: [layer, 0, output] },
});
const network = (output: string, ...layers: readonly object[]) => ({
  class_name: 'Functional',
  config: { name: 'net', layers, input_layers: [['x', 0, 0]], output_layers: [[output, 0, 0]] },
});

test.each([
  [NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%d, a number that JSON does not have, is kept, and has no fault by itself', (number, word) => {
  const x = entry('InputLayer', 'x', { batch_shape: [null, 3, 4] });
  const operation = entry('Multiply', 'scaled', {}, { args: [tensor('x'), number] });
  const clipped = entry('Masking', 'clipped', { mask_value: number }, { args: [tensor('scaled')] });
  const initializer = { module: 'keras.initializers', class_name: 'Constant', config: { value: number } };
  const drawn = entry(
    'Dense',
    'dense',
    { units: 2, kernel_initializer: initializer },
    { args: [tensor('clipped')] },
  );
  const { report, view, architecture } = imported(network('dense', x, operation, clipped, drawn));
  expect(report.notices).toEqual([]);
  const { problems, results } = checkArchitecture(view, architecture);
  expect(problems).toEqual([]);
  expect([...results.values()].at(-1)?.inference).toMatchObject({ outputs: [{ shape: [null, 3, 2] }] });
  const { code } = generateKeras(view, architecture);
  expect(code.split(`float("${word}")`)).toHaveLength(4);
});

test("tables of somebody's own are no functions, layers or numbers", () => {
  const options = { function: 'f', layer: [1], number: 'one', of: { number: 'inf', args: null } };
  const own = {
    ...entry('Odd', 'odd', { options, function: 'relu' }, { args: [tensor('x')] }),
    module: 'my',
  };
  const { view, architecture } = imported(
    network('odd', entry('InputLayer', 'x', { batch_shape: [null, 4] }), own),
  );
  expect(generateKeras(view, architecture).code).toContain(
    '"options": {"function": "f", "layer": [1], "number": "one", "of": {"number": "inf", "args": None}}'.slice(
      11,
    ),
  );
});

test('what is computed in fewer bits is left out with a notice', () => {
  const config = { mode: 'int8', source_name: 'bfloat16' };
  const dtype = { module: 'keras.dtype_policies', class_name: 'QuantizedDTypePolicy', config };
  const dense = entry('Dense', 'dense', { units: 2, dtype }, { args: [tensor('x')] });
  const { report, records } = imported(
    network('dense', entry('InputLayer', 'x', { batch_shape: [null, 4] }), dense),
  );
  expect(report.notices).toEqual([
    { layer: 'dense', message: 'dtype: it is quantized to int8, which is left out' },
  ]);
  expect(records).toContainEqual(
    expect.objectContaining({ name: 'dense', args: { units: 2, dtype: 'bfloat16' } }),
  );
});

test('masks that are given together are all kept, also those that Keras could compute', () => {
  const config = network(
    'joined',
    entry('InputLayer', 'x', { batch_shape: [null, 4] }),
    entry('InputLayer', 'own', { batch_shape: [null, 4], dtype: 'bool' }),
    entry('Embedding', 'words', { input_dim: 9, output_dim: 3, mask_zero: true }, { args: [tensor('x')] }),
    entry('NotEqual', 'derived', {}, { args: [tensor('x'), 0] }),
    entry(
      'Concatenate',
      'joined',
      {},
      {
        args: [[tensor('words'), tensor('words')]],
        kwargs: { mask: [tensor('derived'), tensor('own')] },
      },
    ),
  );
  const { records, report } = imported(config);
  const named = new Map(records.map((record) => [record.id, 'name' in record ? record.name : '']));
  const joined = records.flatMap((record) =>
    record.concept === 'Connection' && named.get(record.target) === 'joined'
      ? [`${named.get(record.source) ?? ''} > ${record.targetPort}`]
      : [],
  );
  expect(joined).toEqual(['words > inputs', 'words > inputs', 'derived > mask', 'own > mask']);
  expect(report).toMatchObject({ custom: [], notices: [] });
});

test.each(['as Keras 3 counts them', 'as Keras 2 counts them'])(
  'the calls of a nested model are told apart among the outputs and inputs of others, %s',
  (counting) => {
    const isLegacy = counting.includes('2');
    const module = isLegacy ? {} : { module: 'keras.src.models.functional' };
    const input = (name: string) => ({
      ...(isLegacy ? {} : { module: 'keras.layers' }),
      ...{ class_name: 'InputLayer', name, config: { batch_shape: [null, 4], name }, inbound_nodes: [] },
    });
    const inner = {
      ...{ name: 'inner', layers: [input('x')] },
      ...{ input_layers: [['x', 0, 0]], output_layers: [['x', 0, 0]] },
    };
    const call = (layer: string, node: number) => {
      const tensor = { class_name: '__keras_tensor__', config: { keras_history: [layer, node, 0] } };
      return isLegacy
        ? [[layer, layer === 'inner' ? node + 1 : node, 0, {}]]
        : { args: [tensor], kwargs: {} };
    };
    const { view, architecture } = imported({
      ...module,
      class_name: 'Functional',
      config: {
        name: 'outer',
        layers: [
          input('a'),
          {
            ...module,
            class_name: 'Functional',
            name: 'inner',
            config: inner,
            inbound_nodes: [call('a', 0), call('inner', 0)],
          },
        ],
        input_layers: [['a', 0, 0]],
        output_layers: [
          ['inner', 2, 0],
          ['inner', 1, 0],
        ],
      },
    });
    const { outputs, incoming } = graphOf(view, architecture);
    expect(outputs.map(({ layer }) => layer.name)).toEqual(['inner_2', 'inner']);
    const [again] = outputs;
    expect(incoming.get(again?.layer.id ?? '')?.map(({ source }) => source)).toEqual([outputs[1]?.layer.id]);
  },
);

test('a name that looks like code is a name', () => {
  const name = 'x"); import os #';
  const { view, architecture } = imported({
    class_name: 'Sequential',
    config: {
      name,
      layers: [
        { class_name: 'InputLayer', config: { batch_shape: [null, 4], name: 'x' } },
        { class_name: 'Dense', config: { units: 2, name } },
      ],
    },
  });
  expect(generateKeras(view, architecture).code).toContain(`layers.Dense(2, name='x"); import os #')`);
});
