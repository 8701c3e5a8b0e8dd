import { layerType } from '../../../meta/catalogue/index.ts';
import { HOLDING_CODE } from '../customLayers/holdingCode.ts';
import { configOf, isConfigured, isOfKeras, isOperation, nameIn, type Configured } from './configured.ts';
import type { CallInput, TensorRef } from './nodes.ts';

/** What the mask of a tensor was made from; empty where it has none, and `ANY` where that is not known. */
export type Origins = ReadonlySet<string>;

export type Calls = ReadonlyMap<string, readonly (readonly CallInput[])[]>;

const NONE: Origins = new Set();
/** Of a class that is not one of Keras nobody knows what it does with masks. */
const ANY = 'any';
const UNKNOWN: Origins = new Set([ANY]);

/** What a layer makes a mask from: the tensor that it takes, and the number that stands for nothing. */
export const comparison = ({ layer, node, output }: TensorRef, value: unknown): string =>
  JSON.stringify([layer, node, output, value]);

/** The number that a layer leaves out; undefined where it makes no mask. */
export function maskedNumber(entry: Configured): number | undefined {
  if (!isOfKeras(entry, 'layers')) return undefined;
  const { mask_value: value, mask_zero: isZero } = configOf(entry);
  const given = entry.class_name === 'Masking' ? value : isZero === true ? 0 : undefined;
  return typeof given === 'number' && MAKING.has(entry.class_name) ? given : undefined;
}

const MAKING: ReadonlySet<string> = new Set(['Embedding', 'Masking', 'ReversibleEmbedding']);

/**
 * The masks that Keras by itself gives along with tensors. `givenAs` says what a mask that stands in a call was made
 * from: whoever drew the network may have given it, and it goes on from there as any other.
 */
export class MaskFlow {
  readonly #carried = new Map<string, Origins>();
  readonly #directions: ReadonlySet<string>;

  constructor(entries: readonly Configured[], calls: Calls, givenAs: (mask: TensorRef) => Origins) {
    this.#directions = new Set(
      entries.filter(({ class_name: kind }) => kind === 'Bidirectional').map(nameIn),
    );
    // Keras writes a layer after those that it takes values from, but for layers that are called again.
    for (let before = -1; before < this.#carried.size;) {
      before = this.#carried.size;
      for (const entry of entries) {
        for (const [node, call] of (calls.get(nameIn(entry)) ?? []).entries()) {
          const key = keyOf({ layer: nameIn(entry), node });
          const origins = this.#after(entry, call, givenAs);
          if (origins.size > 0) this.#carried.set(key, origins);
        }
      }
    }
  }

  /** Whether one of these tensors comes with such a mask. */
  comesWith(tensors: readonly TensorRef[], mask: Origins): boolean {
    return tensors.some((tensor) => {
      const origins = this.#of(tensor);
      return origins.has(ANY) || (origins.size === mask.size && [...mask].every((one) => origins.has(one)));
    });
  }

  /** States and attention scores have none; of a bidirectional layer both directions have. */
  #of = (tensor: TensorRef): Origins =>
    tensor.output === 0 || this.#directions.has(tensor.layer)
      ? (this.#carried.get(keyOf(tensor)) ?? NONE)
      : NONE;

  #after(entry: Configured, call: readonly CallInput[], givenAs: (mask: TensorRef) => Origins): Origins {
    if (isOperation(entry) || MODELS.has(entry.class_name)) return NONE;
    const number = maskedNumber(entry);
    const taken = call[0]?.tensors ?? [];
    if (number !== undefined) return new Set(taken.map((tensor) => comparison(tensor, number)));
    const { class_name: kind } = entry;
    if (!isOfKeras(entry, 'layers') || !layerType(kind) || HOLDING_CODE.has(kind)) return UNKNOWN;
    if (!passesOn(entry)) return NONE;
    const given = call.find(({ at }) => at === 'mask')?.tensors ?? [];
    const masks = given.length > 0 ? given.map(givenAs) : taken.map(this.#of);
    if (OF_THE_FIRST.has(kind)) return masks[0] ?? NONE;
    if (kind !== 'Concatenate' && masks.some(({ size }) => size === 0)) return NONE;
    return new Set(masks.flatMap((origins) => [...origins]));
  }
}

const keyOf = ({ layer, node }: Pick<TensorRef, 'layer' | 'node'>) => `${layer}\n${String(node)}`;

const MODELS: ReadonlySet<string> = new Set(['Functional', 'Model', 'Sequential']);

const OF_THE_FIRST: ReadonlySet<string> = new Set(['AdditiveAttention', 'Attention']);

/** Layers of Keras that give the mask on which they were given; a test holds them against Keras itself. */
export const PASSING_MASKS: ReadonlySet<string> = new Set([
  ...[
    'Activation',
    'ActivityRegularization',
    'Add',
    'AdditiveAttention',
    'AlphaDropout',
    'Attention',
    'Average',
  ],
  ...[
    'BatchNormalization',
    'Bidirectional',
    'Concatenate',
    'ConvLSTM1D',
    'ConvLSTM2D',
    'ConvLSTM3D',
    'Dense',
  ],
  ...[
    'Dropout',
    'ELU',
    'GRU',
    'GaussianDropout',
    'GaussianNoise',
    'GroupNormalization',
    'GroupQueryAttention',
  ],
  ...[
    'Identity',
    'LSTM',
    'LayerNormalization',
    'LeakyReLU',
    'Maximum',
    'Minimum',
    'MultiHeadAttention',
    'Multiply',
  ],
  ...['Normalization', 'PReLU', 'RNN', 'ReLU', 'Rescaling', 'SimpleRNN', 'Softmax', 'SpatialDropout1D'],
  ...['SpatialDropout2D', 'SpatialDropout3D', 'Subtract', 'TimeDistributed', 'UnitNormalization'],
]);

/** Of the recurrent layers only those that give a whole sequence. */
function passesOn(entry: Configured): boolean {
  if (!PASSING_MASKS.has(entry.class_name)) return false;
  const { layer, return_sequences: isSequence } = configOf(entry);
  if (entry.class_name === 'Bidirectional')
    return isConfigured(layer) && configOf(layer)['return_sequences'] === true;
  return isSequence !== false;
}
