import { randomUUID } from 'node:crypto';
import { generateNKeysBetween } from 'fractional-indexing';
import { expect, test } from 'vitest';
import { LAYER_TYPES } from '../../../meta/catalogue/index.ts';
import type { ModelRecord } from '../../../meta/index.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { newLayer } from '../../../src/domain/architecture/newLayer.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import { needsCode, suitableInputs } from '../../unit/shapes/suitableInputs.ts';
import { kerasOfFile } from '../roundtrip/kerasOfFile.ts';

/* Whatever is taken from the palette and put behind a suitable input is a network that Keras builds. */

const keras = kerasOfFile();

/** What Keras needs TensorFlow for, which is not the default backend. */
const NEEDS_TENSORFLOW = new Set([
  'Discretization',
  'HashedCrossing',
  'Hashing',
  'IntegerLookup',
  'StringLookup',
  'TextVectorization',
]);

/** What a slip in Keras 3.15 keeps out of every network; checking one says so. */
const NOT_IN_NETWORKS = new Set(['Equalization']);

const types = LAYER_TYPES.filter(
  ({ name, isAbstract, isCell }) =>
    !isAbstract &&
    !isCell &&
    !needsCode(name) &&
    !NEEDS_TENSORFLOW.has(name) &&
    !NOT_IN_NETWORKS.has(name) &&
    name !== 'InputLayer',
);

const categories = [...new Set(types.map(({ category }) => category))];

test.each(categories)('Keras builds a network of every layer for %s as it is added', async (category) => {
  const added = types.filter((type) => type.category === category).map(({ name }) => name);
  const { view, architecture } = networkWith(added);
  const { problems, totals } = checkArchitecture(view, architecture);
  expect(problems).toEqual([]);
  const { code } = generateKeras(view, architecture);
  const answer = await keras.ask({ source: code, run: false });
  expect(answer.error, code).toBeUndefined();
  if (totals.params.isComplete) expect(answer.figures?.params).toBe(totals.params.value);
});

function networkWith(added: readonly string[]) {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const network = blank('Architecture', { id: randomUUID(), parent: project.id, name: 'Network' });
  const records = added.flatMap((type) => layerWithInputs(type, network.id));
  return { architecture: network.id, view: new ProjectState([project, network, ...records]) };
}

/** A layer with an Input for each tensor that it needs. */
function layerWithInputs(type: string, parent: string): ModelRecord[] {
  const layer = newLayer(type, parent, randomUUID());
  const needed = Object.entries(suitableInputs(type)).flatMap(([port, specs]) =>
    specs.map((spec) => ({ port, spec })),
  );
  const orders = generateNKeysBetween(null, null, needed.length);
  const before = needed.flatMap(({ port, spec }, index) => {
    const args = { shape: [...spec.shape.slice(1)], dtype: spec.dtype };
    const name = `${layer.name}_input_${String(index + 1)}`;
    const input = blank('Layer', { id: randomUUID(), parent, type: 'InputLayer', name, args });
    const ends = { source: input.id, sourcePort: '0', target: layer.id, targetPort: port };
    const order = orders[index] ?? 'a0';
    return [input, blank('Connection', { id: randomUUID(), parent, ...ends, order })];
  });
  return [layer, ...before];
}
