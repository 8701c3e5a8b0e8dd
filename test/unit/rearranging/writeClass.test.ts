import { expect, test } from 'vitest';
import type { CodeRecord } from '../../../meta/index.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { customLayersOf } from '../../../src/domain/customLayers/index.ts';
import { wantsClass, writeClass } from '../../../src/domain/rearranging/writeClass.ts';
import { childrenOf, find, type ProjectState } from '../../../src/domain/state.ts';
import { inserted } from '../../doubles/insertion.ts';
import { drawnAs, layerIn, projectOf } from '../../doubles/networks.ts';

const image = { type: 'InputLayer', args: { shape: [8, 8, 3] } } as const;

let made = 0;
const newId = () => `made-${String((made += 1))}`;

/** Writes the class of a layer of `Main` as the editor does, with one command. */
function written(view: ProjectState, name: string) {
  const writing = writeClass(view, layerIn('Main', name), newId);
  if (!writing.ok) throw new Error(writing.reason);
  const done = inserted(view, writing);
  return { ...done, module: view.get(writing.module) as CodeRecord, lost: writing.lost };
}

const layerNamed = (view: ProjectState, name: string) =>
  childrenOf(view, 'Main', 'Layer').find((layer) => layer.name === name);
const codes = (view: ProjectState) => checkArchitecture(view, 'Main').problems.map(({ code }) => code);

test.each(['Lambda', 'CustomLambda'])('a %s becomes a layer of a class that is named after it', (type) => {
  const view = projectOf({
    Main: {
      image,
      double_it: { type, from: ['image'], note: 'x * 2' },
      head: { type: 'Flatten', from: ['double_it'] },
    },
  });
  const before = drawnAs(view, 'Main');
  const { module, message, lost, undo } = written(view, 'double_it');
  expect(module).toMatchObject({ name: 'double_it', parent: 'project' });
  expect(module.code).toContain('class DoubleIt(keras.layers.Layer):');
  expect(module.code).toContain('raise NotImplementedError("What DoubleIt computes is still to be written');
  expect(layerNamed(view, 'double_it')).toMatchObject({ type: 'DoubleIt', note: 'x * 2' });
  expect(drawnAs(view, 'Main')).toEqual(before);
  expect(message).toBe(`Replaced double_it (${type}) by double_it (DoubleIt)`);
  expect([customLayersOf(view).problems, codes(view), lost]).toEqual([[], [], []]);
  expect(generateKeras(view, 'Main').code).toContain('DoubleIt(name="double_it")(image)');
  undo();
  expect(view.get(module.id)).toBeUndefined();
  expect(layerNamed(view, 'double_it')?.type).toBe(type);
  expect(drawnAs(view, 'Main')).toEqual(before);
});

test('what takes several tensors is told them apart', () => {
  const view = projectOf({
    Main: { image, other: image, mix: { type: 'CustomLambda', from: ['image', 'other'] } },
  });
  expect(written(view, 'mix').module.code).toContain('        x1, x2 = inputs\n');
  expect(drawnAs(view, 'Main')).toContain('mix <- image, other');
  expect(codes(view)).toEqual([]);
});

test('a class that is missing is written for all layers of it, with their arguments', () => {
  const args = { size: 16, mode: 'a "quoted" one', windows: [2, 4], dtype: 'float16', 'x"); import os #': 1 };
  const view = projectOf({
    Main: {
      image,
      first: { type: 'PatchEmbed', args, from: ['image'] },
      second: { type: 'PatchEmbed', args: { size: 8 }, from: ['image'] },
    },
  });
  expect(codes(view)).toEqual(['class-missing', 'class-missing']);
  const { module } = written(view, 'first');
  expect(module.name).toBe('patch_embed');
  expect(module.code).toContain(
    'def __init__(self, size=16, mode=\'a "quoted" one\', windows=(2, 4), **kwargs):',
  );
  expect(module.code).toContain('"windows": self.windows}');
  expect(module.code).not.toContain('import os');
  const [layer] = customLayersOf(view).layers;
  expect(layer?.type.arguments.map(({ name }) => name).slice(0, 3)).toEqual(['size', 'mode', 'windows']);
  expect(codes(view)).not.toContain('class-missing');
  expect(find(view, 'Layer', layerIn('Main', 'first'))?.type).toBe('PatchEmbed');
});

test('names that Keras, Python or the project have are not taken again', () => {
  const view = projectOf({
    Main: { image, dense: { type: 'Lambda', from: ['image'] }, 'json!': { type: 'Lambda', from: ['image'] } },
  });
  expect(written(view, 'dense').module.code).toContain('class OwnDense(');
  const { module } = written(view, 'json!');
  expect(module.name).toBe('json_layer');
  expect(module.code).toContain('class Json(');
});

test('only what nobody knows without its class wants one', () => {
  const view = projectOf({
    Inner: { image },
    Main: {
      image,
      code: { type: 'Lambda', from: ['image'] },
      missing: { type: 'PatchEmbed', from: ['image'] },
      again: { type: 'PatchEmbed', shares: 'missing', from: ['image'] },
      sum: { type: 'ops.Add', from: { x1: ['image'] } },
      block: { type: 'Block', block: 'Inner' },
      empty: { type: 'Sequential', from: ['image'] },
    },
  });
  const wanting = childrenOf(view, 'Main', 'Layer').filter((layer) => wantsClass(view, layer));
  expect(wanting.map(({ name }) => name)).toEqual(['code', 'missing']);
  written(view, 'missing');
  expect(wantsClass(view, layerNamed(view, 'missing')!)).toBe(false);
});
