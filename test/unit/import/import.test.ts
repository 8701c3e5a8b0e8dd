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
