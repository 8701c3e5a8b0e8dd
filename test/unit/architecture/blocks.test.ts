import { expect, test } from 'vitest';
import { callAgain } from '../../../src/domain/architecture/blocks/callAgain.ts';
import { dissolveBlock } from '../../../src/domain/architecture/blocks/dissolveBlock.ts';
import { insertBlock, possibleBlocks } from '../../../src/domain/architecture/blocks/insertBlock.ts';
import { blockNameFor, makeBlock } from '../../../src/domain/architecture/blocks/makeBlock.ts';
import type { Making } from '../../../src/domain/architecture/blocks/making.ts';
import { faultOfRepeating } from '../../../src/domain/architecture/blocks/repeating.ts';
import { usesOf } from '../../../src/domain/architecture/blocks/usedIn.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { decide } from '../../../src/domain/decide.ts';
import { childrenOf, find, type ProjectState } from '../../../src/domain/state.ts';
import { inserted } from '../../doubles/insertion.ts';
import { drawnAs, layerIn, projectOf, type DrawnNetwork } from '../../doubles/networks.ts';

/** x splits into a convolution and a skip; both meet in an addition, which a head follows. */
const RESIDUAL: DrawnNetwork = {
  image: { type: 'InputLayer', args: { shape: [8, 8, 4] } },
  res_conv: { type: 'Conv2D', args: { filters: 4, kernel_size: 3, padding: 'same' }, from: ['image'] },
  res_norm: { type: 'BatchNormalization', from: ['res_conv'] },
  res_add: { type: 'Add', from: ['res_norm', 'image'] },
  head: { type: 'Dense', args: { units: 2 }, from: ['res_add'] },
};

let counter = 0;
const newId = () => `new-${String((counter += 1))}`;
const ids = (...names: string[]) => new Set(names.map((name) => layerIn('Main', name)));
const make = (view: ProjectState, name: string, ...layers: string[]) =>
  makeBlock(view, { architecture: 'Main', selection: ids(...layers), name }, newId);

function done(view: ProjectState, making: Making) {
  if (!making.ok) throw new Error(making.reason);
  return { making, ...inserted(view, making) };
}

const reasonOf = (making: Making) => (making.ok ? undefined : making.reason);
const architectureNamed = (view: ProjectState, name: string) =>
  childrenOf(view, 'project', 'Architecture').find((one) => one.name === name)?.id ?? '';
const layerNamed = (view: ProjectState, name: string) =>
  childrenOf(view, 'Main', 'Layer').find((one) => one.name === name)?.id ?? '';
const facts = (view: ProjectState) => {
  const { totals, problems } = checkArchitecture(view, 'Main');
  return { params: totals.params, macs: totals.macs, problems: problems.map(({ message }) => message) };
};

test('what comes in twice is one input, and the layers keep what Keras calls them', () => {
  const view = projectOf({ Main: RESIDUAL });
  const before = facts(view);
  done(view, make(view, 'res', 'res_conv', 'res_norm', 'res_add'));
  expect(drawnAs(view, 'Main')).toEqual(['head <- res', 'image <- ', 'res <- image']);
  expect(drawnAs(view, architectureNamed(view, 'res'))).toEqual([
    'add <- norm, x',
    'conv <- x',
    'norm <- conv',
    'x <- ',
  ]);
  expect(facts(view)).toEqual(before);
  expect(generateKeras(view, 'Main').code).toContain('f"{name}_conv"');
});

test('the input of a block takes the shape that comes in here, so that the block is right by itself', () => {
  const view = projectOf({ Main: RESIDUAL });
  done(view, make(view, 'res', 'res_conv', 'res_norm', 'res_add'));
  expect(checkArchitecture(view, architectureNamed(view, 'res')).problems).toEqual([]);
});

test('one undo takes a block back', () => {
  const view = projectOf({ Main: RESIDUAL });
  const before = drawnAs(view, 'Main');
  const { undo, message } = done(view, make(view, 'res', 'res_conv', 'res_norm', 'res_add'));
  expect(message).toBe('Replaced 3 layers by res (Block)');
  undo();
  expect(drawnAs(view, 'Main')).toEqual(before);
  expect(architectureNamed(view, 'res')).toBe('');
});

test('dissolving a block gives back what was there', () => {
  const view = projectOf({ Main: RESIDUAL });
  const before = { drawing: drawnAs(view, 'Main'), facts: facts(view) };
  done(view, make(view, 'res', 'res_conv', 'res_norm', 'res_add'));
  done(view, dissolveBlock(view, layerNamed(view, 'res'), newId));
  expect({ drawing: drawnAs(view, 'Main'), facts: facts(view) }).toEqual(before);
});

