import {
  castDtype,
  channelsFirst,
  computeDtype,
  flag,
  given,
  input,
  inputShape,
  integer,
  integerList,
  isGiven,
  text,
  type LayerCall,
} from './call.ts';
import { CATEGORIES, notSparseIntegers, oneHot } from './categories.ts';
import type { Flaw } from './flaw.ts';
import {
  argumentFlaw,
  atLeast,
  axesExist,
  between,
  inputFlaw,
  positive,
  rankIs,
  require,
  rulesFor,
  sameAsInput,
  unfitFlaw,
  whenGiven,
  type Check,
  type LayerRule,
  type RuleTable,
} from './rule.ts';
import { slidden } from './spatial.ts';
import {
  dimensionAt,
  mapDimension,
  product,
  tensor,
  withDimension,
  type Dimension,
  type Shape,
} from './tensor.ts';

// Images

const isImage = require((call) => [3, 4].includes(inputShape(call).length), (call) =>
  inputFlaw(call, 'input-rank', 'needs 4 dimensions (batch, height, width, channels)'));

const hasThreeChannels = require((call) =>
  [3, null].includes(dimensionAt(inputShape(call), channelsFirst(call) ? -3 : -1) ?? null), (call) =>
  inputFlaw(call, 'input-dimension', 'needs images of 3 channels'));

/** A range for random factors: [least, most], and whether a pair may only overlap with it. */
interface Factor {
  readonly range: readonly [number, number];
  readonly pairsMayExceed?: boolean;
  readonly excludesLeast?: boolean;
}

const overlapping = (least: number, most: number): Factor => ({ range: [least, most], pairsMayExceed: true });
const within = (least: number, most: number): Factor => ({ range: [least, most] });

const augmentation = (factors: Readonly<Record<string, Factor>>): LayerRule => ({
  checks: [isImage, ...factorChecks(factors)],
  outputs: sameAsInput,
});

const factorChecks = (factors: Readonly<Record<string, Factor>>): readonly Check[] =>
  Object.entries(factors).map(([argument, factor]) =>
    whenGiven(argument, () =>
      require((call) => isFactor(given(call, argument) as number | readonly number[], factor), (call) =>
        argumentFlaw(call, argument, `between ${factor.range[0]} and ${factor.range[1]}`)),
    ),
  );

function isFactor(
  value: number | readonly number[],
  { range, pairsMayExceed, excludesLeast }: Factor,
): boolean {
  const [least, most] = range;
  const isInside = (one: number) => one <= most && (excludesLeast === true ? one > least : one >= least);
  if (typeof value === 'number') return isInside(value);
  const [from = 0, to = 0] = value;
  return pairsMayExceed === true ? from <= most && to >= least : isInside(from) && isInside(to);
}

const unit = overlapping(0, 1);
const signed = overlapping(-1, 1);

const AUGMENTATIONS: Readonly<Record<string, Readonly<Record<string, Factor>>>> = {
  AugMix: { factor: within(0, 1) },
  AutoContrast: {},
  ContrastLimitedAdaptiveHistogramEqualization: {},
  CutMix: { factor: unit },
  MixUp: {},
  RandAugment: { factor: within(0, 1) },
  RandomBrightness: { factor: signed },
  RandomColorJitter: {
    brightness_factor: signed,
    contrast_factor: unit,
    saturation_factor: signed,
    hue_factor: unit,
  },
  RandomContrast: { factor: unit },
  RandomElasticTransform: { factor: unit, scale: unit },
  RandomErasing: { factor: unit, scale: unit },
  RandomFlip: {},
  RandomHue: { factor: unit },
  RandomInvert: { factor: unit },
  RandomPerspective: { factor: unit, scale: within(0, 1) },
  RandomPosterization: { factor: overlapping(1, 8) },
  RandomRotation: { factor: signed },
  RandomSaturation: { factor: signed },
  RandomSharpness: { factor: unit },
  RandomShear: { x_factor: within(0, 1), y_factor: within(0, 1) },
  RandomTranslation: { height_factor: within(-1, 1), width_factor: within(-1, 1) },
  RandomZoom: {
    height_factor: { range: [-1, 1], excludesLeast: true },
    width_factor: { range: [-1, 1], excludesLeast: true },
  },
  Solarization: { addition_factor: within(0, 1), threshold_factor: within(0, 1) },
};

const sameDtype = (call: LayerCall) => [tensor(inputShape(call), castDtype(call, input(call)))];

function resized(): LayerRule {
  return {
    checks: [isImage, atLeast('height', 0), atLeast('width', 0)],
    outputs: (call) => {
      const first = channelsFirst(call) ? -2 : -3;
      const tall = withDimension(inputShape(call), first, integer(call, 'height'));
      return [tensor(withDimension(tall, first + 1, integer(call, 'width')), computeDtype(call))];
    },
  };
}

