import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../meta/json.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { importKeras } from '../../../src/domain/import/keras.ts';
import { blank } from '../../../src/domain/state.ts';
import { NETWORK, PROJECT, projectWith } from './modules.ts';

/* Layers of the project on their way to code, and from files of Keras. */

const SCALE =
  'class Scale(layers.Layer):\n    def __init__(self, by: float = 2.0, **kwargs): pass\n    def call(self, x): pass';
const DENSE = 'class Dense(layers.Dense):\n    pass';

function codeOf(
  modules: Readonly<Record<string, string>>,
  type: string,
  args: Readonly<Record<string, Json>> = {},
) {
  const view = projectWith(
    modules,
    blank('Layer', { id: 'in', parent: NETWORK, name: 'in', type: 'InputLayer', args: { shape: [5, 8] } }),
    blank('Layer', { id: 'own', parent: NETWORK, name: 'own', type, args }),
    blank('Connection', {
      ...{ id: 'edge', parent: NETWORK, source: 'in', sourcePort: '0', target: 'own' },
      targetPort: type === 'RNN' ? 'sequences' : type === 'Scale' ? 'x' : 'inputs',
    }),
  );
  return generateKeras(view, NETWORK).code;
}

describe('the code of a network', () => {
  test('imports a layer of the project from its module, and leaves out its defaults', () => {
    const code = codeOf({ my_layers: SCALE }, 'Scale', { by: 2 });
    expect(code).toContain('from my_layers import Scale\n');
    expect(code).toContain('Scale(name="own")(');
  });

  test('writes its arguments as their hints say', () => {
    expect(codeOf({ my_layers: SCALE }, 'Scale', { by: 3 })).toContain('Scale(by=3.0, name="own")(');
  });

  test('keeps a namesake of a layer of Keras apart from it', () => {
    const code = codeOf({ mine: DENSE }, 'mine.Dense', { units: 4 });
    expect(code).toMatch(/^import mine$|^from mine import Dense/m);
    expect(code).not.toContain('layers.Dense(');
  });

  test('imports what a layer of Keras holds', () => {
    const layer = { layer: 'Scale', args: { by: 3 } };
    const code = codeOf({ my_layers: SCALE }, 'TimeDistributed', { layer });
    expect(code).toContain('from my_layers import Scale\n');
    expect(code).toContain('layers.TimeDistributed(Scale(by=3.0), name="own")(');
  });

  test('imports no module that it does not need', () => {
    expect(codeOf({ my_layers: SCALE, mine: DENSE }, 'Dense', { units: 4 })).not.toContain('my_layers');
  });
});

describe('a file of Keras', () => {
  const fileWith = (className: string, registered: string | null) => ({
    class_name: 'Sequential',
    config: {
      name: 'net',
      layers: [
        { class_name: 'InputLayer', config: { batch_shape: [null, 8], name: 'x' } },
        {
          module: registered === null ? 'my_layers' : null,
          class_name: className,
          config: { name: 'own', trainable: true, dtype: 'float32', by: 3 },
          registered_name: registered,
        },
      ],
    },
  });
  const imported = (file: unknown, modules: Readonly<Record<string, string>>) => {
    const view = projectWith(modules);
    const found = importKeras(file, { project: PROJECT, newId: randomUUID, view });
    const layer = found?.records.find((record) => record.concept === 'Layer' && record.name === 'own');
    return { layer, custom: found?.report.custom };
  };

  test.each([null, 'my_layers>Scale', 'Custom>Scale'])(
    'with a layer that the project has is one of it (registered as %s)',
    (registered) => {
      const { layer, custom } = imported(fileWith('Scale', registered), { my_layers: SCALE });
      expect(layer).toMatchObject({ type: 'Scale', args: { by: 3 } });
      expect(custom).toEqual([]);
    },
  );

  test('with a layer that nobody has says so', () => {
    const { layer, custom } = imported(fileWith('Scale', null), {});
    expect(layer).toMatchObject({ type: 'Scale' });
    expect(custom).toMatchObject([{ layer: 'own', type: 'Scale' }]);
  });
});