test('values that leave a block are its outputs, in the order in which the layers make them', () => {
  const view = projectOf({
    Main: {
      x: { type: 'InputLayer', args: { shape: [5, 3] } },
      lstm: { type: 'LSTM', args: { units: 2, return_state: true }, from: { sequences: ['x'] } },
      dense: { type: 'Dense', args: { units: 2 }, from: ['lstm'] },
      last: { type: 'Add', from: ['dense', 'lstm:2'] },
      state: { type: 'ReLU', from: ['lstm:2'] },
    },
  });
  done(view, make(view, 'recurrent', 'lstm', 'dense'));
  expect(drawnAs(view, 'Main')).toEqual([
    'last <- recurrent.1, recurrent',
    'recurrent <- x',
    'state <- recurrent',
    'x <- ',
  ]);
  expect(facts(view).problems).toEqual([]);
});

test('an output of the network stays one, where it stood', () => {
  const view = projectOf({
    Main: {
      x: { type: 'InputLayer', args: { shape: [3] } },
      a: { type: 'Dense', args: { units: 2 }, from: ['x'], outputOrder: { '0': 'a1' } },
      b: { type: 'Dense', args: { units: 4 }, from: ['a'], outputOrder: { '0': 'a0' } },
    },
  });
  const outputs = () =>
    generateKeras(view, 'Main')
      .code.split('\n')
      .filter((line) => line.includes('outputs='));
  done(view, make(view, 'part', 'a', 'b'));
  expect(outputs()).toEqual(['    return keras.Model(inputs=x, outputs=[part_b, part_a], name="Main")']);
  done(view, dissolveBlock(view, layerNamed(view, 'part'), newId));
  expect(outputs()).toEqual(['    return keras.Model(inputs=x, outputs=[part_b, part_a], name="Main")']);
});

test.each<[string, string[], string]>([
  ['nothing', [], 'Select the layers that the block is to hold.'],
  [
    'an input of the network',
    ['image', 'res_conv'],
    'image is an input of the network, which no block can hold. Leave it out of the selection.',
  ],
  [
    'what a path leaves and comes back to',
    ['res_conv', 'res_add'],
    'A path leaves the selection and comes back to res_add over res_norm. Select res_norm as well.',
  ],
])('no block can be made of %s', (_, layers, reason) => {
  expect(reasonOf(make(projectOf({ Main: RESIDUAL }), 'block', ...layers))).toBe(reason);
});

const SHARING: DrawnNetwork = {
  a: { type: 'InputLayer', args: { shape: [3] } },
  dense: { type: 'Dense', args: { units: 3 }, from: ['a'] },
  again: { type: 'Dense', shares: 'dense', from: ['dense'] },
};

test('shared weights stay on one side of the wall', () => {
  const view = projectOf({ Main: SHARING });
  expect(reasonOf(make(view, 'block', 'again'))).toBe(
    'again uses the weights of dense. Select dense as well.',
  );
  expect(reasonOf(make(view, 'block', 'dense'))).toBe(
    'again uses the weights of dense. Select again as well.',
  );
  done(view, make(view, 'twice', 'dense', 'again'));
  expect(facts(view)).toMatchObject({ params: { value: 12, isComplete: true }, problems: [] });
});

const STEP: DrawnNetwork = {
  x: { type: 'InputLayer', args: { shape: [3] } },
  dense: { type: 'Dense', args: { units: 3 }, from: ['x'] },
};

test('a repeated block is written out when it is dissolved', () => {
  const view = projectOf({
    Step: STEP,
    Main: {
      x: { type: 'InputLayer', args: { shape: [3] } },
      deep: { type: 'Block', block: 'Step', repeat: 3, from: { x: ['x'] } },
      out: { type: 'ReLU', from: ['deep'] },
    },
  });
  const before = facts(view);
  done(view, dissolveBlock(view, layerNamed(view, 'deep'), newId));
  expect(drawnAs(view, 'Main')).toEqual([
    'deep_1_dense <- x',
    'deep_2_dense <- deep_1_dense',
    'deep_3_dense <- deep_2_dense',
    'out <- deep_3_dense',
    'x <- ',
  ]);
  expect(facts(view)).toEqual(before);
});

test('what lies in a block is named freshly where its name is taken', () => {
  const view = projectOf({
    Step: STEP,
    Main: {
      x: { type: 'InputLayer', args: { shape: [3] } },
      block_dense: { type: 'Dense', args: { units: 3 }, from: ['x'] },
      block: { type: 'Block', block: 'Step', from: { x: ['block_dense'] } },
    },
  });
  done(view, dissolveBlock(view, layerNamed(view, 'block'), newId));
  expect(drawnAs(view, 'Main')).toEqual(['block_dense <- x', 'block_dense_2 <- block_dense', 'x <- ']);
});

