import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { blank } from '../state.ts';

/** A layer of a type, with something to start from where Keras itself has no default. */
export function newLayer(type: string, parent: string, id: string): LayerRecord {
  const args = (STARTING_ARGUMENTS[type] ?? {}) as Readonly<Record<string, Json>>;
  return blank('Layer', { id, parent, type, name: layerName(type), args });
}

/** As Keras names layers: `MaxPooling2D` becomes `max_pooling2d`. */
export const layerName = (type: string): string =>
  type === 'InputLayer'
    ? 'input'
    : type
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();

const convolution = { filters: 32, kernel_size: 3 };
const recurrent = { units: 64 };

const STARTING_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, ArgumentValue>>>> = {
  InputLayer: { shape: [28, 28, 1] },
  Dense: { units: 64 },
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  Conv1DTranspose: convolution,
  Conv2DTranspose: convolution,
  Conv3DTranspose: convolution,
  SeparableConv1D: convolution,
  SeparableConv2D: convolution,
  DepthwiseConv1D: { kernel_size: 3 },
  DepthwiseConv2D: { kernel_size: 3 },
  LSTM: recurrent,
  GRU: recurrent,
  SimpleRNN: recurrent,
  Embedding: { input_dim: 1000, output_dim: 64 },
  Dropout: { rate: 0.5 },
  Activation: { activation: 'relu' },
  MultiHeadAttention: { num_heads: 8, key_dim: 64 },
};