const IMAGES: RuleTable = {
  ...rulesFor(AUGMENTATIONS, augmentation),
  CenterCrop: resized(),
  RandomCrop: resized(),
  Resizing: resized(),
  Equalization: { checks: [isImage], outputs: sameDtype },
  MaxNumBoundingBoxes: { checks: [isImage], outputs: sameAsInput },
  RandomColorDegeneration: {
    checks: [isImage, hasThreeChannels, ...factorChecks({ factor: signed })],
    outputs: sameAsInput,
  },
  RandomGaussianBlur: {
    checks: [
      isImage,
      ...factorChecks({ factor: unit, sigma: unit }),
      require((call) => integerList(call, 'kernel_size').every((size) => size % 2 !== 0), (call) =>
        argumentFlaw(call, 'kernel_size', 'odd')),
    ],
    outputs: sameAsInput,
  },
  RandomGrayscale: { checks: [isImage, between('factor', 0, 1)], outputs: sameDtype },
};

// Numbers

const NUMBERS: RuleTable = {
  Rescaling: { checks: [], outputs: sameAsInput },
  Normalization: {
    checks: [
      require((call) => isGiven(call, 'mean') === isGiven(call, 'variance'), (call) =>
        argumentFlaw(call, 'variance', 'given together with mean', 'argument-conflict')),
      whenGiven('axis', axesExist),
      keptAxesKnown,
      keptAxesDiffer,
      statisticsFit,
    ],
    outputs: sameAsInput,
    weights: (call) => {
      const shape = keptAxes(call).map((axis) => inputShape(call)[axis] ?? 0);
      const adapted = [
        { name: 'mean', shape, trainable: false },
        { name: 'variance', shape, trainable: false },
        { name: 'count', shape: [], trainable: false },
      ];
      return isGiven(call, 'mean') ? [] : adapted;
    },
  },
  Discretization: {
    checks: [
      require((call) => isGiven(call, 'num_bins') !== isGiven(call, 'bin_boundaries'), (call) =>
        argumentFlaw(
          call,
          'num_bins',
          'given where bin_boundaries are not, and only there',
          'argument-conflict',
        )),
      whenGiven('num_bins', (name) => atLeast(name, 0)),
      notSparseIntegers,
    ],
    outputs: (call) => {
      const isIndex = text(call, 'output_mode') === 'int';
      return [tensor(discretized(call), isIndex ? 'int32' : computeDtype(call))];
    },
  },
  CategoryEncoding: {
    checks: [
      require((call) => isGiven(call, 'num_tokens'), (call) =>
        argumentFlaw(call, 'num_tokens', 'the number of categories', 'argument-missing')),
      positive('num_tokens'),
    ],
    outputs: (call) => [tensor(encoded(call), computeDtype(call))],
  },
};

function keptAxes(call: LayerCall): readonly number[] {
  const rank = inputShape(call).length;
  const axes = isGiven(call, 'axis') ? integerList(call, 'axis') : [];
  return axes.map((axis) => (axis < 0 ? axis + rank : axis)).toSorted((a, b) => a - b);
}

/** Naming an axis twice is harmless only where it has a single index. */
function keptAxesDiffer(call: LayerCall): Flaw | null {
  const axes = keptAxes(call);
  const repeated = axes.filter((axis, index) => axes.indexOf(axis) !== index);
  const isHarmless = repeated.every((axis) => inputShape(call)[axis] === 1);
  return isHarmless ? null : argumentFlaw(call, 'axis', 'each axis only once');
}

function keptAxesKnown(call: LayerCall): Flaw | null {
  const wrong = keptAxes(call).find((axis) => inputShape(call)[axis] === null);
  return wrong === undefined
    ? null
    : inputFlaw(
        call,
        'input-dimension',
        `needs to know the size of axis ${wrong}, whose statistics it keeps`,
      );
}

/** Given statistics are one number, or one for each index of the kept axis. */
function statisticsFit(call: LayerCall): Flaw | null {
  const [mean, variance] = [given(call, 'mean'), given(call, 'variance')];
  const lengths = [mean, variance].map((value) => (Array.isArray(value) ? value.length : null));
  if (lengths[0] !== lengths[1])
    return argumentFlaw(call, 'variance', 'as many numbers as mean', 'argument-conflict');
  const axes = keptAxes(call);
  if (lengths[0] === null || lengths[0] === undefined) return null;
  const size = inputShape(call)[axes.at(-1) ?? 0];
  const fits = axes.length > 0 && (lengths[0] === 1 || lengths[0] === size);
  return fits ? null : unfitFlaw(call, 'mean', `one number for each index of axis ${axes.at(-1) ?? 'None'}`);
}

function discretized(call: LayerCall): Shape {
  const shape = inputShape(call);
  const mode = text(call, 'output_mode');
  if (mode === 'int') return shape;
  const boundaries = given(call, 'bin_boundaries') as readonly number[] | null;
  const depth = boundaries === null ? integer(call, 'num_bins') : boundaries.length + 1;
  if (mode === 'one_hot') return oneHot(shape, depth);
  const [batch = null, , ...rest] = shape;
  return shape.length >= 2 ? [batch, ...rest, depth] : [depth];
}

