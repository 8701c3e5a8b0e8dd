import type { ArgumentValue, NestedLayerValue } from '../../../meta/catalogue/index.ts';
import type { Dimension, Shape, TensorSpec } from './tensor.ts';

/** Layers that may make of a tensor what was wanted; whoever offers one tries it first. */
export const layersThatFit = { rank: ofOtherRank, other: likeAnother, features: ofWidth };

const made = (layer: string, args: Readonly<Record<string, ArgumentValue>> = {}): NestedLayerValue => ({
  layer,
  args,
});

/** Fewer dimensions by flattening, averaging or putting the first ones together, more by channels, steps or space. */
function ofOtherRank({ shape, dtype }: TensorSpec): readonly NestedLayerValue[] {
  const sample = shape.slice(1);
  const space = sample.length - 1;
  const isTokens = dtype.startsWith('int') && sample.length === 1;
  return [
    ...(isTokens ? [made('Embedding', { input_dim: 1000, output_dim: 64 })] : []),
    ...reshaped([...sample, 1]),
    made('Flatten'),
    ...averaged(space),
    ...(space >= 2 ? reshaped([-1, sample.at(-1) ?? null]) : []),
    ...reshaped([...sample.slice(0, -1), 1, sample.at(-1) ?? null]),
    ...reshaped([1, ...sample]),
    ...(sample.length === 1 ? pictures(sample[0] ?? null) : []),
    ...reshaped([...sample, 1, 1]),
    ...(space >= 3 ? reshaped([-1, ...sample.slice(2)]) : []),
  ];
}

/** Of a vector the square picture that it may be, grey or in colour; otherwise one pixel of many channels. */
function pictures(size: Dimension): readonly NestedLayerValue[] {
  if (size === null) return [];
  const square = [1, 3].flatMap((channels) => {
    const side = Math.sqrt(size / channels);
    return Number.isInteger(side) && side > 1 ? reshaped([side, side, channels]) : [];
  });
  return [...square, ...reshaped([1, 1, size])];
}

const averaged = (space: number) =>
  space >= 1 && space <= 3 ? [made(`GlobalAveragePooling${String(space)}D`)] : [];

/** Only where every dimension is known; one may be left to Keras. */
function reshaped(target: Shape): readonly NestedLayerValue[] {
  const unknown = target.filter((dimension) => dimension === null).length;
  if (unknown > 1 || (unknown === 1 && target.includes(-1))) return [];
  return [made('Reshape', { target_shape: target.map((dimension) => dimension ?? -1) })];
}

/** What makes the tensor like the other one: its channels, its space, or its number of dimensions. */
function likeAnother({ shape }: TensorSpec, other: TensorSpec): readonly NestedLayerValue[] {
  const [own, wanted] = [shape.slice(1), other.shape.slice(1)];
  if (own.length > wanted.length) return [made('Flatten'), ...averaged(own.length - 1)];
  if (own.length < wanted.length) {
    return reshaped([...Array<number>(wanted.length - own.length).fill(1), ...own]);
  }
  const [space, wantedSpace] = [own.slice(0, -1), wanted.slice(0, -1)];
  return [...projections(space, wantedSpace, wanted.at(-1) ?? null), ...resizings(space, wantedSpace)];
}

/** A convolution of one pixel changes the channels, and with strides the space as well. */
function projections(space: Shape, wanted: Shape, channels: Dimension): readonly NestedLayerValue[] {
  if (channels === null) return [];
  if (space.length === 0) return ofWidth(channels);
  if (space.length > 3) return [];
  const strides = uniform(space.map((size, at) => ratio(size, wanted[at] ?? null, Math.ceil)));
  return strides === null
    ? []
    : [
        made(`Conv${String(space.length)}D`, {
          filters: channels,
          kernel_size: 1,
          ...(strides > 1 ? { strides } : {}),
        }),
      ];
}

function resizings(space: Shape, wanted: Shape): readonly NestedLayerValue[] {
  if (space.length < 1 || space.length > 3) return [];
  const rank = String(space.length);
  const missing = space.map((size, at) => (size === null ? 0 : (wanted[at] ?? size) - size));
  const sides = (sizes: readonly number[]): ArgumentValue => {
    const pairs = sizes.map((size) => [Math.floor(size / 2), Math.ceil(size / 2)]);
    return pairs.length === 1 ? (pairs[0] ?? []) : pairs;
  };
  const enlarged = uniform(space.map((size, at) => ratio(wanted[at] ?? null, size, exactly)));
  const reduced = uniform(space.map((size, at) => ratio(size, wanted[at] ?? null, exactly)));
  return [
    ...(enlarged !== null && enlarged > 1 ? [made(`UpSampling${rank}D`, { size: enlarged })] : []),
    ...(reduced !== null && reduced > 1 ? [made(`MaxPooling${rank}D`, { pool_size: reduced })] : []),
    ...(missing.every((size) => size <= 0)
      ? [made(`Cropping${rank}D`, { cropping: sides(missing.map((size) => -size)) })]
      : []),
    ...(missing.every((size) => size >= 0) ? [made(`ZeroPadding${rank}D`, { padding: sides(missing) })] : []),
  ];
}

const exactly = (value: number) => (Number.isInteger(value) ? value : Number.NaN);

/** How many times the one is the other; null where that is not known or not a number. */
function ratio(size: Dimension, of: Dimension, rounded: (value: number) => number): number | null {
  if (size === null || of === null) return size === of ? 1 : null;
  const times = rounded(size / of);
  return Number.isFinite(times) ? Math.max(1, times) : null;
}

function uniform(values: readonly (number | null)[]): number | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

function ofWidth(width: ArgumentValue | undefined): readonly NestedLayerValue[] {
  return typeof width === 'number' && width > 0 ? [made('Dense', { units: width })] : [];
}
