import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
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
