import { layerType } from '../../../meta/catalogue/index.ts';
import type { NetworkLayer } from '../../../src/domain/shapes/index.ts';
import { fixtureNetwork, readFixture } from '../../unit/shapes/network.ts';
import type { Drawing } from './drawing.ts';

/** The networks of the existing system that Keras builds. */
export const FIXTURES: readonly string[] = [
  ...['alexnet', 'dcgan', 'inception', 'lenet', 'resnet50', 'vgg16', 'xception'],
  ...['Basic', 'LayerListInput', 'MultiArchOutputs', 'NestedLayers', 'Seq2Seq'].map((one) => `test_${one}`),
];

export const fixtureDrawing = (name: string): Drawing =>
  drawingOf(fixtureNetwork(readFixture(name)).layers, name);

function drawingOf(layers: readonly NetworkLayer[], name: string): Drawing {
  const named = layers.map((layer) => ({ ...layer, type: layerType(layer.type)?.name ?? layer.type }));
  return [{ id: 'network', name, form: 'functional', layers: sorted(named), outputs: [] }];
}

/** Each after those that it takes values from. */
function sorted(layers: readonly NetworkLayer[]): NetworkLayer[] {
  const order: NetworkLayer[] = [];
  const visit = (layer: NetworkLayer) => {
    if (order.includes(layer)) return;
    for (const edge of layer.inputs) for (const one of layers) if (one.id === edge.layer) visit(one);
    order.push(layer);
  };
  layers.forEach(visit);
  return order;
}