test('a block is repeated only when it can take what it gives', () => {
  const view = projectOf({
    Step: STEP,
    Split: { ...STEP, other: { type: 'Dense', args: { units: 1 }, from: ['x'] } },
    Main: {
      one: { type: 'Block', block: 'Step' },
      two: { type: 'Block', block: 'Split' },
      model: { type: 'Functional', block: 'Step' },
    },
  });
  const fault = (name: string) => {
    const layer = find(view, 'Layer', layerIn('Main', name));
    return layer && faultOfRepeating(view, layer);
  };
  expect(fault('one')).toBeUndefined();
  expect(fault('two')).toBe('two gives 2 values and takes 1, so it cannot be applied to what it gave.');
  expect(fault('model')).toBe('model is no block: only a block can be repeated.');
});

test('repeating what cannot take what it gives is refused, and what came to be so is a problem', () => {
  const other = { type: 'Dense', args: { units: 3 }, from: ['x'] };
  const view = projectOf({
    Step: { ...STEP, other },
    Main: {
      x: { type: 'InputLayer', args: { shape: [3] } },
      step: { type: 'Block', block: 'Step', from: { x: ['x'] } },
    },
  });
  const repeat = (times: number) =>
    decide(view, {
      type: 'assign',
      values: [{ id: layerIn('Main', 'step'), path: ['repeat'], value: times }],
    });
  expect(repeat(1)).toMatchObject({ ok: true });
  const why = 'gives 2 values and takes 1, so it cannot be applied to what it gave';
  expect(repeat(3)).toMatchObject({
    ok: false,
    problems: [{ code: 'not-repeatable', part: 'repeat', message: `step ${why}.` }],
  });
  view.apply([{ op: 'set', id: layerIn('Main', 'step'), path: ['repeat'], value: 3 }]);
  expect(facts(view).problems).toEqual([
    `step: is repeated, but ${why}; let it give no more than it takes, or apply it once`,
  ]);
});

test('an architecture is put in by reference, after the selected layer, but never into itself', () => {
  const view = projectOf({
    Inner: { ...STEP, deeper: { type: 'Block', block: 'Step' } },
    Step: STEP,
    Main: { x: { type: 'InputLayer', args: { shape: [3] } } },
  });
  const anchor = { kind: 'after', layer: layerIn('Main', 'x') } as const;
  done(view, insertBlock(view, { block: 'Step', kind: 'model', architecture: 'Main', anchor }, newId));
  expect(drawnAs(view, 'Main')).toEqual(['step <- x', 'x <- ']);
  expect(find(view, 'Layer', layerNamed(view, 'step'))).toMatchObject({ type: 'Functional', block: 'Step' });
  expect(possibleBlocks(view, 'Main').map(({ name }) => name)).toEqual(['Inner', 'Step']);
  expect(possibleBlocks(view, 'Step').map(({ name }) => name)).toEqual([]);
  expect(reasonOf(insertBlock(view, { block: 'Inner', kind: 'block', architecture: 'Step' }, newId))).toBe(
    'Inner contains Step, so it cannot be part of it.',
  );
  expect(
    usesOf(view, 'Step')
      .map(({ architecture }) => architecture.name)
      .sort(),
  ).toEqual(['Inner', 'Main']);
});

test('a layer or a nested model is called again with its weights; a block has none of its own', () => {
  const view = projectOf({
    Step: STEP,
    Main: {
      x: { type: 'InputLayer', args: { shape: [3] } },
      model: { type: 'Functional', block: 'Step', from: { x: ['x'] } },
      block: { type: 'Block', block: 'Step', from: { x: ['x'] } },
    },
  });
  const { making } = done(view, callAgain(view, layerIn('Main', 'model'), newId));
  const again = find(view, 'Layer', making.layers[0] ?? '');
  expect(again).toMatchObject({ name: 'model_2', shares: layerIn('Main', 'model'), block: 'Step' });
  expect(reasonOf(callAgain(view, layerIn('Main', 'block'), newId))).toContain('is a block');
});

test('a block is named for what its layers have in common', () => {
  const view = projectOf({ Main: RESIDUAL });
  expect(blockNameFor(view, ids('res_conv', 'res_norm'))).toBe('res');
  expect(blockNameFor(view, ids('res_conv', 'head'))).toBe('block');
  const numbered = projectOf({ Main: { conv_1: { type: 'ReLU' }, conv_2: { type: 'ReLU' } } });
  expect(blockNameFor(numbered, ids('conv_1', 'conv_2'))).toBe('block');
});
