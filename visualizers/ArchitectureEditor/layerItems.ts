import { LAYER_TYPES, PURPOSES } from '../../meta/catalogue/index.ts';
import { bandOf, layerCategory } from '../drawing/index.ts';
import type { PickerItem } from '../graphEditing/index.ts';

/** In the order in which a network is usually drawn. */
const CATEGORIES: Readonly<Record<string, string>> = {
  core: 'Core',
  convolutional: 'Convolution',
  pooling: 'Pooling',
  normalization: 'Normalization',
  regularization: 'Regularization',
  activations: 'Activation',
  reshaping: 'Reshaping',
  merging: 'Merging',
  rnn: 'Recurrent',
  attention: 'Attention',
  preprocessing: 'Preprocessing',
  image_preprocessing: 'Image preprocessing',
  interoperation: 'Other frameworks',
};

/** What people write is `keras.Input`; the layer that it makes is rarely named. */
export const typeLabel = (type: string) => (type === 'InputLayer' ? 'Input' : type);

const order = Object.keys(CATEGORIES);

/** Every layer that can stand in a network, for the palette. */
export const LAYER_ITEMS: readonly PickerItem[] = LAYER_TYPES.filter(
  ({ isAbstract, isCell }) => !isAbstract && !isCell,
)
  .toSorted(
    (a, b) =>
      order.indexOf(a.category) - order.indexOf(b.category) ||
      Number(b.name === 'InputLayer') - Number(a.name === 'InputLayer') ||
      a.name.localeCompare(b.name),
  )
  .map(({ name, category, aliases }) => ({
    id: name,
    label: typeLabel(name),
    group: CATEGORIES[category] ?? category,
    band: bandOf(layerCategory(name)),
    keywords: [name, ...aliases],
    about: PURPOSES[name] ?? '',
  }));
