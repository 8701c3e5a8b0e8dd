import { startingArguments } from '../../../meta/catalogue/starting.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { blank } from '../state.ts';

/** A layer of a type, with something to start from where Keras itself has no default. */
export function newLayer(type: string, parent: string, id: string): LayerRecord {
  const args = startingArguments(type) as Readonly<Record<string, Json>>;
  return blank('Layer', { id, parent, type, name: layerName(type), args });
}

/** As Keras names layers: `MaxPooling2D` becomes `max_pooling2d`; without the module that a class stands in. */
export const layerName = (type: string): string =>
  type === 'InputLayer'
    ? 'input'
    : type
        .replace(/^.*\./, '')
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();
