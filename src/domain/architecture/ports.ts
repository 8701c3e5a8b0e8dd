import type { ArgumentValue, InputDescription } from '../../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import { layerTypeIn, outputNamesIn } from '../customLayers/index.ts';
import type { ProjectView } from '../state.ts';
import { graphOf } from './graph.ts';
import { operationOf } from './operations.ts';

/** The inputs that a layer type offers; a type that nobody knows is taken to have one of any number of tensors. */
export function layerInputs(view: ProjectView, type: string): readonly InputDescription[] {
  return layerTypeIn(view, type)?.inputs ?? operationOf(type)?.inputs ?? UNKNOWN_LAYER;
}

/** The inputs of a layer; those of a block are the inputs of its architecture, by their ids. */
export function inputsOf(view: ProjectView, layer: LayerRecord): readonly InputDescription[] {
  if (layer.block === null) return layerInputs(view, layer.type);
  return graphOf(view, layer.block).inputs.map(({ id, name }) => ({
    name: id,
    required: true,
    labels: [name],
  }));
}

/** Whether a connection may end at this input. What a block offers is not known while its contents are not loaded. */
export function takesInput(view: ProjectView, layer: LayerRecord, name: string): boolean {
  const inputs = inputsOf(view, layer);
  return inputs.some((input) => input.name === name) || (layer.block !== null && inputs.length === 0);
}

/** The names of the outputs of a layer, by index. */
export function outputsOf(view: ProjectView, layer: LayerRecord): readonly string[] {
  if (layer.block !== null) {
    const names = graphOf(view, layer.block).outputs.map((output) => output.layer.name);
    return names.length > 1 ? names : ['output'];
  }
  const owner = ownerOf(view, layer);
  return outputNamesIn(view, owner.type, argumentsOf(owner));
}

/** The layer whose weights this one uses: itself, unless it calls another one again. */
export function ownerOf(view: ProjectView, layer: LayerRecord): LayerRecord {
  const owner = layer.shares === null ? undefined : view.get(layer.shares);
  return owner?.concept === 'Layer' ? owner : layer;
}

/** The model holds them to be JSON; the catalogue's own type for it is narrower, and whoever reads them checks. */
export const argumentsOf = (layer: LayerRecord) => layer.args as Readonly<Record<string, ArgumentValue>>;

const UNKNOWN_LAYER: readonly InputDescription[] = [{ name: 'inputs', required: true }];
