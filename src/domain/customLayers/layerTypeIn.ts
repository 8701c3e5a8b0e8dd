import {
  layerOutputs,
  layerType,
  type LayerDocumentation,
  type LayerType,
} from '../../../meta/catalogue/index.ts';
import type { Arguments } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import type { CustomLayer } from './customLayer.ts';
import { customLayersOf } from './customLayersOf.ts';

/** A layer type by its name: one of Keras, or one that a module of the project defines. */
export function layerTypeIn(view: ProjectView, name: string): LayerType | undefined {
  return layerType(name) ?? customLayerIn(view, name)?.type;
}

export const customLayerIn = (view: ProjectView, name: string): CustomLayer | undefined =>
  customLayersOf(view).byType.get(name);

/** What the class of the project says of itself; nothing of a layer of Keras, whose documentation lies elsewhere. */
export const documentationIn = (view: ProjectView, name: string): LayerDocumentation | undefined =>
  layerType(name) ? undefined : customLayerIn(view, name)?.documentation;

/** The names of the outputs that a layer of this type has. */
export function outputNamesIn(view: ProjectView, name: string, args: Arguments): readonly string[] {
  const custom = layerType(name) ? undefined : customLayerIn(view, name);
  return custom?.outputs ?? layerOutputs(name, args).map((output) => output.name);
}
