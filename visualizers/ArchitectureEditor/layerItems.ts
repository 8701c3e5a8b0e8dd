import { LAYER_TYPES, PURPOSES, type LayerType } from '../../meta/catalogue/index.ts';
import { bandOf, layerCategory } from '../drawing/index.ts';
import { possibleBlocks, type BlockKind } from '../../src/domain/architecture/blocks/insertBlock.ts';
import type { ProjectView } from '../../src/domain/state.ts';
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
export const LAYER_ITEMS = itemsOf(({ isCell }) => !isCell);

/** The cells that recurrent layers hold. */
const CELL_ITEMS = itemsOf(({ isCell }) => isCell);

/** The items of these types: layers as the palette has them, and cells. */
export function itemsFor(types: readonly string[], layers: readonly PickerItem[]): readonly PickerItem[] {
  const wanted = new Set(types);
  return [...layers, ...CELL_ITEMS].filter(({ id }) => wanted.has(id));
}

function itemsOf(isWanted: (type: LayerType) => boolean): readonly PickerItem[] {
  return LAYER_TYPES.filter((type) => !type.isAbstract && isWanted(type))
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
}

const BLOCK_GROUPS: Readonly<Record<BlockKind, string>> = {
  block: 'Blocks of this project',
  model: 'Nested models of this project',
};

/** The other architectures of the project, to be put in as blocks or as models of their own. */
export function blockItems(view: ProjectView, architecture: string): PickerItem[] {
  const blocks = possibleBlocks(view, architecture);
  return (['block', 'model'] as const).flatMap((kind) =>
    blocks.map(({ id, name, description }) => ({
      id: `${kind}:${id}`,
      label: name,
      group: BLOCK_GROUPS[kind],
      band: 'other',
      keywords: [name, kind],
      ...(description === '' ? {} : { hint: description }),
    })),
  );
}

/** What an item of the palette puts in, when it is an architecture. */
export function blockItem(item: string): { readonly kind: BlockKind; readonly block: string } | undefined {
  const [kind, block] = item.split(':');
  return (kind === 'block' || kind === 'model') && block !== undefined ? { kind, block } : undefined;
}
