import { layerType, type InputDescription } from '../../../meta/catalogue/index.ts';

/** The inputs that a layer offers; a type the catalogue does not know is taken to have one. */
export function layerInputs(type: string): readonly InputDescription[] {
  return layerType(type)?.inputs ?? UNKNOWN_LAYER;
}

export function layerInput(type: string, name: string): InputDescription | undefined {
  return layerInputs(type).find((input) => input.name === name);
}

/** The arguments with which a layer of this type has a tensor of its own to start from. */
export const isNetworkInput = (type: string) => type === 'InputLayer';

const UNKNOWN_LAYER: readonly InputDescription[] = [{ name: 'inputs', required: true }];