function encoded(call: LayerCall): Shape {
  const depth = integer(call, 'num_tokens');
  return text(call, 'output_mode') === 'one_hot'
    ? oneHot(inputShape(call), depth)
    : [...inputShape(call).slice(0, -1), depth];
}

// Sound

const isWave = require((call) => [1, 2].includes(inputShape(call).length), (call) =>
  inputFlaw(call, 'input-rank', 'needs 2 dimensions (batch, samples)'));

const SOUND: RuleTable = {
  MelSpectrogram: {
    checks: [
      isWave,
      positive('sequence_stride'),
      positive('num_mel_bins'),
      whenGiven('sequence_length', (name) =>
        require((call) => integer(call, name) <= integer(call, 'fft_length'), (call) =>
          argumentFlaw(call, name, 'at most fft_length', 'argument-conflict')),
      ),
    ],
    outputs: (call) => {
      const stride = integer(call, 'sequence_stride');
      const frames = mapDimension(inputShape(call).at(-1) ?? null, (size) =>
        Math.floor((size + stride + 1) / stride),
      );
      return [
        tensor([...inputShape(call).slice(0, -1), integer(call, 'num_mel_bins'), frames], computeDtype(call)),
      ];
    },
  },
  STFTSpectrogram: shortTimeFourier(),
};

function shortTimeFourier(): LayerRule {
  const frame = (call: LayerCall) => integer(call, 'frame_length');
  const step = (call: LayerCall) =>
    isGiven(call, 'frame_step') ? integer(call, 'frame_step') : Math.floor(frame(call) / 2);
  const transformLength = (call: LayerCall) =>
    isGiven(call, 'fft_length') ? integer(call, 'fft_length') : 2 ** Math.ceil(Math.log2(frame(call)));
  const frequencies = (call: LayerCall) =>
    (Math.floor(transformLength(call) / 2) + 1) * (text(call, 'mode') === 'stft' ? 2 : 1);
  const channelCount = (call: LayerCall) => inputShape(call).at(channelsFirst(call) ? 1 : -1) ?? null;
  const time = (call: LayerCall): Dimension => {
    const samples = channelsFirst(call) ? inputShape(call).slice(2) : inputShape(call).slice(1, -1);
    const window = {
      size: [frame(call)],
      strides: [step(call)],
      dilation: [1],
      padding: text(call, 'padding'),
    };
    return slidden(samples, window)[0] ?? null;
  };
  return {
    checks: [
      rankIs(3, 'batch, samples, channels'),
      positive('frame_length'),
      whenGiven('frame_step', (name) =>
        require((call) => integer(call, name) >= 1 && integer(call, name) <= frame(call), (call) =>
          argumentFlaw(call, name, 'between 1 and frame_length', 'argument-conflict')),
      ),
      require((call) => step(call) > 0, (call) => argumentFlaw(call, 'frame_length', 'at least 2')),
      whenGiven('fft_length', (name) =>
        require((call) => integer(call, name) >= frame(call), (call) =>
          argumentFlaw(call, name, 'at least frame_length', 'argument-conflict')),
      ),
      require((call) => channelCount(call) !== null, (call) =>
        inputFlaw(call, 'input-dimension', 'needs to know its number of channels')),
      require((call) => (time(call) ?? 1) > 0, (call) =>
        inputFlaw(call, 'output-empty', 'frame_length does not fit into the input')),
    ],
    outputs: (call) => {
      const [batch = null] = inputShape(call);
      const [rows, bins, count] = [time(call), frequencies(call), channelCount(call)];
      const joined = product([bins, count]);
      const flat = channelsFirst(call) ? [batch, joined, rows] : [batch, rows, joined];
      const image = channelsFirst(call) ? [batch, count, rows, bins] : [batch, rows, bins, count];
      return [tensor(flag(call, 'expand_dims') ? image : flat, computeDtype(call))];
    },
    weights: (call) => {
      const shape = [frame(call), 1, Math.floor(transformLength(call) / 2) + 1];
      return [
        ...(text(call, 'mode') === 'imag' ? [] : [{ name: 'real_kernel', shape }]),
        ...(text(call, 'mode') === 'real' ? [] : [{ name: 'imag_kernel', shape }]),
      ];
    },
    macs: (call) => {
      const kernels = ['real', 'imag'].includes(text(call, 'mode')) ? 1 : 2;
      const bins = Math.floor(transformLength(call) / 2) + 1;
      return product([time(call), channelCount(call), frame(call) * bins * kernels]);
    },
  };
}

export const PREPROCESSING: RuleTable = { ...IMAGES, ...NUMBERS, ...SOUND, ...CATEGORIES };
