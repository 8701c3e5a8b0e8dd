import { layerType } from '../../../meta/catalogue/index.ts';
import type { PortInputs, Shape, TensorSpec } from '../../../src/domain/shapes/index.ts';

/** What a layer of this type is most often put behind: a tensor, or as many as it needs, at each required input. */
export function suitableInputs(type: string): PortInputs {
  const needed = (layerType(type)?.inputs ?? []).filter(({ required }) => required);
  return Object.fromEntries(
    needed.map(({ name, many, min }) => {
      const least = many === true ? (min ?? (MERGING.has(type) ? 2 : 1)) : 1;
      return [name, Array.from({ length: least }, () => suitable(type))];
    }),
  );
}

/** Layers that stand for code or a file, which a person has to name. */
export const needsCode = (type: string) => CODE.has(type);

const CODE = new Set(['FlaxLayer', 'JaxLayer', 'Lambda', 'TFSMLayer', 'TorchModuleWrapper']);
const MERGING = new Set(['Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply']);

function suitable(type: string): TensorSpec {
  const [shape, dtype = 'float32'] = SPECIAL[type] ?? byFamily(type);
  return { shape: [null, ...shape], dtype };
}

type Suitable = readonly [shape: Shape, dtype?: string];

const vector: Suitable = [[16]];
const sequence: Suitable = [[20, 16]];
const picture: Suitable = [[32, 32, 3]];
const volume: Suitable = [[16, 16, 16, 2]];
const film: Suitable = [[6, 16, 16, 3]];

function byFamily(type: string): Suitable {
  const { category = '' } = layerType(type) ?? {};
  if (type.startsWith('ConvLSTM'))
    return { '1': [[6, 16, 3]], '2': film, '3': [[4, 8, 8, 8, 2]] }[type.slice(8, 9)] as Suitable;
  if (type.includes('3D')) return volume;
  if (type.includes('2D') || category === 'image_preprocessing') return picture;
  if (type.includes('1D') || category === 'rnn' || category === 'attention') return sequence;
  return vector;
}

const SPECIAL: Readonly<Record<string, Suitable>> = {
  CategoryEncoding: [[4], 'int32'],
  Dot: sequence,
  Embedding: [[20], 'int32'],
  GroupNormalization: [[64]],
  HashedCrossing: [[1], 'string'],
  Hashing: [[4], 'string'],
  IntegerLookup: [[4], 'int64'],
  MelSpectrogram: [[16_000]],
  Permute: sequence,
  Pipeline: picture,
  ReversibleEmbedding: [[20], 'int32'],
  SpectralNormalization: picture,
  STFTSpectrogram: [[16_000, 1]],
  StringLookup: [[4], 'string'],
  TextVectorization: [[1], 'string'],
};
