import type { ArgumentValue, LayerType, NestedLayerValue } from '../../../meta/catalogue/index.ts';
import type { Inference } from './inference.ts';
import { isFloat, MIXED_DTYPES, type Shape, type TensorSpec } from './tensor.ts';

export type Arguments = Readonly<Record<string, ArgumentValue>>;
export type PortInputs = Readonly<Record<string, readonly TensorSpec[]>>;

/** One use of a layer, as its rule sees it: arguments with their defaults filled in, tensors by port. */
export interface LayerCall {
  readonly type: LayerType;
  readonly args: Arguments;
  readonly inputs: PortInputs;
  /** Infers a layer nested in an argument of this one. */
  readonly infer: (type: string, args: Arguments, inputs: PortInputs) => Inference;
}

// The readers trust that the value has the kind that the catalogue states: rules run only on arguments
// that passed `argumentFlaw`.

export const given = (call: LayerCall, name: string): ArgumentValue => call.args[name] ?? null;
export const integer = (call: LayerCall, name: string) => call.args[name] as number;
export const flag = (call: LayerCall, name: string) => call.args[name] === true;
export const text = (call: LayerCall, name: string) => call.args[name] as string;
export const isGiven = (call: LayerCall, name: string) =>
  call.args[name] !== null && call.args[name] !== undefined;

/** A list of integers; one stands for all `length` of them. */
export function integers(call: LayerCall, name: string, length: number): readonly number[] {
  const value = call.args[name];
  return typeof value === 'number' ? Array<number>(length).fill(value) : (value as readonly number[]);
}

/** A list of integers; one is a list of one. */
export function integerList(call: LayerCall, name: string): readonly number[] {
  const value = call.args[name];
  return typeof value === 'number' ? [value] : (value as readonly number[]);
}

export const nestedLayer = (call: LayerCall, name: string) =>
  call.args[name] as unknown as NestedLayerValue | null;

export const channelsFirst = (call: LayerCall) => call.args['data_format'] === 'channels_first';

/** Tensors at a port. */
export const tensorsAt = (call: LayerCall, port: string): readonly TensorSpec[] => call.inputs[port] ?? [];

/** Tensors at the first port. */
export const mainTensors = (call: LayerCall) => tensorsAt(call, mainPort(call));
export const mainPort = (call: LayerCall) => call.type.inputs[0]?.name ?? 'inputs';

/** The tensor at the first port; rules run only when it is there. */
export function input(call: LayerCall): TensorSpec {
  return mainTensors(call)[0] ?? { shape: [], dtype: 'float32' };
}

export const inputShape = (call: LayerCall): Shape => input(call).shape;

/** The dtype that the layer computes in, which is that of most outputs. */
export function computeDtype(call: LayerCall): string {
  const dtype = call.args['dtype'];
  return typeof dtype === 'string' ? (MIXED_DTYPES[dtype] ?? dtype) : 'float32';
}

/** The dtype that a tensor has inside the layer: floats are cast to what it computes in. */
export function castDtype(call: LayerCall, { dtype }: TensorSpec): string {
  const computed = computeDtype(call);
  return call.args['autocast'] !== false && isFloat(dtype) && isFloat(computed) ? computed : dtype;
}
