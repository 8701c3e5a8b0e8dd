import { expect, test } from 'vitest';
import { inferNetwork } from '../../../src/domain/shapes/index.ts';
import { fixtureNetwork, readFixture } from './network.ts';

const NETWORKS = [
  'alexnet',
  'dcgan',
  'inception',
  'lenet',
  'resnet50',
  'vgg16',
  'xception',
  'test_Basic',
  'test_LayerListInput',
  'test_MultiArchOutputs',
  'test_NestedLayers',
  'test_Seq2Seq',
];

test.each(NETWORKS)('%s has the shapes and the parameters that Keras gives it', (name) => {
  const fixture = readFixture(name);
  const { layers } = fixtureNetwork(fixture);
  const inferred = inferNetwork(layers);
  expect(inferred.problems).toEqual([]);
  for (const { id, shapes } of fixture.layers) {
    const inference = inferred.layers.get(id)?.inference;
    if (inference?.status === 'known') expect(inference.outputs.map(({ shape }) => shape)).toEqual(shapes);
  }
  expect(inferred.totals.params).toEqual({ value: fixture.keras3.params, isComplete: true });
});

test('a network that Keras refuses has a problem that names the layers which disagree', () => {
  const { layers } = fixtureNetwork(readFixture('test_MultiArchInputs'));
  const { problems, totals } = inferNetwork(layers);
  expect(problems.map(({ message }) => message)).toEqual([
    'Add_3: inputs must agree in every dimension, or be 1 there; Input_1 gives (None, 100), Input_2 gives (None, 200)',
  ]);
  expect(totals.params.isComplete).toBe(false);
});

test('arguments that Keras 3 no longer has are reported', () => {
  const { notices } = fixtureNetwork(readFixture('test_Seq2Seq'));
  expect(new Set(notices.map(({ argument }) => argument))).toEqual(
    new Set(['implementation', 'tensor', 'time_major']),
  );
  const batch = fixtureNetwork(readFixture('resnet50')).notices.map(({ argument }) => argument);
  expect(new Set(batch)).toEqual(new Set(['adjustment', 'fused', 'tensor', 'virtual_batch_size']));
});
