import { channelsFirst, inputShape, type LayerCall } from './call.ts';
import { inputFlaw, require, type Check } from './rule.ts';
import { formatShape, mapDimension, type Dimension, type Shape } from './tensor.ts';

const SPACE: Readonly<Record<number, string>> = {
  1: 'steps',
  2: 'height, width',
  3: 'depth, height, width',
};

export const spatialMeaning = (rank: number) => `batch, ${SPACE[rank] ?? 'space'}, channels`;

/** The dimensions between batch and channels. */
export function spatialDimensions(call: LayerCall, shape: Shape = inputShape(call)): Shape {
  return channelsFirst(call) ? shape.slice(2) : shape.slice(1, -1);
}

export const channelAxis = (call: LayerCall) => (channelsFirst(call) ? 1 : -1);
export const channels = (call: LayerCall): Dimension => inputShape(call).at(channelAxis(call)) ?? null;

/** Batch, space and channels in the order of the data format. */
export function imageShape(call: LayerCall, space: Shape, channelCount: Dimension): Shape {
  const batch = inputShape(call)[0] ?? null;
  return channelsFirst(call) ? [batch, channelCount, ...space] : [batch, ...space, channelCount];
}

export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: string;
}

/** Space after a window has slid over it. */
export function slidden(space: Shape, { size, strides, dilation, padding }: Window): Shape {
  return space.map((dimension, i) => {
    const extent = padding === 'valid' ? (dilation[i] ?? 1) * ((size[i] ?? 1) - 1) + 1 : 1;
    return mapDimension(dimension, (known) => Math.floor((known - extent) / (strides[i] ?? 1)) + 1);
  });
}

/** Fails where the window is larger than what it slides over. */
export function windowFits(window: (call: LayerCall) => Window, name: string): Check {
  return require((call) =>
    window(call).padding !== 'valid' ||
    slidden(spatialDimensions(call), window(call)).every(
      (dimension) => dimension === null || dimension > 0,
    ), (call) => tooSmall(call, window(call), name));
}

function tooSmall(call: LayerCall, { size, dilation }: Window, name: string) {
  const extent = size.map((value, i) => (dilation[i] ?? 1) * (value - 1) + 1);
  const dilated = extent.some((value, i) => value !== size[i]) ? ', dilated,' : '';
  const expected = `${name} ${formatShape(extent)}${dilated} does not fit into the input, so nothing would be left`;
  const flaw = inputFlaw(call, 'output-empty', expected);
  const canPad = call.type.arguments.some((argument) => argument.name === 'padding');
  return canPad
    ? { ...flaw, fix: { kind: 'set-argument', argument: 'padding', value: 'same' } as const }
    : flaw;
}
