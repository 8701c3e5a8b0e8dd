import { describe, expect, test } from 'vitest';
import { inferNetwork, type NetworkLayer } from '../../../src/domain/shapes/index.ts';
import { layer } from './network.ts';

const image = layer('image', 'InputLayer', { shape: [28, 28, 1] });
const convolution = layer('conv', 'Conv2D', { filters: 8, kernel_size: 3 }, 'image');

/** Input, a chain of dense layers, and so a network of any length. */
function chain(length: number, units = 4): NetworkLayer[] {
  const layers = [layer('layer_0', 'InputLayer', { shape: [4] })];
  for (let i = 1; i < length; i++) layers.push(layer(`layer_${i}`, 'Dense', { units }, `layer_${i - 1}`));
  return layers;
}

const messages = (layers: readonly NetworkLayer[]) =>
  inferNetwork(layers).problems.map(({ message }) => message);

describe('problems name the layer, what was expected, and who gives what', () => {
  test('inputs that disagree', () => {
    const pool = layer('pool_2', 'MaxPooling2D', { pool_size: 3 }, 'image');
    const joined = layer('concat_3', 'Concatenate', {}, 'conv', 'pool_2');
    expect(messages([image, convolution, pool, joined])).toEqual([
      'concat_3: inputs must agree except along axis -1; conv gives (None, 26, 26, 8), pool_2 gives (None, 9, 9, 1)',
    ]);
  });

  test('an edge is named by its place among the inputs', () => {
    const dense = layer('dense', 'Dense', { units: 2 }, 'conv');
    const sum = layer('sum', 'Add', {}, 'conv', 'dense');
    expect(inferNetwork([image, convolution, dense, sum]).problems).toMatchObject([
      { layer: 'sum', code: 'inputs-disagree', edges: [0, 1] },
    ]);
  });

  test('an argument', () => {
    expect(messages([image, layer('conv', 'Conv2D', { filters: 0, kernel_size: 3 }, 'image')])).toEqual([
      'conv: filters must be a positive number; it is 0',
    ]);
  });

  test('an input that is not connected', () => {
    expect(messages([layer('dense', 'Dense', { units: 1 })])).toEqual(['dense: its input is not connected']);
  });

  test('two layers of one name', () => {
    expect(messages([image, { ...image, id: 'other' }])).toEqual([
      'image: another layer is called "image"; names must differ',
    ]);
  });
});

describe('a graph that is not whole is reported, never thrown', () => {
  test('an edge from a layer that was deleted', () => {
    expect(inferNetwork([convolution]).problems).toMatchObject([{ code: 'edge-dangling', edges: [0] }]);
  });

  test('a circle, while the rest is still inferred', () => {
    const a = layer('a', 'Dense', { units: 1 }, 'b');
    const b = layer('b', 'Dense', { units: 1 }, 'a');
    const { problems, layers } = inferNetwork([a, b, image, convolution]);
    expect(problems.map(({ code, layer: id }) => `${id} ${code}`)).toEqual(['a cycle', 'b cycle']);
    expect(layers.get('conv')?.inference.status).toBe('known');
  });

  test('an output that a layer does not have', () => {
    const state = {
      ...layer('dense', 'Dense', { units: 1 }),
      inputs: [{ layer: 'image', output: 1, port: 'inputs' }],
    };
    expect(messages([image, state])).toEqual(['dense: image has no output 1; it has 1']);
  });

  test('what comes after a mistake is unknown, not a mistake too', () => {
    const wrong = layer('wrong', 'Conv2D', { filters: 8, kernel_size: 30 }, 'image');
    const { problems, totals, layers } = inferNetwork([image, wrong, layer('after', 'Flatten', {}, 'wrong')]);
    expect(problems).toHaveLength(1);
    expect(layers.get('after')?.inference.status).toBe('unknown');
    expect(totals.params.isComplete).toBe(false);
  });
});

describe('totals', () => {
  test('add up what is known', () => {
    expect(inferNetwork([image, convolution]).totals).toEqual({
      params: { value: 80, isComplete: true },
      trainable: { value: 80, isComplete: true },
      macs: { value: 26 * 26 * 9 * 8, isComplete: true },
      activationBytes: { value: 28 * 28 * 4 + 26 * 26 * 8 * 4, isComplete: true },
    });
  });

  test('count a layer that is called twice once', () => {
    const [input, dense] = chain(2) as [NetworkLayer, NetworkLayer];
    const again = { ...layer('again', 'Dense', {}, 'layer_1'), shares: 'layer_1' };
    const { totals, layers } = inferNetwork([input, dense, again]);
    expect(totals.params.value).toBe(20);
    expect(layers.get('again')?.inference).toMatchObject({ status: 'known', params: { total: 20 } });
  });

  test('say when they are not complete', () => {
    const unknown = layer('lambda', 'Lambda', { function: 'f' }, 'image');
    expect(inferNetwork([image, unknown]).totals.params).toEqual({ value: 0, isComplete: false });
  });
});

describe('after an edit only what it changes is inferred again', () => {
  const layers = chain(100);

  test('a layer keeps its very inference where nothing before it changed', () => {
    const before = inferNetwork(layers);
    const edited = layers.with(50, layer('layer_50', 'Dense', { units: 7 }, 'layer_49'));
    const after = inferNetwork(edited, before);
    const isSame = (id: string) => after.layers.get(id) === before.layers.get(id);
    expect([isSame('layer_49'), isSame('layer_50'), isSame('layer_51'), isSame('layer_52')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(after.totals.params.value).toBe(before.totals.params.value + 4 * 3 + 3 + 3 * 4);
  });

  test('the result is the same as from nothing', () => {
    const before = inferNetwork(layers);
    const edited = layers.toSpliced(30, 1);
    const rest = (result: ReturnType<typeof inferNetwork>) => ({
      ...result,
      layers: [...result.layers.keys()],
    });
    expect(rest(inferNetwork(edited, before))).toEqual(rest(inferNetwork(edited)));
  });

  test('a problem goes when the name it mentions changes back', () => {
    const twice = [image, { ...image, id: 'other' }];
    const renamed = [image, { ...image, id: 'other', name: 'other' }];
    expect(inferNetwork(renamed, inferNetwork(twice)).problems).toEqual([]);
  });
});
