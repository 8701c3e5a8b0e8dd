import { layerType } from '../../meta/catalogue/index.ts';

/** The band of colour for a category of the layer catalogue, a layer type, or the role of an operation. */
export function bandOf(category: string): string {
  return BANDS[category] ?? BANDS[layerCategory(category)] ?? 'other';
}

export function layerCategory(type: string): string {
  return type === 'InputLayer' ? 'input' : (layerType(type)?.category ?? 'other');
}

const BANDS: Readonly<Record<string, string>> = {
  activations: 'activation',
  attention: 'attention',
  convolutional: 'convolution',
  core: 'core',
  custom: 'custom',
  image_preprocessing: 'preprocessing',
  input: 'input',
  interoperation: 'wrapper',
  merging: 'merging',
  normalization: 'normalization',
  pooling: 'pooling',
  preprocessing: 'preprocessing',
  regularization: 'regularization',
  reshaping: 'reshaping',
  rnn: 'recurrent',
  python: 'operation',
  operation: 'operation',
  output: 'output',
};
